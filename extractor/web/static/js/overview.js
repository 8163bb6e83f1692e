// The overview: figures and pictures of the forms that fit the filters; every one of them leads to the forms behind it.
import { query, request } from "./api.js";
import { axis, draw } from "./charts.js";
import { element, embedded, fill, icon } from "./dom.js";
import { sayError } from "./notice.js";
import { grouped } from "./review/paper.js";
import { text } from "./strings.js";

const TITLES = embedded("rule-titles");
const filters = document.getElementById("filters");
const by = (id) => document.getElementById(id);
const SHOWN_RULES = 12;
const SHOWN_WAITING = 6;

const asked = () => Object.fromEntries([...new FormData(filters)].filter(([, value]) => value !== ""));
const percent = (value) => (value === null ? "—" : `${Number(value).toFixed(2)} %`);
const nameOf = (form) => form.project_name ?? form.name ?? form.project_code ?? form.source ?? `#${form.id}`;

/** 14975000 as 1,497.5 万元, 247124000 as 2.47 亿元. */
function money(yuan) {
  const value = Number(yuan);
  if (Math.abs(value) >= 1e8) return text("overview.yi", { value: (value / 1e8).toFixed(2) });
  if (Math.abs(value) >= 1e4) return text("overview.wan", { value: grouped((value / 1e4).toFixed(2)) });
  return text("overview.yuan", { value: grouped(value.toFixed(2)) });
}

function figures(totals) {
  const link = (href, shown) => element("a", { href }, shown);
  const { year, unit } = asked();
  const projects = (more) => `/projects${query({ year, unit, ...more })}`;
  const lines = [
    ["forms", link(projects({}), String(totals.forms)), ""],
    ["rate", percent(totals.execution_rate), text("overview.spent", { executed: money(totals.executed), budget: money(totals.annual_budget) })],
    ["average", totals.average_score ?? "—", ""],
    ["review", link(projects({ in_review: true }), String(totals.review)), totals.forms_in_review ? text("overview.in_forms", { count: totals.forms_in_review }) : ""],
    ["errors", link(`/findings${query({ severity: "error", year, unit })}`, String(totals.errors)), ""],
    ["warnings", link(`/findings${query({ severity: "warning", year, unit })}`, String(totals.warnings)), ""],
  ];
  fill(by("figures"), lines.map(([name, value, note]) => element(`div.figure-${name}`, {}, element("dt", {}, text(`overview.figure_${name}`)), element("dd", {}, value), note ? element("dd.soft.note", {}, note) : null)));
}

function scatter(points) {
  const least = Math.min(80, ...points.map((point) => Math.floor(Number(point.score) / 5) * 5));
  const most = Math.max(100, ...points.map((point) => Number(point.score)));
  const chart = draw(by("scatter"), (colour) => ({
    aria: { enabled: true },
    grid: { left: 48, right: 24, top: 16, bottom: 40 },
    xAxis: axis(colour, { type: "value", min: 0, max: Math.max(100, ...points.map((point) => Math.ceil(Number(point.rate)))), name: text("overview.rate_axis"), nameLocation: "middle", nameGap: 26 }),
    yAxis: axis(colour, { type: "value", min: least, max: most > 100 ? Math.ceil(most / 10) * 10 : 100, name: text("overview.score_axis"), nameLocation: "middle", nameGap: 34 }),
    tooltip: {
      renderMode: "richText", backgroundColor: colour.surface, borderColor: colour["line-strong"], padding: [8, 12], textStyle: { color: colour.ink, fontSize: 13 }, confine: true,
      formatter: ({ data }) => [nameOf(data.form), data.form.unit, text("overview.point", { rate: percent(data.form.rate), score: data.form.score })].filter(Boolean).join("\n"),
    },
    series: [
      {
        type: "scatter",
        symbolSize: 10,
        itemStyle: { color: colour.accent, opacity: 0.55, borderColor: colour.surface, borderWidth: 1 },
        emphasis: { itemStyle: { opacity: 1 }, scale: 1.4 },
        data: points.map((form) => ({ value: [Number(form.rate), Number(form.score)], form })),
        markArea: { silent: true, itemStyle: { color: colour.ink, opacity: 0.05 }, label: { color: colour["ink-soft"], position: "insideTopLeft", fontSize: 12 }, data: [[{ name: text("overview.call_area"), coord: [0, most] }, { coord: [50, 85] }]] },
      },
    ],
  }));
  chart.off("click");
  chart.on("click", ({ data }) => data?.form && location.assign(`/review/${data.form.id}`));
}

