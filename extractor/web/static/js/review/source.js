// The original where there are no pages: sheets, tables and lines of text as the document has them.
import { element } from "../dom.js";
import { rowOf } from "../places.js";
import { text } from "../strings.js";

/** The table cell or line of a piece of evidence, found by the address that its format has. */
function selectorOf(place) {
  if (place.sheet != null) return `[data-page="${place.page}"][data-cell="${CSS.escape(place.cell ?? "")}"]`;
  if (place.table != null) return `[data-table="${place.table}"][data-cell="${CSS.escape(place.cell ?? "")}"]`;
  return `[data-line="${place.line}"]`;
}

/** Marks values in the fragment that the server drew, and follows the selection. */
export class Source {
  constructor(pane, desk, address) {
    this.desk = desk;
    this.body = element("div.source-scroll", { tabindex: "0", role: "group", "aria-label": text("review.original") }, element("span.skeleton"));
    pane.append(this.body);
    desk.addEventListener("changed", () => this.mark());
    desk.addEventListener("selected", (event) => this.#follow(event.detail.from));
    this.body.addEventListener("click", (event) => this.#clicked(event));
    this.ready = this.#fetch(address);
  }

  async #fetch(address) {
    const response = await fetch(address, { credentials: "same-origin" });
    if (!response.ok) {
      this.body.replaceChildren(element("p.soft", {}, text("review.source_failed")));
      return;
    }
    // drawn by our own template, which escapes all that comes from the document
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    this.body.replaceChildren(...page.body.childNodes);
    this.mark();
    this.#follow(null);
  }

  #spots() {
    this.pointers ??= new Map();
    this.pointers.clear();
    for (const [pointer, place] of Object.entries(this.desk.evidence)) {
      const node = this.body.querySelector(selectorOf(place));
      if (node) this.pointers.set(node, [...(this.pointers.get(node) ?? []), pointer]);
    }
    return this.pointers;
  }

  mark() {
    if (!this.desk.evaluation) return;
    for (const node of this.body.querySelectorAll(".doubt, .error, .read")) node.classList.remove("doubt", "error", "read");
    for (const [node, pointers] of this.#spots()) {
      node.classList.add("read");
      if (pointers.some((pointer) => this.desk.doubtAt(pointer))) node.classList.add("doubt");
      const wrong = (one) => one.severity === "error" && one.verdict === "form" && one.state !== "dismissed";
      if (pointers.some((pointer) => this.desk.findingsAt(pointer).some(wrong))) node.classList.add("error");
    }
    this.#outline();
  }

  #outline() {
    for (const node of this.body.querySelectorAll(".active, .active-row")) node.classList.remove("active", "active-row");
    for (const node of this.body.querySelectorAll("mark")) node.replaceWith(...node.childNodes);
    this.body.normalize();
    const { pointer } = this.desk;
    const place = pointer === null ? null : this.desk.placeOf(pointer);
    if (!place) return null;
    const node = this.body.querySelector(selectorOf(place));
    const row = rowOf(pointer);
    for (const [other, pointers] of this.pointers ?? []) {
      if (pointers.some((one) => one.startsWith(`${row}/`) && !/\/level[12]$/.test(one))) other.classList.add("active-row");
    }
    node?.classList.add("active");
    if (node && place.columns) highlight(node.querySelector(".line-text") ?? node, place.columns);
    return node;
  }

  #follow(from) {
    const node = this.#outline();
    if (from === "sheet" || !node) return;
    const frame = this.body.getBoundingClientRect();
    const own = node.getBoundingClientRect();
    this.body.scrollTop += own.top - frame.top - this.body.clientHeight / 2 + own.height / 2;
    if (own.left < frame.left || own.right > frame.right) this.body.scrollLeft += own.left - frame.left - 64;
  }

  #clicked(event) {
    const node = event.target.closest("[data-cell], [data-line]");
    const pointers = this.pointers?.get(node);
    if (!pointers) return;
    // several values of one line or cell: each click goes on to the next
    const next = pointers[(pointers.indexOf(this.desk.pointer) + 1) % pointers.length];
    this.desk.select(next, { from: "sheet" });
  }
}

/** Puts a mark around the characters from `start` to `end` of the only text in `node`. */
function highlight(node, [start, end]) {
  const line = node.firstChild;
  if (!(line instanceof Text) || start >= line.length) return;
  const part = line.splitText(start);
  part.splitText(Math.min(end - start, part.length));
  const mark = document.createElement("mark");
  part.replaceWith(mark);
  mark.append(part);
}
