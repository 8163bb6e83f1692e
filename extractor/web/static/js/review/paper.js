// The form as the reviewer knows it from paper; every value is a button that lights up its place on the original.
import { element, fill, icon, reveal } from "../dom.js";
import { fieldName, placeName, rowOf, valueAt } from "../places.js";
import { text, textOr } from "../strings.js";
import { editor } from "./editor.js";
import { findingLine } from "./findings.js";

const HEADER = [["project_name", "project_code"], ["implementing_unit", "supervising_unit"], ["year", "funds_unit"]];
const FUNDS = ["initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score"];
const COLUMNS = ["level1", "level2", "level3", "target", "actual", "weight", "score"];
const NUMERIC = new Set([...FUNDS, "weight", "score", "total_weight", "total_score"]);

export class Paper {
  constructor(pane, desk) {
    this.desk = desk;
    this.pane = pane;
    desk.addEventListener("changed", () => this.draw());
    desk.addEventListener("selected", (event) => this.#follow(event.detail.from));
    pane.addEventListener("click", (event) => this.#clicked(event));
    pane.addEventListener("dblclick", (event) => {
      if (event.target.closest(".value")) this.desk.dispatchEvent(new Event("edit"));
    });
  }

  draw() {
    const kept = this.pane.scrollTop;
    const { record } = this.desk;
    fill(
      this.pane,
      this.#header(),
      this.#funds(),
      this.#under("/funds"),
      record.goals.expected !== null || record.goals.actual !== null ? this.#goals() : null,
      this.#under("/goals"),
      this.#indicators(),
    );
    this.pane.scrollTop = kept;
    this.#mark();
  }

  #value(pointer) {
    const { desk } = this;
    if (desk.editing === pointer && desk.editingIn === "paper") return editor(desk, pointer);
    const value = valueAt(desk.record, pointer);
    const numeric = NUMERIC.has(pointer.split("/").at(-1));
    const doubt = desk.doubtAt(pointer);
    const corrected = desk.corrections.some((one) => one.pointer === pointer && !one.undone_at);
    const classes = [doubt && "doubt", this.#isWrong(pointer) && "error", corrected && "corrected", numeric && "number"];
    const name = placeName(pointer, desk.record);
    const printed = value === null ? null : numeric ? grouped(String(value)) : String(value);
    return element(
      "button.value",
      {
        type: "button",
        class: classes.filter(Boolean).join(" "),
        dataset: { pointer },
        title: doubt ? `${name}\n${doubt.reason}` : name,
        "aria-label": `${name}: ${printed ?? "—"}`,
      },
      printed ?? element("span.none", {}, "—"),
    );
  }

  #isWrong(pointer) {
    return this.desk.findings.some(
      (one) => one.pointer === pointer && one.severity === "error" && one.verdict === "form" && one.state !== "dismissed",
    );
  }

  #header() {
    const rows = HEADER.map((pair) =>
      element("tr", {}, pair.map((field) => [element("th", { scope: "row" }, fieldName(field)), element("td", {}, this.#value(`/${field}`))])),
    );
    return element("table.paper.head", { "aria-label": text("review.part_header") }, element("tbody", {}, rows));
  }

  #funds() {
    const { funds, funds_unit: unit } = this.desk.record;
    if (!funds.length) return null;
    const first = text("review.funds", { unit: unit ?? "—" });
    const head = element("tr", {}, [element("th", { scope: "col" }, first), FUNDS.map((field) => element("th.number", { scope: "col" }, fieldName(field)))]);
    const rows = funds.map((line, index) =>
      element("tr", { dataset: { row: `/funds/${index}` } }, element("th", { scope: "row" }, textOr(`fund.${line.source}`, line.source)), FUNDS.map((field) => element("td", {}, this.#value(`/funds/${index}/${field}`)))),
    );
    return element("table.paper", { "aria-label": text("review.part_funds") }, element("thead", {}, head), element("tbody", {}, rows));
  }

  #goals() {
    const head = element("tr", {}, ["goals_expected", "goals_actual"].map((field) => element("th", { scope: "col" }, fieldName(field))));
    const row = element("tr", {}, ["expected", "actual"].map((field) => element("td.long", {}, this.#value(`/goals/${field}`))));
    return element("table.paper.goals", { "aria-label": text("review.part_goals") }, element("thead", {}, head), element("tbody", {}, row));
  }

  #indicators() {
    const { indicators } = this.desk.record;
    const head = element("tr", {}, COLUMNS.map((field) => element("th", { scope: "col", class: NUMERIC.has(field) ? "number" : "" }, textOr(`field.${field}_short`, fieldName(field)))));
    const blocks = indicators.map((row, index) => this.#block(row, index));
    const spans = merged(indicators, blocks.map((lines) => lines.length));
    const rows = indicators.flatMap((row, index) => {
      const [first, ...below] = blocks[index];
      const labels = ["level1", "level2"].map((field) => spans[field][index] && element("td.label", { rowspan: spans[field][index] }, this.#value(`/indicators/${index}/${field}`)));
      first.prepend(...labels.filter(Boolean));
      return [first, ...below];
    });
    const foot = [this.#total(), ...this.#findingRows((pointer) => /^\/?$|^\/(total_|indicators$|year|project_|implementing|supervising|funds_unit)/.test(pointer), COLUMNS.length)];
    return element("table.paper.indicators", { "aria-label": text("review.part_indicators") }, element("colgroup", {}, COLUMNS.map((field) => element("col", { class: `column-${field}` }))), element("thead", {}, head), element("tbody", {}, rows), element("tfoot", {}, foot));
  }

  /** The table rows of one indicator: its values, its reason, its findings; without the merged labels. */
  #block(row, index) {
    const base = `/indicators/${index}`;
    const cells = COLUMNS.slice(2).map((field) => element("td", {}, this.#value(`${base}/${field}`)));
    const lines = [element("tr", { dataset: { row: base } }, cells)];
    const pointer = `${base}/deviation_reason`;
    const wanted = this.desk.doubtAt(pointer) || this.desk.pointer === pointer || this.desk.editing === pointer;
    if (row.deviation_reason !== null || wanted) {
      lines.push(element("tr.reason", { dataset: { row: base } }, element("td", { colspan: 5 }, element("div", {}, element("span.soft", {}, fieldName("deviation_reason_short")), this.#value(pointer)))));
    }
    return [...lines, ...this.#findingRows((where) => rowOf(where) === base, 5)];
  }

  #findingRows(belongs, columns) {
    const own = this.desk.findings.filter((finding) => belongs(finding.pointer) && finding.state !== "dismissed");
    return own.map((finding) => element("tr.finding-row", {}, element("td", { colspan: columns }, findingLine(this.desk, finding))));
  }

  /** Findings that stand under a part as a whole: the funds, the goals. */
  #under(part) {
    const own = this.desk.findings.filter((one) => one.pointer.startsWith(part) && one.state !== "dismissed");
    return own.length ? element("div.part-findings", {}, own.map((finding) => findingLine(this.desk, finding))) : null;
  }

  #total() {
    const { sum: total, closes } = this.desk.totals;
    const sum = total === null ? text("review.sum_unknown") : text("review.sum", { sum: total });
    return element(
      "tr.total",
      {},
      element("th", { colspan: 3, scope: "row" }, text("review.total")),
      element("td.sum", { colspan: 2, class: closes === null ? "soft" : closes ? "good-text" : "error-text" }, sum, closes === null ? null : icon(closes ? "check" : "error")),
      element("td", {}, this.#value("/total_weight")),
      element("td", {}, this.#value("/total_score")),
    );
  }

  #clicked(event) {
    const value = event.target.closest(".value");
    if (value) this.desk.select(value.dataset.pointer, { from: "paper" });
  }

  #mark() {
    for (const node of this.pane.querySelectorAll(".active, .active-row")) node.classList.remove("active", "active-row");
    const { pointer } = this.desk;
    if (pointer === null) return null;
    const row = rowOf(pointer);
    for (const line of this.pane.querySelectorAll(`[data-row="${CSS.escape(row)}"]`)) line.classList.add("active-row");
    const value = this.pane.querySelector(`.value[data-pointer="${CSS.escape(pointer)}"]`);
    value?.classList.add("active");
    return value ?? this.pane.querySelector(".active-row");
  }

  #follow(from) {
    const reason = this.desk.pointer?.endsWith("/deviation_reason") && !this.pane.querySelector(`[data-pointer="${CSS.escape(this.desk.pointer)}"]`);
    if (reason) this.draw();
    const node = this.#mark();
    if (from !== "paper" && node) reveal(node, this.pane, { middle: true });
  }
}

/** 1210000.00 as 1,210,000.00; anything that is no plain number as it is. */
export function grouped(value) {
  return /^-?\d{4,}(\.\d+)?$/.test(value) ? value.replace(/^(-?)(\d+)/, (_, sign, digits) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ",")) : value;
}

/** How many table rows the level 1 and level 2 label of each indicator covers; 0 where a label above covers it. */
function merged(indicators, heights) {
  const spans = { level1: [], level2: [] };
  for (const field of ["level1", "level2"]) {
    let start = 0;
    indicators.forEach((row, index) => {
      const above = indicators[index - 1];
      const same = above && row[field] === above[field] && row.level1 === above.level1;
      if (!same) start = index;
      spans[field][index] = 0;
      spans[field][start] += heights[index];
    });
  }
  return spans;
}