function bands(counted) {
  const first = Math.max(0, counted.findIndex((band) => band.forms > 0) - 1);
  const shown = counted.slice(first);
  const name = (band) => (band.below === null ? `≥${Number(band.least)}` : `${Number(band.least)}–${Number(band.below)}`);
  draw(by("bands"), (colour) => ({
    aria: { enabled: true },
    grid: { left: 40, right: 16, top: 24, bottom: 32 },
    xAxis: axis(colour, { type: "category", data: shown.map(name), axisLabel: { color: colour["ink-soft"], interval: 0, fontSize: 11 } }),
    yAxis: axis(colour, { type: "value", minInterval: 1 }),
    series: [{ type: "bar", barCategoryGap: "24%", itemStyle: { color: colour.accent, borderRadius: [3, 3, 0, 0] }, label: { show: true, position: "top", color: colour["ink-soft"], formatter: ({ value }) => value || "" }, data: shown.map((band) => band.forms) }],
  }));
}

function rules(counts) {
  const shown = counts.slice(0, SHOWN_RULES);
  const most = Math.max(1, ...shown.map((one) => one.findings));
  const { year, unit } = asked();
  const lines = shown.map((one) =>
    element("li", {}, element("a", { href: `/findings${query({ rule: one.rule, severity: one.severity, year, unit })}`, title: text("overview.rule_forms", { count: one.forms }) },
      element("span.rule-code", {}, one.rule), element("span.rule-title", {}, TITLES[one.rule] ?? ""), element("span.bar", { class: one.severity, style: { width: `${(100 * one.findings) / most}%` } }), element("span.number", {}, String(one.findings)))),
  );
  fill(by("rules"), shown.length ? element("ol.bars", {}, lines) : element("p.soft", {}, text("overview.no_findings")), element("p.legend.soft", {}, ["error", "warning", "info"].map((one) => element("span", { class: one }, text(`severity.${one}`)))));
}

function calls(forms) {
  const lines = forms.map((form) => element("li", {}, element("a", { href: `/review/${form.id}` }, nameOf(form)), element("span.soft", {}, form.unit ?? ""), element("span.call-facts", {}, text("overview.call", { rate: percent(form.execution_rate), score: form.total_score ?? "—" }), form.errors ? element("span.tag.error", {}, `${text("severity.error")} ${form.errors}`) : null)));
  fill(by("calls"), lines.length ? lines : element("li.soft", {}, text("overview.no_calls")));
}

function units(lines) {
  const heads = ["unit", "forms", "budget", "rate", "average", "errors", "review"];
  const { year } = asked();
  const rows = lines.map((line) => element("tr", {}, [
    element("td", {}, line.unit ? element("a", { href: `/projects${query({ unit: line.unit, year })}` }, line.unit) : "—"),
    [String(line.forms), money(line.annual_budget), percent(line.execution_rate), line.average_score ?? "—"].map((value) => element("td.number", {}, value)),
    element("td.number", { class: line.errors ? "error-text" : "none" }, String(line.errors || "·")), element("td.number", { class: line.review ? "doubt-text" : "none" }, String(line.review || "·")),
  ]));
  fill(by("units"), element("table.table", {}, element("thead", {}, element("tr", {}, heads.map((name, index) => element("th", { scope: "col", class: index ? "number" : "" }, text(`overview.unit_${name}`))))), element("tbody", {}, rows)));
}

async function waiting() {
  const { data } = await request("GET", `/evaluations${query({ ...asked(), in_review: true, sort: "review_open", limit: SHOWN_WAITING })}`);
  const lines = data.items.map((form) => element("li", {}, element("a", { href: `/review/${form.id}` }, nameOf(form)), element("span.tag.doubt", {}, text("overview.places", { count: form.review }))));
  fill(by("waiting"), lines.length ? lines : element("li.soft.clear", {}, icon("check"), text("overview.no_waiting")));
}

async function load() {
  const { data } = await request("GET", `/overview${query(asked())}`);
  const none = data.totals.forms === 0;
  by("nothing").hidden = !none;
  by("overview").hidden = none;
  by("figures").hidden = none;
  if (none) return;
  figures(data.totals);
  scatter(data.scatter);
  bands(data.bands);
  rules(data.rules);
  calls(data.calls);
  units(data.units);
  await waiting();
}

async function show() {
  try {
    await load();
  } catch (error) {
    sayError(error);
  }
  document.documentElement.dataset.ready = "true";
}
filters.addEventListener("change", () => {
  history.replaceState(null, "", `/${query(asked())}`);
  show();
});
filters.addEventListener("submit", (event) => event.preventDefault());
await show();
