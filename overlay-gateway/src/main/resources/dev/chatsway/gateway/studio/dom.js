/**
 * Makes an element. Attributes that begin with "on" are listeners, true and false set or leave out an attribute, "value" and "checked" are set as
 * properties; children are elements or text, which is never parsed as HTML.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "value" || name === "checked") {
      element[name] = value;
    } else if (typeof value === "boolean") {
      element.toggleAttribute(name, value);
    } else if (value !== undefined && value !== null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  if (tag === "select" && attributes.value !== undefined) {
    element.value = attributes.value; // once its options are there
  }
  return element;
}

/** What became of a change that the server did not answer: it may have taken it. */
export const UNSURE = "The server is not answering. It may still do this when it is back.";

let ids = 0;

/** An id that no other element of the page has. */
export function freshId() {
  return `id-${++ids}`;
}

/** Marks what was just pressed as busy, until the function that it answers with is called. */
export function busy() {
  const active = document.activeElement;
  const pressed = active?.form && active.localName !== "button" ? active.form.querySelector("[type=submit]") : active;
  if (!pressed?.matches("button, input, select, textarea")) {
    return () => {};
  }
  pressed.setAttribute("aria-busy", "true");
  return () => pressed.removeAttribute("aria-busy");
}

/** Says something once, for eyes and screen readers both. */
export function say(text) {
  const said = document.getElementById("said");
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (said.textContent = ""), 6000);
}
