// Changing one value in place. Enter saves, Escape leaves it; what was typed survives a conflict.
import { element, reveal } from "../dom.js";
import { placeName } from "../places.js";
import { text } from "../strings.js";

const LONG = 24;

/** The input for the value at `pointer`; `desk.typed` keeps what was typed over a redraw. */
export function editor(desk, pointer) {
  const before = String(desk.valueAt(pointer) ?? "");
  const typed = desk.typed ?? before;
  const long = typed.length > LONG || /expected|actual|reason|name/.test(pointer);
  const input = element(long ? "textarea" : "input", {
    class: "value-input",
    ...(long ? { rows: Math.min(8, Math.max(2, Math.ceil(typed.length / 24))) } : { type: "text" }),
    value: typed,
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": text("review.new_value", { place: placeName(pointer, desk.record) }),
    on: {
      input: () => (desk.typed = input.value),
      keydown: (event) => {
        if (event.key === "Escape") desk.dispatchEvent(new Event("leave"));
        else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          desk.dispatchEvent(new CustomEvent("save", { detail: input.value.trim() }));
        } else return;
        event.stopPropagation();
      },
    },
  });
  const save = element("button.button.small.primary", { type: "button", on: { click: () => desk.dispatchEvent(new CustomEvent("save", { detail: input.value.trim() })) } }, text("review.save"));
  const leave = element("button.button.small", { type: "button", on: { click: () => desk.dispatchEvent(new Event("leave")) } }, text("review.leave"));
  const whole = element("div.editor", {}, input, element("div.editor-actions", {}, save, leave));
  queueMicrotask(() => {
    input.focus({ preventScroll: true });
    input.select();
    const box = whole.closest(".paper-scroll, .review-list");
    if (box) reveal(whole, box, { middle: true });
  });
  return whole;
}
