import { ControlApi } from "./control-api.js";
import { controlPage } from "./control-page.js";
import { h } from "./dom.js";

/** A page that is not asked while nobody looks at it, and at once when somebody does again. */
const EVERY = 1000;

const main = document.getElementById("main");
let page = null;
let timer = 0;

function open() {
  const token = /^#([\w-]{20,})$/.exec(location.hash)?.[1];
  close();
  if (!token) {
    gone("This link is incomplete", "Open the control link exactly as you received it.");
    return;
  }
  page = controlPage(new ControlApi(token), () => {
    close();
    gone("This link no longer works", "It was replaced or switched off. Ask the streamer for a new one.");
  });
  document.title = "Chatsway control";
  main.replaceChildren(page.element);
  timer = setInterval(look, EVERY);
  look();
}

function look() {
  if (!document.hidden) {
    page?.look();
  }
}

function close() {
  clearInterval(timer);
  page?.stop();
  page = null;
}

function gone(title, words) {
  document.title = `${title} · Chatsway`;
  main.replaceChildren(h("section", { class: "card gone" }, h("h1", {}, title), h("p", {}, words)));
}

addEventListener("hashchange", open);
addEventListener("online", look);
document.addEventListener("visibilitychange", look);
open();
