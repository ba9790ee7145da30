/** What a button under a message does, and how the bot's answer to it is shown. */

import { element } from "./element.js";
import { doing } from "./server.js";

const part = (id) => document.getElementById(id);
const TOAST = 4000;  // milliseconds
const PATIENCE = 15000;  // for the answer to a tap
const taps = new Map();  // by callback query: what to do once it is answered, or its answer

/** `button` of the Bot API was pressed, as the element `pressed`; `write` fills the composer. */
export async function tap(chat, message, button, pressed, write) {
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (query !== undefined) {
    write(query);
  } else if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text);
    toast("Copied");
  } else {
    await press(chat, message.message_id, button.callback_data, pressed);
  }
}

/**
 * The bot answered a tap; it may do so before the page knows the id of its own tap.
 * `start(address, user)` follows a link into the bot's private chat, and says whether it was one.
 */
export function answered({ detail }, start) {
  const done = taps.get(detail.query);
  const shown = (finish) => tell(detail, finish, start);
  if (done instanceof Function) shown(done);
  else taps.set(detail.query, shown);
}

export const complain = (error) => toast(error.message);

async function press(chat, message, data, pressed) {
  pressed.setAttribute("aria-busy", "true");
  const done = () => pressed.removeAttribute("aria-busy");
  try {
    const { query } = await doing("tap", { chat: chat.id, user: chat.speaker, message, data });
    const early = taps.get(query);
    if (early) early(done);
    else taps.set(query, done);
    setTimeout(done, PATIENCE);
  } catch (error) {
    done();
    complain(error);
  }
}

function tell(detail, done, start) {
  done();
  if (detail.url && !start(detail.url, detail.user)) window.open(detail.url, "_blank", "noopener");
  if (!detail.text) return;
  if (detail.alert) {
    part("alert-text").textContent = detail.text;
    part("alert").showModal();
  } else {
    toast(detail.text);
  }
}

function toast(text) {
  const made = element("p", { class: "toast", "data-testid": "toast" }, text);
  part("toasts").append(made);
  setTimeout(() => made.remove(), TOAST);
}
