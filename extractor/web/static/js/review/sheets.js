// The original: pages as pictures with boxes over them. Boxes are placed before any picture has arrived.
import { element, icon } from "../dom.js";
import { rowOf } from "../places.js";
import { text } from "../strings.js";
import { around } from "./desk.js";

const RESOLUTIONS = [72, 96, 120, 144, 200, 288];
const ZOOM = { step: 1.25, least: 0.5, most: 5 };

/** Shows the pages `sheet.pages` of the desk's form in `pane`. */
export class Sheets {
  constructor(pane, desk, sheet) {
    this.desk = desk;
    this.sheet = sheet;
    this.zoom = 1;
    this.turn = 0;
    this.scroll = element("div.sheet-scroll", { tabindex: "0", role: "group", "aria-label": text("review.original") });
    this.position = element("span.sheet-position");
    pane.append(this.#toolbar(), this.scroll);
    this.pages = sheet.pages.map((page) => this.#page(page));
    this.scroll.append(...this.pages.map((page) => page.holder));
    this.scroll.addEventListener("scroll", () => this.#showPosition(), { passive: true });
    this.scroll.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => this.layout()).observe(this.scroll);
    desk.addEventListener("changed", () => this.drawMarks());
    desk.addEventListener("selected", (event) => this.#follow(event.detail.from));
    this.layout();
  }

  #toolbar() {
    const button = (name, label, run) =>
      element("button.icon-button", { type: "button", "aria-label": text(label), title: text(label), on: { click: run } }, icon(name));
    return element(
      "div.sheet-tools",
      {},
      button("previous", "review.page_before", () => this.step(-1)),
      this.position,
      button("next", "review.page_after", () => this.step(1)),
      element("span.gap"),
      button("minus", "review.smaller", () => this.zoomBy(1 / ZOOM.step)),
      (this.zoomShown = element("span.sheet-zoom")),
      button("plus", "review.larger", () => this.zoomBy(ZOOM.step)),
      button("fit", "review.fit", () => this.zoomTo(1)),
      button("turn", "review.turn", () => this.turnOn()),
    );
  }

  #page(page) {
    const picture = element("img", { alt: text("review.page_picture", { page: page.number }), draggable: "false", decoding: "async" });
    const marks = element("div.marks", { "aria-hidden": "true" });
    const sheet = element("div.sheet", {}, picture, marks);
    const holder = element("div.sheet-holder", { dataset: { page: page.number } }, sheet);
    picture.addEventListener("load", () => sheet.classList.add("shown"));
    picture.addEventListener("error", () => sheet.classList.add("broken"));
    marks.addEventListener("click", (event) => {
      const pointer = event.target.dataset?.pointer;
      if (pointer) this.desk.select(pointer, { from: "sheet" });
    });
    return { ...page, picture, marks, sheet, holder, dpi: 0 };
  }

  /** Sizes for the current zoom and turn; pictures are asked for at the resolution that the screen can show. */
  layout() {
    const room = this.scroll.clientWidth - 32;
    if (room <= 0) return;
    for (const page of this.pages) {
      const sideways = this.turn % 180 !== 0;
      const width = (room * this.zoom * (sideways ? page.width / page.height : 1)) | 0;
      const height = (width * page.height) / page.width;
      const shown = sideways ? [height, width] : [width, height];
      page.sheet.style.width = `${width}px`;
      page.sheet.style.height = `${height}px`;
      page.sheet.style.transform = `translate(-50%, -50%) rotate(${this.turn}deg)`;
      page.holder.style.width = `${shown[0]}px`;
      page.holder.style.height = `${shown[1]}px`;
      // a little more than the screen has, because small print is read from it
      const needed = (1.2 * width * Math.min(devicePixelRatio, 2) * 72) / page.width;
      page.wanted = RESOLUTIONS.find((dpi) => dpi >= needed * 0.95) ?? RESOLUTIONS.at(-1);
    }
    this.zoomShown.textContent = `${Math.round(this.zoom * 100)} %`;
    this.#showPosition();
  }

  #fetchVisible() {
    const [from, to] = [this.scroll.scrollTop - 800, this.scroll.scrollTop + this.scroll.clientHeight + 800];
    for (const page of this.pages) {
      const top = page.holder.offsetTop;
      if (top > to || top + page.holder.offsetHeight < from || page.dpi >= page.wanted) continue;
      page.dpi = page.wanted;
      page.picture.src = this.sheet.image.replace("{page}", page.number).replace("{dpi}", page.dpi);
    }
  }

