/** The list of chats: whose they are, what was last said, how much of it is new. */

import { element } from "./element.js";
import { clock, inShort } from "./message.js";

const list = document.getElementById("chats");

export const isPrivate = (chat) => chat.type === "private";

/** The round mark of a chat, in the element given. */
export function mark(chat, avatar) {
  avatar.textContent = [...chat.name][0];
  avatar.dataset.hue = isPrivate(chat) ? "bot" : "group";
  return avatar;
}

/** Show the chats; `enter(chat)` is called for the one that is chosen. */
export function listChats(chats, open, enter) {
  const focused = document.activeElement?.dataset.chat;
  list.replaceChildren(...chats.map((chat) => element("li", {}, entry(chat, open, enter))));
  if (focused) list.querySelector(`[data-chat="${focused}"]`)?.focus();
}

function entry(chat, open, enter) {
  const last = [...chat.messages.values()].at(-1);
  const who = isPrivate(chat) ? element("small", {}, `as ${chat.members[0].first_name}`) : null;
  return element("button", {
    type: "button", class: "chat", "data-chat": chat.id, "data-testid": "chat",
    "aria-current": chat === open ? "true" : null,
    onclick: () => enter(chat),
  },
  mark(chat, element("span", { class: "avatar", "aria-hidden": "true" })),
  element("span", { class: "name" }, chat.name, who),
  element("time", {}, last ? clock(last) : ""),
  element("span", { class: "last" }, last ? lastLine(chat, last) : "No messages yet"),
  unread(chat));
}

function lastLine(chat, message) {
  const who = isPrivate(chat) && message.from.is_bot ? "" : `${message.from.first_name}: `;
  return who + inShort(message);
}

function unread(chat) {
  if (!chat.unread) return null;
  const label = `${chat.unread} unread`;
  return element("span", { class: "unread", role: "img", "aria-label": label }, String(chat.unread));
}
