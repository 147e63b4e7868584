import { BarList } from "./bar-list.js";
import { creation } from "./creation.js";
import { h } from "./dom.js";

/**
 * All bars, of an account only its own ({login, maxBars}), those used last first, each as it is now, and a new one in one step; `hasOwners`
 * links to those that have accounts. `lost` is called when the visitor was signed out.
 */
export async function barsPage({ login, maxBars }, hasOwners, lost) {
  const count = h("p", { class: "hint" });
  const list = new BarList((bars) => (count.textContent = maxBars ? `${bars} of ${maxBars} bars` : ""), lost);
  await list.load();
  list.start();
  const make = creation(login);
  const isEmpty = list.rows.size === 0;
  const open = h("button", { type: "button", class: "primary", "aria-expanded": "false", hidden: isEmpty, onclick: () => toggle(make.element.hidden) }, "New bar");
  const toggle = (shown) => {
    make.element.hidden = !shown;
    make.run(shown);
    open.setAttribute("aria-expanded", String(shown));
    if (shown && !isEmpty) {
      make.focus();
    }
  };
  toggle(isEmpty);
  list.none = () => toggle(true);
  return {
    title: "Your bars",
    element: h(
      "div",
      { class: "list stack" },
      h("div", { class: "list-head" }, h("h1", {}, "Your bars"), h("div", { class: "row" }, hasOwners ? h("a", { href: "#/owners" }, "Owners with an account") : null, count, open)),
      make.element,
      list.element,
    ),
    stop: () => {
      list.stop();
      make.run(false);
    },
  };
}
