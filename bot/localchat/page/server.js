/** What the page asks of its server: one stream of events, and the deeds of a person. */

const key = new URLSearchParams(location.hash.slice(1)).get("key") ?? "";

/** Do something (say, edit, delete, tap); an Error carries the server's own words. */
export async function doing(deed, what) {
  const answer = await fetch(`/chat/${deed}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Chat-Key": key },
    body: JSON.stringify(what),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error);
  return result;
}

/** The address of a photo, by its file_unique_id. */
export function pictureAddress(uniqueId) {
  return `/chat/pictures/${uniqueId}?key=${encodeURIComponent(key)}`;
}

/**
 * Follow the world: `onWorld` with everything at each (re)connection, `onEvent` with what happens,
 * `onLine` with "on", "lost" (it is tried again) or "refused" (the key does not fit).
 */
export function follow({ onWorld, onEvent, onLine }) {
  const events = new EventSource(`/chat/events?key=${encodeURIComponent(key)}`);
  events.addEventListener("world", (sent) => {
    onWorld(JSON.parse(sent.data));
    onLine("on");
  });
  events.addEventListener("event", (sent) => onEvent(JSON.parse(sent.data)));
  events.addEventListener("error", () => {
    onLine(events.readyState === EventSource.CLOSED ? "refused" : "lost");
  });
}
