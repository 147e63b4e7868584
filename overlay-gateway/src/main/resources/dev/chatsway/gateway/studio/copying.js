import { freshId, h, say } from "./dom.js";

/** About so many characters fit into a line. */
const LINE = 52;

/** Text with a button that copies it. A hidden secret in it is shown as dots until asked for, since streams show screens. */
export function copyable(label, text, secret) {
  const id = freshId();
  const shown = h("textarea", { id, class: "code", readonly: true, rows: rows(text), spellcheck: "false" });
  const cover = (covered) => (shown.value = covered ? text.replaceAll(secret, "•".repeat(12)) : text);
  cover(Boolean(secret));
  const reveal = h("button", {
    type: "button",
    class: "quiet",
    "aria-pressed": "false",
    onclick: () => {
      const covered = reveal.getAttribute("aria-pressed") === "true";
      reveal.setAttribute("aria-pressed", String(!covered));
      cover(covered);
    },
  }, "Show");
  const copyButton = h("button", { type: "button", onclick: () => copy(text, shown), "aria-label": `Copy: ${label}` }, "Copy");
  return h("div", { class: "copyable" }, h("label", { for: id }, label), h("div", { class: "row" }, shown, copyButton, secret ? reveal : null));
}

/** Without https only a selection can be copied, and only what is shown can be selected. */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    const covered = shown.value;
    shown.value = text;
    shown.select();
    say(document.execCommand("copy") ? "Copied." : "This browser cannot copy here: please copy it yourself.");
    shown.value = covered;
  }
}

function rows(text) {
  return text.split("\n").reduce((sum, line) => sum + Math.ceil((line.length || 1) / LINE), 0);
}
