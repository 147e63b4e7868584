import { ROOT } from "./api.js";
import { h } from "./dom.js";

/** The control link for a phone's camera: shown when asked for, since streams show screens. */
export function controlQr(id) {
  const picture = h("img", { class: "qr", width: 240, height: 240, alt: "QR code of the control link" });
  const button = h("button", { type: "button", "aria-expanded": "false" }, "Show its QR code");
  picture.hidden = true;
  button.addEventListener("click", () => {
    picture.src ||= `${ROOT}api/v1/sessions/${id}/control-qr`;
    picture.hidden = !picture.hidden;
    button.setAttribute("aria-expanded", String(!picture.hidden));
    button.textContent = picture.hidden ? "Show its QR code" : "Hide its QR code";
  });
  return h("div", { class: "stack" }, h("p", {}, button), picture);
}

/** What it means that Chatsway is open to the local network, at `network`. */
export function networkHint(network) {
  return h(
    "p",
    { class: "hint" },
    `A phone in the same network opens it by the QR code. Every device in this network reaches Chatsway at ${network}; it sees nothing there without a link, and changes nothing without a link or a token. It is plain http, so use it in a network that you trust. If the phone gets no answer, let this computer's firewall allow Chatsway (Java).`,
  );
}
