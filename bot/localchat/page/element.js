/** Elements of the page; words reach it only as text nodes, never as markup. */

/** An element with attributes, listeners (as onclick) and children; strings become text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property.startsWith("on")) made.addEventListener(property.slice(2), value);
    else if (value === true) made.setAttribute(property, "");
    else if (value !== false && value != null) made.setAttribute(property, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}
