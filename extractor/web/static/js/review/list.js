// What to look at, above the form: doubtful values, findings, or the history of changes.
import { element, fill, icon, reveal } from "../dom.js";
import { placeName } from "../places.js";
import { language, text } from "../strings.js";
import { editor } from "./editor.js";
import { findingCard } from "./findings.js";

export const TABS = ["doubts", "findings", "history", "form"];

export class List {
  constructor(tabs, pane, desk, options) {
    this.tabs = tabs;
    this.pane = pane;
    this.desk = desk;
    this.options = options;
    this.tab = null;
    desk.addEventListener("changed", () => this.draw());
    desk.addEventListener("selected", (event) => this.#selected(event.detail.from));
    tabs.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-tab]")?.dataset.tab;
      if (tab) this.show(tab);
    });
  }

  show(tab) {
    this.tab = tab;
    this.draw();
    this.pane.scrollTop = 0;
  }

  draw() {
    const { desk } = this;
    this.tab ??= desk.doubts.length ? "doubts" : desk.findings.length ? "findings" : "form";
    const counts = { doubts: desk.doubts.length, findings: desk.findings.filter((one) => (one.state ?? "open") === "open").length, history: desk.corrections.length + desk.accepted.length };
    const buttons = TABS.map((tab) =>
      element("button", { type: "button", role: "tab", id: `tab-${tab}`, "aria-selected": String(tab === this.tab), "aria-controls": tab === "form" ? "paper" : "review-list", dataset: { tab } },
        text(`review.tab_${tab}`), tab === "form" ? null : element("span.count", { class: tab === "doubts" && counts.doubts ? "doubt" : "" }, String(counts[tab]))),
    );
    fill(this.tabs, buttons);
    const kept = this.pane.scrollTop;
    this.pane.hidden = this.tab === "form";
    if (this.tab === "doubts") fill(this.pane, this.#doubts());
    if (this.tab === "findings") fill(this.pane, this.#findings());
    if (this.tab === "history") fill(this.pane, this.#history());
    this.pane.scrollTop = kept;
  }

  #doubts() {
    const { desk } = this;
    const items = desk.doubts;
    const cards = items.map((item, index) => (item.pointer === desk.pointer ? this.#card(item, index) : this.#line(item, index)));
    // a value that nobody doubts can be accepted or corrected as well
    if (desk.pointer !== null && desk.canChange(desk.pointer) && !desk.doubtAt(desk.pointer)) cards.unshift(this.#card({ pointer: desk.pointer, reason: null }, null));
    if (cards.length) return [element("ol.doubts", {}, cards), this.#allOnPage()];
    return element("div.all-clear", {}, icon("check"), element("p", {}, text("review.no_doubts")), this.options.nextForm ? element("a.button.primary", { href: this.options.nextForm }, text("review.next_form")) : null);
  }

  /** The way to accept what is left on the page at once, after a look at all of it. */
  #allOnPage() {
    const { desk } = this;
    const here = desk.pointer === null ? null : (desk.placeOf(desk.pointer)?.page ?? null);
    const left = desk.doubtsOnPage(here);
    if (left.length < 2) return null;
    const name = here === null || !this.options.crop ? text("review.accept_all", { count: left.length }) : text("review.accept_page", { page: here, count: left.length });
    const run = () => desk.dispatchEvent(new CustomEvent("accept-all", { detail: left.map((item) => item.pointer) }));
    return element("p.doubts-all", {}, element("button.button.small", { type: "button", id: "accept-all", on: { click: run } }, icon("check"), name, element("kbd", {}, "A")));
  }

  #line(item, index) {
    const value = this.desk.canChange(item.pointer) ? this.desk.valueAt(item.pointer) : "";
    return element(
      "li.doubt-line",
      {},
      element(
        "button",
        { type: "button", on: { click: () => this.desk.select(item.pointer, { from: "list" }) } },
        element("span.doubt-number", {}, String(index + 1)),
        element("span.doubt-place", {}, placeName(item.pointer, this.desk.record)),
        element("span.doubt-value", {}, value === null ? text("field.blank") : String(value)),
        element("span.doubt-stake", {}, stakeOf(item)),
      ),
    );
  }

  #card(item, index) {
    const { desk } = this;
    const { pointer } = item;
    const value = desk.valueAt(pointer);
    const evidence = desk.evidence[pointer];
    const editing = desk.editing === pointer && desk.editingIn === "list";
    const single = desk.canChange(pointer);
    const alternatives = !single ? [] : desk.alternativesTo(pointer).map((one) =>
      element("button.button", { type: "button", on: { click: () => desk.dispatchEvent(new CustomEvent("take", { detail: { pointer, value: one } })) } }, one),
    );
    const edit = single && element("button.button", { type: "button", on: { click: () => desk.dispatchEvent(new CustomEvent("edit", { detail: "list" })) } }, text("review.edit"), element("kbd", {}, "E"));
    const accept = item.reason === null ? null : element("button.button.primary", { type: "button", on: { click: () => desk.dispatchEvent(new Event("accept")) } }, text(!single ? "review.seen" : value === null ? "review.accept_blank" : "review.accept"), element("kbd", {}, "↵"));
    const row = item.reason === null ? [] : desk.doubtsInRow(pointer);
    const acceptRow = row.length < 2 ? null : element("button.button", { type: "button", on: { click: () => desk.dispatchEvent(new CustomEvent("accept-row")) } }, text("review.accept_row", { count: row.length }), element("kbd", {}, "⇧↵"));
    return element(
      "li.doubt-card",
      { class: item.reason === null ? "calm" : "" },
      element("div.doubt-head", {}, index === null ? null : element("span.doubt-number", {}, String(index + 1)), element("strong", {}, placeName(pointer, desk.record)), element("span.doubt-stake", {}, item.reason === null ? sureness(evidence) : stakeOf(item))),
      element(
        "div.doubt-body",
        {},
        this.#crop(pointer),
        editing ? editor(desk, pointer) : single && element("div.read-as", {}, element("span.soft", {}, text("review.read_as")), element("strong", {}, value === null ? text("field.blank") : String(value))),
        item.reason ? element("p.doubt-reason", {}, item.reason) : null,
      ),
      editing ? null : element("div.actions", {}, accept, alternatives, edit, acceptRow),
    );
  }

  #crop(pointer) {
    const place = this.desk.evidence[pointer];
    if (!place) return null;
    if (!place.box) return element("p.address", {}, addressOf(place), element("q", {}, place.text));
    if (!this.options.crop) return null;
    const picture = element("img.crop", { alt: text("review.crop", { place: placeName(pointer, this.desk.record) }), src: this.options.crop.replace("{pointer}", encodeURIComponent(pointer)), on: { error: () => picture.remove() } });
    return picture;
  }

  #findings() {
    const { desk } = this;
    if (!desk.findings.length) return element("div.all-clear", {}, icon("check"), element("p", {}, text("review.no_findings")));
    return element("ol.findings", {}, desk.findings.map((finding) => findingCard(desk, finding, desk.finding?.id === finding.id)));
  }

  #history() {
    const { desk } = this;
    const place = (pointer) => element("button.link", { type: "button", on: { click: () => desk.select(pointer, { from: "list" }) } }, placeName(pointer, desk.record));
    const line = (at, who, ...rest) => ({ at, node: element("li", {}, element("time.soft", { datetime: at }, when(at)), element("strong", {}, who), rest) });
    const lines = [
      ...desk.corrections.map((one) => {
        const change = element("span.change", {}, element("del", {}, one.before ?? text("field.blank")), " → ", element("ins", {}, one.after ?? text("field.blank")));
        const made = line(one.corrected_at, one.corrected_by, place(one.pointer), change, one.undone_at ? element("span.tag", {}, text("review.undone", { who: one.undone_by ?? "" })) : null);
        made.node.classList.toggle("undone", Boolean(one.undone_at));
        return made;
      }),
      ...desk.acceptedTogether.map((some) =>
        line(some[0].accepted_at, some[0].accepted_by, place(some[0].pointer), some.length > 1 ? element("span.soft", {}, text("review.and_more", { count: some.length })) : null, element("span.tag.done", {}, text("review.accepted")))),
    ];
    if (!lines.length) return element("div.all-clear", {}, icon("clock"), element("p", {}, text("review.no_history")));
    lines.sort((one, other) => other.at.localeCompare(one.at));
    return element("ol.history", {}, lines.map((one) => one.node));
  }

  #selected(from) {
    if (this.desk.finding && from === "list") this.tab = "findings";
    this.draw();
    if (from !== "list") this.#revealActive();
  }

  /** The items that J and K go through in the open tab. */
  get items() {
    if (this.tab === "findings") return this.desk.findings.map((finding) => ({ pointer: finding.pointer, finding }));
    return this.desk.doubts.map((item) => ({ pointer: item.pointer, finding: null }));
  }

  step(by) {
    const { items, desk } = this;
    if (!items.length) return;
    const now = items.findIndex((item) => (item.finding ? item.finding.id === desk.finding?.id : item.pointer === desk.pointer));
    const next = items[now < 0 ? (by > 0 ? 0 : items.length - 1) : (now + by + items.length) % items.length];
    desk.select(next.pointer, { finding: next.finding, from: "list" });
    this.#revealActive();
  }

  #revealActive() {
    const active = this.pane.querySelector(".doubt-card, .finding.active");
    if (active) reveal(active, this.pane);
  }
}

function stakeOf(item) {
  const sure = text("review.confidence", { percent: Math.round(item.confidence * 100) });
  const stake = Number(item.points_at_stake);
  return stake ? `${text("review.stake", { points: String(item.points_at_stake) })} · ${sure}` : sure;
}

function sureness(evidence) {
  return evidence ? text("review.confidence", { percent: Math.round(evidence.confidence * 100) }) : text("review.not_printed");
}

function addressOf(place) {
  const parts = [place.sheet, place.table != null ? text("review.table", { number: place.table }) : null, place.cell, place.line != null ? text("review.line", { number: place.line }) : null];
  return parts.filter(Boolean).join(" · ");
}

export function when(stamp) {
  return new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(stamp));
}