  drawMarks() {
    const { desk } = this;
    const byPage = new Map(this.pages.map((page) => [page.number, page]));
    for (const page of this.pages) page.marks.replaceChildren();
    for (const [pointer, one] of Object.entries(desk.evidence)) {
      const page = one.box && byPage.get(one.page);
      if (!page) continue;
      const classes = [this.#kind(pointer), pointer === desk.pointer ? "active" : ""];
      page.marks.append(element("div.mark", { class: classes.join(" "), dataset: { pointer }, style: placed(one.box, page) }));
    }
    this.#drawActive(byPage);
  }

  #kind(pointer) {
    if (this.desk.doubtAt(pointer)) return "doubt";
    // all places of the finding that is looked at, of the others only the main one: else half the page is marked
    const concerns = (one) => one.pointer === pointer || (one.id === this.desk.finding?.id && one.pointers.includes(pointer));
    const findings = this.desk.findings.filter((one) => one.state !== "dismissed" && concerns(one));
    if (findings.some((one) => one.severity === "error" && one.verdict === "form")) return "error";
    return findings.some((one) => one.verdict === "reading") ? "doubt" : "";
  }

  /** The outline of the selected row, and a box for a value that has none of its own. */
  #drawActive(byPage) {
    const { desk } = this;
    if (desk.pointer === null) return;
    const place = desk.placeOf(desk.pointer);
    const page = place?.box && byPage.get(place.page);
    if (!page) return;
    const row = rowOf(desk.pointer);
    const boxes = Object.entries(desk.evidence)
      .filter(([pointer, one]) => pointer.startsWith(`${row}/`) && one.box && one.page === place.page)
      .filter(([pointer]) => !/\/level[12]$/.test(pointer))
      .map(([, one]) => one.box);
    if (boxes.length > 1) page.marks.prepend(element("div.row-mark", { style: placed(around(boxes), page) }));
    if (!desk.evidence[desk.pointer]) page.marks.append(element("div.mark.active.wide", { style: placed(place.box, page) }));
  }

  #follow(from) {
    this.drawMarks();
    if (from === "sheet") return;
    const place = this.desk.pointer === null ? null : this.desk.placeOf(this.desk.pointer);
    const page = place && this.pages.find((one) => one.number === place.page);
    if (!page) return;
    const scale = page.holder.offsetHeight / page.height;
    const middle = page.holder.offsetTop + ((place.box[1] + place.box[3]) / 2) * scale;
    const across = page.holder.offsetLeft + ((place.box[0] + place.box[2]) / 2) * (page.holder.offsetWidth / page.width);
    const top = this.turn ? page.holder.offsetTop : middle - this.scroll.clientHeight / 2;
    this.scroll.scrollTo({ top, left: across - this.scroll.clientWidth / 2, behavior: "instant" });
  }

  get current() {
    const middle = this.scroll.scrollTop + this.scroll.clientHeight / 2;
    const index = this.pages.findIndex((page) => page.holder.offsetTop + page.holder.offsetHeight >= middle);
    return index < 0 ? this.pages.length - 1 : index;
  }

  #showPosition() {
    const page = this.pages[this.current];
    if (page) this.position.textContent = text("review.position", { page: page.number, pages: this.sheet.total });
    this.#fetchVisible();
  }

  step(by) {
    const next = this.pages[Math.min(Math.max(this.current + by, 0), this.pages.length - 1)];
    this.scroll.scrollTo({ top: next.holder.offsetTop - 16 });
  }

  zoomBy(factor) {
    this.zoomTo(this.zoom * factor);
  }

  zoomTo(zoom) {
    const kept = this.scroll.scrollTop / Math.max(1, this.scroll.scrollHeight);
    this.zoom = Math.min(Math.max(zoom, ZOOM.least), ZOOM.most);
    this.layout();
    this.scroll.scrollTop = kept * this.scroll.scrollHeight;
  }

  turnOn() {
    this.turn = (this.turn + 90) % 360;
    this.layout();
  }

  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  }
}

function placed([x0, top, x1, bottom], page) {
  const percent = (value, whole) => `${(100 * value) / whole}%`;
  return {
    left: percent(x0, page.width),
    top: percent(top, page.height),
    width: percent(x1 - x0, page.width),
    height: percent(bottom - top, page.height),
  };
}
