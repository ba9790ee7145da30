/** The chat page: chats on one side, the open one on the other, kept up with the server's events. */

import "./colours.js";
import { composer } from "./composer.js";
import { lookedUp, lookUp } from "./inline.js";
import { isPrivate, listChats, mark } from "./list.js";
import { element } from "./element.js";
import { messageElement, topicOf, words } from "./message.js";
import { doing, follow } from "./server.js";
import { answered, complain, tap } from "./taps.js";
import { isInTopic, listTopics, topicDialog } from "./topics.js";

const part = (id) => document.getElementById(id);
const TYPING = 5000;  // milliseconds that a chat action lasts, as in Telegram
const NEAR_THE_END = 120;  // pixels from the newest message within which one follows it
const narrow = matchMedia("(max-width: 719px)");

const chats = new Map();
let bot = { first_name: "Bot" };
let open = null;
let following = true;  // whether the newest message is in view, and stays so

const writing = composer({
  async onSend(text, { reply, edit }) {
    const chat = open;
    const deed = edit
      ? doing("edit", { chat: chat.id, message: edit.message_id, text })
      : say(chat, text, reply);
    toTheEnd();
    await deed.catch((error) => {
      complain(error);
      throw error;
    });
  },
  onCorrectLast() {
    const own = [...open.messages.values()].filter(
      (message) => message.from.id === open.speaker && isInTopic(open, message) && words(message));
    if (own.length) writing.edit(own.at(-1));
  },
  onType(text) {
    const chat = open;
    const who = { chat: chat.id, user: chat.speaker };
    lookUp(text, bot.username, {
      look: (asked) => doing("look-up", { ...who, text: asked }),
      choose: (query, result) => doing("choose", { ...who, query, result, thread: chat.topic || undefined }),
      write: writing.write,
      start: (parameter) => toStart(parameter, chat.speaker),
    });
  },
});

topicDialog(async (name) => {
  const chat = open;
  const opened = await doing("topic", { chat: chat.id, user: chat.speaker, name }).catch(complain);
  if (opened) enterTopic(chat, opened.message.message_id);
});
follow({ onWorld, onEvent, onLine });
part("back").addEventListener("click", toChats);
part("newest").addEventListener("click", () => toTheEnd());
part("log").addEventListener("scroll", () => {
  following = nearTheEnd();
  if (following) part("newest").hidden = true;
});
new ResizeObserver(() => {
  if (following) toTheEnd();
}).observe(part("log"));
part("picture").addEventListener("click", () => part("picture").close());
part("log").addEventListener("click", (event) => {
  const address = event.target.closest("a")?.href;
  if (address && start(address, open.speaker)) event.preventDefault();
});

/* The server tells */

function onWorld(world) {
  know(world, (chat, was) => ({
    ...chat,
    messages: new Map(chat.messages.map((message) => [message.message_id, message])),
    speaker: was?.speaker ?? chat.members[0].id,
    unread: was?.unread ?? 0,
    topic: was?.topic ?? 0,
    news: was?.news ?? new Set(),  // topics with something new
  }));
  enter(chats.get(open?.id) ?? chats.values().next().value);
}

function know(world, merge) {
  bot = world.bot;
  for (const chat of world.chats) {
    const name = isPrivate(chat) ? bot.first_name : chat.title;
    chats.set(chat.id, merge({ ...chat, name }, chats.get(chat.id)));
  }
  part("bot-name").textContent = bot.first_name;
  document.title = `${bot.first_name} · local chat`;
}

function onEvent(event) {
  if (event.kind === "profile") {
    know(event, (chat, was) => ({ ...was, ...chat }));
    enter(chats.get(open.id), { quietly: true });
    return;
  }
  const chat = chats.get(event.chat);
  if (!chat) {
    location.reload();  // someone new; the world is told again
    return;
  }
  const happen = {
    message: added, edited: changed, deleted: removed, action: acting,
    answer: (_, tapped) => answered(tapped, start), inline: (_, typed) => lookedUp(typed),
  };
  happen[event.kind](chat, event);
  list();
}

function added(chat, { message, by_bot: byBot }) {
  chat.messages.set(message.message_id, message);
  if (byBot) stopTyping(chat);
  const seen = chat === open && !(narrow.matches && part("app").dataset.view === "chats");
  if (byBot && !seen) chat.unread += 1;
  if (!isInTopic(chat, message)) chat.news.add(topicOf(message));
  if (chat !== open) return;
  topics();
  if (!isInTopic(chat, message)) return;
  const stay = following || message.from.id === chat.speaker;
  append(message);
  if (stay) toTheEnd();
  else part("newest").hidden = false;
}

function changed(chat, { message, by_bot: byBot }) {
  chat.messages.set(message.message_id, message);
  if (byBot) stopTyping(chat);
  if (chat !== open) return;
  const old = find(message.message_id);
  const stay = following;
  const focused = old?.contains(document.activeElement)
    ? focusable(old).indexOf(document.activeElement)
    : -1;
  old?.replaceWith(elementOf(message, { follows: old.classList.contains("follows") }));
  if (focused >= 0) focusable(find(message.message_id)).at(focused)?.focus({ preventScroll: true });
  if (stay) toTheEnd();
}

function removed(chat, { message }) {
  chat.messages.delete(message.message_id);
  if (chat === open) find(message.message_id)?.remove();
}

function acting(chat, { detail }) {
  clearTimeout(chat.typing);
  chat.doing = detail.action.endsWith("photo") ? "is sending a picture…" : "is typing…";
  chat.typing = setTimeout(() => stopTyping(chat), TYPING);
  if (chat === open) subtitle();
}

