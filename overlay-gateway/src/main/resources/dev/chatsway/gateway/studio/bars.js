import { BarList } from "./bar-list.js";
import { creation } from "./creation.js";
import { h } from "./dom.js";

/**
 * All bars, of an account ({login, maxBars}) only its own and those shared with it, those used last first, each as it is now, and a new one in
 * one step; `hasOwners` links to those that have accounts. An account that may have no bars of its own has maxBars 0. `lost` is called when the
 * visitor was signed out.
 */
export async function barsPage({ login, maxBars }, hasOwners, lost) {
  const count = h("p", { class: "hint" });
  const mayCreate = maxBars !== 0;
  const list = new BarList((own) => (count.textContent = maxBars && own !== null ? `${own} of ${maxBars} bars` : ""), mayCreate, lost);
  await list.load();
  list.start();
  const make = creation(login);
  const isEmpty = list.rows.size === 0;
  const open = h("button", { type: "button", class: "primary", "aria-expanded": "false", hidden: isEmpty || !mayCreate, onclick: () => toggle(make.element.hidden) }, "New bar");
  const none = h("p", { class: "hint", hidden: mayCreate || !isEmpty }, "No one is sharing a bar with you right now. When somebody invites you, the bar appears here.");
  const toggle = (shown) => {
    make.element.hidden = !shown;
    make.run(shown);
    open.setAttribute("aria-expanded", String(shown));
    if (shown && !isEmpty) {
      make.focus();
    }
  };
  toggle(isEmpty && mayCreate);
  list.none = () => {
    toggle(mayCreate);
    none.hidden = mayCreate;
  };
  return {
    title: "Your bars",
    element: h(
      "div",
      { class: "list stack" },
      h("div", { class: "list-head" }, h("h1", {}, "Your bars"), h("div", { class: "row" }, hasOwners ? h("a", { href: "#/owners" }, "Owners with an account") : null, count, open)),
      mayCreate ? null : h("p", { class: "hint" }, "Your account may run bars that others share with it. For bars of your own, ask the operator of this server."),
      none,
      make.element,
      list.element,
    ),
    stop: () => {
      list.stop();
      make.run(false);
    },
  };
}
