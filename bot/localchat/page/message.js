/** A message as an element; words reach the page only as text nodes, never as markup. */

import { element } from "./element.js";
import { pollElement } from "./polls.js";
import { pictureAddress } from "./server.js";

const ELEMENTS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const time = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });

/** A line icon from the path data of a 24 by 24 drawing. */
export function icon(path) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  made.append(line);
  return made;
}

export const clock = (message) => time.format(new Date(message.date * 1000));

export const words = (message) => message.text ?? message.caption ?? "";

/** The number of a message's topic; 0 is the general one. */
export const topicOf = (message) => (message.is_topic_message ? message.message_thread_id : 0);

/** What a list or a quotation shows of a message, in one line. */
export function inShort(message) {
  const line = words(message).split("\n", 1)[0];
  return line || message.poll?.question || (pictureOf(message) ? "Picture" : message.forum_topic_created?.name ?? "");
}

/**
 * The element of a message.
 * `view` says how it is seen: `mine`, `group`, `follows` (the one above is of the same sender),
 * `speaker` and `name(id)` for polls, and what may be done: `reply`, `edit`, `remove`,
 * `tap(button, pressed)`, `vote(option)`, `command`, `open`, `show`.
 */
export function messageElement(message, view) {
  if (message.forum_topic_created) return began(message);
  const said = element("div", { class: "bubble" },
    view.group && !view.mine && !view.follows
      ? element("p", { class: "sender", "data-hue": message.from.is_bot ? 0 : 1 + (message.from.id % 4) }, message.from.first_name)
      : null,
    message.via_bot ? element("p", { class: "via" }, `via ${message.via_bot.first_name}`) : null,
    quotation(message, view),
    photo(message, view),
    text(message, view),
    message.poll ? pollElement(message.poll, view) : null,
    stamp(message));
  return element("article", {
    class: ["message", view.mine && "mine", view.follows && "follows", pictureOf(message) && "with-photo", message.poll && "with-poll"]
      .filter(Boolean).join(" "),
    "data-testid": "message",
    "data-id": message.message_id,
    "data-from": message.from.is_bot ? "bot" : message.from.first_name,
    "aria-label": `${message.from.first_name}, ${clock(message)}`,
  }, element("div", { class: "row" }, said, deeds(message, view)), keyboard(message, view));
}

function began({ message_id: id, from, forum_topic_created: topic }) {
  return element("p", { class: "began", "data-testid": "began", "data-id": id },
    `${from.first_name} opened the topic “${topic.name}”`);
}

function quotation(message, view) {
  const quoted = message.reply_to_message;
  if (!quoted) return null;
  return element("button", {
    type: "button", class: "quotation", "data-testid": "quotation",
    "aria-label": `In reply to ${quoted.from.first_name}: ${inShort(quoted)}`,
    onclick: () => view.show(quoted.message_id),
  }, element("strong", {}, quoted.from.first_name), element("span", {}, inShort(quoted)));
}

/** The largest size of a photo, or an animation. */
const pictureOf = (message) => message.photo?.at(-1) ?? message.animation;

function photo(message, view) {
  const largest = pictureOf(message);
  if (!largest) return null;
  const image = element("img", {
    src: pictureAddress(largest.file_unique_id),
    width: largest.width, height: largest.height,
    alt: words(message), decoding: "async",
  });
  // The caption stands beside it as text, so the button is named for what it does.
  const made = element("button", {
    type: "button", class: "photo", "data-testid": "picture",
    "aria-label": "Open the picture large",
    onclick: () => {
      if (made.classList.contains("covered")) uncover(made);
      else view.open(image.src, words(message));
    },
  }, message.animation && calm.matches ? firstFrame(image) : image);
  if (message.has_media_spoiler) {
    made.classList.add("covered");
    made.setAttribute("aria-label", "Hidden picture: show it");
  }
  return made;
}

function uncover(picture) {
  picture.classList.remove("covered");
  picture.setAttribute("aria-label", "Open the picture large");
}

/** An animation at rest, for whoever wants less motion; it plays when it is opened large. */
function firstFrame(image) {
  const canvas = element("canvas", { width: image.width, height: image.height });
  image.addEventListener("load", () => canvas.getContext("2d").drawImage(image, 0, 0));
  return canvas;
}

function text(message, view) {
  if (!words(message)) return null;
  const entities = message.entities ?? message.caption_entities ?? [];
  return element("div", { class: "text", "data-testid": "text" },
    ...marked(words(message), entities, 0, words(message).length, view));
}

/** The text from `start` to `end` (UTF-16 units, as strings count here too), entities nested. */
function marked(whole, entities, start, end, view) {
  const parts = [];
  let at = start;
  let rest = entities.filter(({ offset, length }) => offset >= start && offset + length <= end);
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = entity.offset + entity.length;
    parts.push(whole.slice(at, entity.offset));
    const inner = others.filter(({ offset }) => offset < stop);
    parts.push(meaning(entity, whole.slice(entity.offset, stop),
      marked(whole, inner, entity.offset, stop, view), view));
    at = stop;
    rest = others.filter(({ offset }) => offset >= stop);
  }
  return [...parts, whole.slice(at, end)].filter((part) => part !== "");
}

function meaning(entity, plain, inner, view) {
  switch (entity.type) {
    case "bot_command":
      return element("button", { type: "button", class: "link", onclick: () => view.command(plain) },
        ...inner);
    case "url":
    case "text_link":
      return link(entity.url ?? plain, inner);
    case "mention":
      return element("span", { class: "mention" }, ...inner);
    case "spoiler":
      return spoiler(inner);
    default:
      return element(ELEMENTS[entity.type] ?? "span", {}, ...inner);
  }
}

function link(address, inner) {
  if (!/^https?:\/\//i.test(address)) return element("span", {}, ...inner);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}

function spoiler(inner) {
  const covered = element("button", {
    type: "button", class: "spoiler", "aria-label": "Hidden text: show it",
    onclick: () => covered.replaceWith(element("span", { class: "shown" }, ...inner)),
  }, element("span", { "aria-hidden": "true" }, ...inner));
  return covered;
}

function stamp(message) {
  const edited = message.edit_date ? element("span", { "data-testid": "edited" }, "edited ") : null;
  return element("p", { class: "stamp" }, edited, element("time", {}, clock(message)));
}

function deeds(message, view) {
  const deed = (label, path, what) => element("button", {
    type: "button", class: "icon", "aria-label": label, title: label, onclick: what,
  }, icon(path));
  return element("div", { class: "deeds" },
    deed("Reply", "M9 7L4 12l5 5M4.5 12H14a6 6 0 0 1 6 6v1", view.reply),
    view.mine && !message.via_bot ? deed("Edit", "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3", view.edit) : null,
    view.mine ? deed("Delete", "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7", view.remove) : null);
}

function keyboard(message, view) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const buttons = rows.map((row) => element("div", { class: "buttons" },
    ...row.map((button) => inlineButton(button, view))));
  return element("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...buttons);
}

function inlineButton(button, view) {
  if (button.url) {
    const made = link(button.url, [button.text]);
    made.className = "button";
    return made;
  }
  const made = element("button", {
    type: "button", class: "button", "data-testid": "inline-button",
    onclick: () => view.tap(button, made),
  }, button.text);
  return made;
}