function stopTyping(chat) {
  clearTimeout(chat.typing);
  chat.typing = null;
  if (chat === open) subtitle();
}

function onLine(state) {
  const notices = {
    on: "",
    lost: "The connection is lost. Trying again…",
    refused: "This address does not (or no longer) fit. Open the one that the terminal printed.",
  };
  part("notice").textContent = notices[state];
  part("notice").hidden = state === "on";
  part("app").inert = state === "refused";
}

/* The open chat */

function enter(chat, { quietly = false } = {}) {
  open = chat;
  open.unread = 0;
  part("title").textContent = chat.name;
  mark(chat, part("avatar"));
  subtitle();
  speakers();
  topics();
  if (!quietly) redraw();
  list();
}

function list() {
  listChats([...chats.values()], open, (chosen) => {
    part("app").dataset.view = "chat";
    enter(chosen);
    writing.focus();
  });
}

/** All messages anew; not read out, since they are not new. */
function redraw() {
  const log = part("log");
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  const shown = [...open.messages.values()].filter((message) => isInTopic(open, message));
  for (const message of shown) append(message);
  if (!shown.length) log.append(element("p", { class: "empty" }, "Say something."));
  part("newest").hidden = true;
  toTheEnd();
  requestAnimationFrame(() => requestAnimationFrame(() => log.setAttribute("aria-live", "polite")));
}

function append(message) {
  const log = part("log");
  log.querySelector(".empty")?.remove();
  const above = log.lastElementChild;
  const follows = Number(above?.dataset.sender) === message.from.id;
  log.append(elementOf(message, { follows }));
}

function elementOf(message, { follows }) {
  const chat = open;
  const made = messageElement(message, {
    mine: message.from.id === chat.speaker,
    group: !isPrivate(chat),
    follows,
    reply: () => writing.reply(message),
    edit: () => writing.edit(message),
    remove: () => doing("delete", { chat: chat.id, message: message.message_id }).catch(complain),
    speaker: chat.speaker,
    name: (id) => chat.members.find((user) => user.id === id)?.first_name ?? "?",
    vote: (option) => doing("vote",
      { chat: chat.id, user: chat.speaker, message: message.message_id, options: [option] })
      .catch((error) => {
        complain(error);
        throw error;
      }),
    tap: (button, pressed) => tap(chat, message, button, pressed,
      (text) => writing.write(`@${bot.username} ${text}`)),
    command: (text) => say(chat, text).catch(complain),
    open: openPicture,
    show: (id) => find(id)?.scrollIntoView({ block: "center", behavior: "smooth" }),
  });
  if (!message.forum_topic_created) made.dataset.sender = message.from.id;
  return made;
}

function subtitle() {
  const { members, typing } = open;
  const names = [...members.map((user) => user.first_name), bot.first_name];
  const who = isPrivate(open) ? `Private chat; you are ${names[0]}` : names.join(", ");
  part("subtitle").textContent = typing ? `${bot.first_name} ${open.doing}` : who;
  part("subtitle").classList.toggle("typing", Boolean(typing));
}

function topics() {
  listTopics(open, !isPrivate(open), (topic) => enterTopic(open, topic));
}

function enterTopic(chat, topic) {
  chat.topic = topic;
  chat.news.delete(topic);
  enter(chat);
  writing.focus();
}

function speakers() {
  const chat = open;
  const name = chat.members.find((user) => user.id === chat.speaker).first_name;
  writing.enter(chat.id, chat.commands[chat.speaker], isPrivate(chat) ? "Message" : `Message as ${name}`);
  part("speaker").hidden = isPrivate(chat);
  const choices = chat.members.map((user) => element("label", {},
    element("input", {
      type: "radio", name: "speaker", value: user.id, checked: user.id === chat.speaker,
      onchange: () => {
        chat.speaker = user.id;
        enter(chat);
      },
    }),
    element("span", {}, user.first_name)));
  const legend = part("speaker").querySelector("legend");
  const focused = part("speaker").contains(document.activeElement);
  part("speaker").replaceChildren(legend, ...choices);
  if (focused) part("speaker").querySelector(":checked").focus();
}

/* Small things */

function say(chat, text, reply) {
  const thread = chat.topic || undefined;
  return doing("say", { chat: chat.id, user: chat.speaker, text, reply_to: reply?.message_id, thread });
}

/** Follow a deep link into a person's private chat with the bot, as Telegram does; false: it is none. */
function start(address, user) {
  const link = /^https:\/\/t\.me\/(\w+)\?start=([\w-]{1,64})$/.exec(address);
  if (link?.[1].toLowerCase() !== bot.username.toLowerCase()) return false;
  toStart(link[2], user);
  return true;
}

function toStart(parameter, user) {
  const chat = chats.get(user);
  part("app").dataset.view = "chat";
  enter(chat);
  say(chat, `/start ${parameter}`).catch(complain);
}

const find = (id) => part("log").querySelector(`[data-id="${id}"]`);
const focusable = (within) => [...within.querySelectorAll("button, a")];

function toChats() {
  part("app").dataset.view = "chats";
  part("chats").querySelector("[aria-current]")?.focus();
}

function nearTheEnd() {
  const { scrollHeight, scrollTop, clientHeight } = part("log");
  return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
}

function toTheEnd() {
  part("log").scrollTop = part("log").scrollHeight;
  following = true;
}

function openPicture(address, alternative) {
  const image = part("picture-image");
  image.src = address;
  image.alt = alternative;
  part("picture").showModal();
}
