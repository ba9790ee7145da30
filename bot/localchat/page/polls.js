/** A poll or a quiz as an element: options to tap, and once one has answered, how everyone did. */

import { element } from "./element.js";
import { pictureAddress } from "./server.js";

const SECOND = 1000;  // milliseconds
const opened = new Set();  // ids of the polls whose explanation is open

/**
 * The element of `poll`, as the Bot API has it and with everyone's `votes` by their id.
 * `view` says who looks, `speaker`, who is who, `name(id)`, and what may be done: `vote(option)`,
 * `open(address, alternative)`.
 */
export function pollElement(poll, view) {
  const own = poll.votes[view.speaker];
  const solved = Boolean(own) || poll.is_closed;
  return element("section", { class: "poll", "data-testid": "poll", "aria-label": poll.question },
    picture(poll.media, poll.question, view),
    element("p", { class: "question" }, poll.question),
    element("p", { class: "kind" }, kind(poll), poll.is_closed ? null : countdown(poll)),
    element("div", { class: "options", role: "group", "aria-label": "Answers" },
      ...poll.options.map((option, number) => (solved
        ? result(poll, option, number, own, view)
        : choice(option, number, view)))),
    solved ? explanation(poll, view) : null,
    element("p", { class: "votes", "data-testid": "votes" }, votes(poll.total_voter_count)));
}

const kind = ({ is_closed: closed, is_anonymous: anonymous, type }) =>
  [closed ? "Final results" : anonymous ? "Anonymous" : "Public", type === "quiz" ? "quiz" : "poll"]
    .join(closed ? " of the " : " ");

const votes = (number) => (number === 1 ? "1 vote" : `${number || "No"} votes`);

/** The time left, while the element is in the page. */
function countdown({ close_date: end }) {
  if (!end) return null;
  const made = element("time", { class: "left" });
  const tick = () => {
    const left = Math.max(0, Math.round(end - Date.now() / SECOND));
    made.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left && (made.isConnected || !made.dataset.ticking)) setTimeout(tick, SECOND);
    made.dataset.ticking = "1";
  };
  tick();
  return made;
}

function choice({ text }, number, view) {
  const made = element("button", {
    type: "button", class: "option", "data-testid": "option",
    onclick: () => {
      made.setAttribute("aria-busy", "true");
      view.vote(number).catch(() => made.removeAttribute("aria-busy"));
    },
  }, element("span", { class: "mark", "aria-hidden": "true" }), element("span", {}, text));
  return made;
}

function result(poll, { text, voter_count: count }, number, own, view) {
  const right = poll.correct_option_ids?.includes(number);
  const chosen = own?.includes(number);
  const share = poll.total_voter_count ? Math.round(100 * count / poll.total_voter_count) : 0;
  const voters = poll.is_anonymous ? [] : Object.entries(poll.votes)
    .filter(([, options]) => options.includes(number))
    .map(([id]) => view.name(Number(id)));
  const said = [right && "right", chosen && "your answer"].filter(Boolean).join(", ");
  return element("div", {
    class: ["option", "result", right && "right", chosen && !right && "wrong"].filter(Boolean).join(" "),
    "data-testid": "result-option",
  },
  element("span", { class: "share" }, `${share}%`),
  element("span", {}, text, said ? element("span", { class: "unseen" }, ` (${said})`) : null),
  element("span", { class: "mark", "aria-hidden": "true" }, right ? "✓" : chosen ? "✗" : ""),
  element("progress", { max: 100, value: share, "aria-hidden": "true" }),
  element("span", { class: "voters" }, voters.join(", ")));
}

function explanation(poll, view) {
  if (!poll.explanation) return null;
  const made = element("details", {
    class: "explanation", "data-testid": "explanation", open: opened.has(poll.id),
    ontoggle: () => (made.open ? opened.add(poll.id) : opened.delete(poll.id)),
  },
  element("summary", {}, "Why?"),
  element("p", { class: "text" }, poll.explanation),
  picture(poll.explanation_media, poll.explanation, view));
  return made;
}

function picture(media, alternative, view) {
  const largest = media?.photo?.at(-1);
  if (!largest) return null;
  const image = element("img", {
    src: pictureAddress(largest.file_unique_id), width: largest.width, height: largest.height,
    alt: alternative, decoding: "async",
  });
  return element("button", {
    type: "button", class: "photo", "data-testid": "poll-picture", "aria-label": "Open the picture large",
    onclick: () => view.open(image.src, alternative),
  }, image);
}
