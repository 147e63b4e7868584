import { h } from "./dom.js";

/** Asks before something that cannot be undone; answers whether it is really meant. */
export function confirmed(question, consequence, action) {
  return new Promise((answer) => {
    const dialog = h(
      "dialog",
      { "aria-labelledby": "question", onclose: () => close() },
      h("h2", { id: "question" }, question),
      h("p", {}, consequence),
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", onclick: () => dialog.close("no"), autofocus: true }, "Keep it"),
        h("button", { type: "button", class: "danger", onclick: () => dialog.close("yes") }, action),
      ),
    );
    const close = () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    };
    document.body.append(dialog);
    dialog.showModal();
  });
}
