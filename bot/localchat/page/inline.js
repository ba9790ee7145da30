/** Inline: what stands behind the bot's name is looked up as one types; a result can be sent. */

import { element } from "./element.js";
import { doing, pictureAddress } from "./server.js";
import { complain } from "./taps.js";

const list = document.getElementById("results");
let typed = 0;  // counts what was typed, so that what is older is known
let query = null;  // the newest one's id
let early = new Map();  // answers that came before the page knew the id, by id
let act = {};

/**
 * The composer's text is `text` now. `doings` says what may be done: `look(text)` up, `choose(query,
 * result)`, `write(text)` into the composer, and `start(parameter)`, into the bot's private chat.
 */
export async function lookUp(text, name, doings) {
  const mine = ++typed;
  act = doings;
  query = null;
  early = new Map();
  const [, asked] = new RegExp(`^@${name}\\s([^]*)`, "i").exec(text) ?? [];
  if (asked === undefined) {
    const begun = text && `@${name}`.toLowerCase().startsWith(text.toLowerCase());
    show(begun ? [row({ title: `@${name}`, description: "Look something up" }, () => act.write(`@${name} `))] : []);
    return;
  }
  try {
    const asking = await act.look(asked);
    if (mine !== typed) return;
    query = asking.query;
    if (early.has(query)) answer(early.get(query));
  } catch (error) {
    complain(error);
  }
}

/** The bot answered an inline query, perhaps an older one. */
export function lookedUp({ detail }) {
  if (detail.query === query) answer(detail);
  else early.set(detail.query, detail);
}

list.addEventListener("keydown", (event) => {
  if (event.key === "Escape") show([]);
});

function answer({ results, button }) {
  const rows = results.map((result) => row(result, () => {
    const chosen = query;
    act.write("");
    act.choose(chosen, result.id).catch(complain);
  }));
  if (button) {
    rows.push(element("button", {
      type: "button", class: "way", "data-testid": "inline-way",
      onclick: () => {
        act.write("");
        act.start(button.start_parameter);
      },
    }, button.text));
  }
  show(rows);
}

function show(rows) {
  list.replaceChildren(...rows.map((made) => element("li", {}, made)));
  list.hidden = !rows.length;
  list.scrollTop = 0;
}

function row({ title, description, photo }, chosen) {
  const image = photo
    ? element("img", { src: pictureAddress(photo.file_unique_id), alt: "Picture" })
    : null;
  return element("button", { type: "button", "data-testid": "result", onclick: chosen },
    image, element("strong", {}, title), element("span", {}, description));
}
