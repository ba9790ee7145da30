/** Where one writes: the text, what it answers or corrects, and the bot's commands. */

import { element } from "./element.js";
import { inShort } from "./message.js";

const part = (id) => document.getElementById(id);
const form = part("composer");
const field = part("text");
const banner = part("banner");
const list = part("commands");
const menu = part("menu");

/**
 * Make the composer work.
 * `onSend(text, {reply, edit})` sends; both are messages or null; it may refuse by throwing.
 * `onCorrectLast()` is asked for by the arrow up in an empty field.
 * `onType(text)` is told of each change of the text, by whatever it was changed.
 */
export function composer({ onSend, onCorrectLast, onType }) {
  const drafts = new Map();
  let about = { reply: null, edit: null };
  let chat = null;
  let commands = [];

  function refer(next) {
    about = { reply: null, edit: null, ...next };
    const to = about.reply ?? about.edit;
    banner.hidden = !to;
    if (!to) return;
    part("banner-what").textContent = about.edit ? "Edit" : `Reply to ${to.from.first_name}`;
    part("banner-text").textContent = inShort(to);
    field.focus();
  }

  function write(text) {
    field.value = text;
    grow();
    field.focus();
    onType(text);
  }

  async function send() {
    const text = field.value.trim();
    if (!text) return;
    const { ...meant } = about;
    write("");
    refer({});
    try {
      await onSend(text, meant);
    } catch {
      write(text);
      refer(meant);
    }
  }

  function offer(open) {
    list.hidden = !open || !commands.length;
    menu.setAttribute("aria-expanded", String(!list.hidden));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("input", () => {
    grow();
    onType(field.value);
    if (/^\/\w*$/.test(field.value)) suggest(field.value.slice(1));
    else offer(false);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;  // Enter chooses a Chinese character here, it does not send
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      offer(false);
      send();
    } else if (event.key === "Escape") {
      if (about.edit) write("");
      refer({});
      offer(false);
    } else if (event.key === "ArrowUp" && !field.value) {
      event.preventDefault();
      onCorrectLast();
    }
  });
  part("banner-cancel").addEventListener("click", () => {
    if (about.edit) write("");
    refer({});
    field.focus();
  });
  menu.addEventListener("click", () => {
    const opening = list.hidden;
    suggest("");
    offer(opening);
    if (opening) list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      offer(false);
      field.focus();
    }
  });

  function suggest(start) {
    const fitting = commands.filter(({ command }) => command.startsWith(start));
    list.replaceChildren(...fitting.map(({ command, description }) => element("li", {},
      element("button", { type: "button", onclick: () => choose(command) },
        element("strong", {}, `/${command}`), element("span", {}, description)))));
    offer(fitting.length > 0);
  }

  function choose(command) {
    write(`/${command} `);
    offer(false);
  }

  return {
    reply: (message) => refer({ reply: message }),
    edit: (message) => {
      write(message.text);
      refer({ edit: message });
    },
    write,
    /** Go to another chat: its draft comes back, and its commands are offered. */
    enter(id, known, placeholder) {
      if (id !== chat) {
        drafts.set(chat, field.value);
        chat = id;
        field.value = drafts.get(id) ?? "";
        refer({});
        offer(false);
        grow();
        onType(field.value);
      }
      field.placeholder = placeholder;
      commands = known;
      menu.hidden = !commands.length;
    },
    focus: () => field.focus(),
  };
}

/** As high as its text, up to the height that the style sheet allows. */
function grow() {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${field.scrollHeight}px`;
}
