/** The topics of a group: which there are, which one is open, and how a new one begins. */

import { element } from "./element.js";
import { topicOf } from "./message.js";

const part = (id) => document.getElementById(id);
const bar = part("topics");
const dialog = part("topic-new");
const name = part("topic-name");

/** Make the dialog for a new topic work; `onOpen(name)` opens it. */
export function topicDialog(onOpen) {
  part("topic-add").addEventListener("click", () => {
    name.value = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "open" && name.value.trim()) onOpen(name.value.trim());
    dialog.returnValue = "";
  });
}

/** Whether a message belongs to the topic of its chat that is open; 0 is the general one. */
export const isInTopic = (chat, message) => topicOf(message) === chat.topic;

/** Show the topics of a chat, where it has any; `enter(topic)` is called for the chosen one. */
export function listTopics(chat, group, enter) {
  part("topic-add").hidden = !group;
  const begun = [...chat.messages.values()].filter((message) => message.forum_topic_created);
  bar.hidden = !begun.length;
  const all = [[0, "General"], ...begun.map((message) => [message.message_id, message.forum_topic_created.name])];
  const focused = document.activeElement?.dataset.topic;
  bar.replaceChildren(...all.map(([topic, called]) => element("button", {
    type: "button", class: "topic", "data-topic": topic, "data-testid": "topic",
    "aria-current": topic === chat.topic ? "true" : null,
    onclick: () => enter(topic),
  }, called, chat.news.has(topic) ? element("span", { class: "news", role: "img", "aria-label": "new" }) : null)));
  if (focused) bar.querySelector(`[data-topic="${focused}"]`)?.focus();
  bar.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
