// Short messages at the foot of the page; errors stay until they are closed.
import { element, icon } from "./dom.js";
import { text } from "./strings.js";

const SHOWN_FOR = 5000;

function region() {
  let box = document.getElementById("notices");
  if (!box) {
    box = element("div.notices", { id: "notices", role: "status", "aria-live": "polite" });
    document.body.append(box);
  }
  return box;
}

/** Says `message`; `kind` is "info", "done", "doubt" or "error"; `action` {label, run} puts a button beside it. */
export function say(message, { kind = "info", action = null } = {}) {
  const close = () => card.remove();
  const button = action && element("button.button.quiet", { type: "button", on: { click: () => (close(), action.run()) } }, action.label);
  const card = element(
    `div.notice.${kind}`,
    {},
    element("p", {}, message),
    button,
    element("button.icon-button", { type: "button", "aria-label": text("frame.close"), on: { click: close } }, icon("close")),
  );
  region().append(card);
  if (kind !== "error") setTimeout(close, SHOWN_FOR);
  return close;
}

/** Says what went wrong with a request. */
export function sayError(error) {
  if (error.name === "AbortError") return;
  say(error.message, { kind: "error" });
}
