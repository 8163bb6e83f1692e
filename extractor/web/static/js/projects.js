// All forms in one table: sorted, filtered and paged by the service, so that a hundred thousand are as quick as ten.
import { ROOT, query, request } from "./api.js";
import { element, icon } from "./dom.js";
import { sayError } from "./notice.js";
import { bindExports } from "./opinions.js";
import { grouped } from "./review/paper.js";
import { language, text } from "./strings.js";

const form = document.getElementById("filters");
const picked = document.getElementById("picked");

function asked() {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
}

const dash = () => element("span.none", {}, "—");
const number = (cell) => (cell.getValue() == null ? dash() : element("span", {}, grouped(String(cell.getValue()))));
const percent = (cell) => (cell.getValue() == null ? dash() : element("span", {}, `${Number(cell.getValue()).toFixed(2)} %`));
const count = (tone) => (cell) => (cell.getValue() ? element("span", { class: tone }, String(cell.getValue())) : element("span.none", {}, "·"));

function sum(cell) {
  const { recomputed_total: total, total_score: printed } = cell.getData();
  if (total == null) return dash();
  const closes = printed == null || Number(total) === Number(printed);
  return element("span", { class: closes ? "" : "error-text" }, String(total), closes ? null : icon("error"));
}

function name(cell) {
  const row = cell.getData();
  const link = element("a", { href: `/review/${row.id}` }, row.project_name || row.source);
  return element("div.project-name", {}, link, row.project_code ? element("span.soft", {}, row.project_code) : null);
}

/** Two lines: the names of the units of one district differ only at their end. */
function unit(cell) {
  return cell.getValue() ? element("div.project-unit", { title: cell.getValue() }, cell.getValue()) : dash();
}

function state(cell) {
  const row = cell.getData();
  if (row.state === "done") return element("span.tag.done", {}, text("state.done"));
  return row.review ? element("span.tag.doubt", {}, text("state.review")) : element("span.tag", {}, text("state.open"));
}

const right = { hozAlign: "right", headerHozAlign: "right", headerSortStartingDir: "desc" };
const columns = [
  { formatter: "rowSelection", titleFormatter: "rowSelection", headerSort: false, width: 40, hozAlign: "center", responsive: 0 },
  { title: text("field.project_name"), field: "project_name", formatter: name, minWidth: 176, widthGrow: 4, responsive: 0 },
  { title: text("field.implementing_unit"), field: "implementing_unit", formatter: unit, minWidth: 144, widthGrow: 3, responsive: 5 },
  { title: text("field.year"), field: "year", formatter: (cell) => element("span", {}, String(cell.getValue() ?? "—")), width: 68, ...right, responsive: 6 },
  { title: text("projects.budget"), field: "annual_budget", formatter: number, width: 116, ...right, responsive: 4 },
  { title: text("field.execution_rate"), field: "execution_rate", formatter: percent, width: 92, ...right, headerSortStartingDir: "asc", responsive: 2 },
  { title: text("projects.total"), field: "total_score", formatter: number, width: 80, ...right, headerSortStartingDir: "asc", responsive: 1 },
  { title: text("projects.sum"), field: "recomputed_total", formatter: sum, width: 80, ...right, responsive: 3 },
  { title: text("projects.grade"), field: "grade", formatter: (cell) => (cell.getValue() ? element("span", {}, cell.getValue()) : dash()), width: 64, hozAlign: "center", headerSort: false, responsive: 7 },
  { title: text("severity.error"), field: "errors", formatter: count("error-text"), width: 72, ...right, responsive: 1 },
  { title: text("severity.warning"), field: "warnings", formatter: count(""), width: 72, ...right, responsive: 4 },
  { title: text("state.review"), field: "review", formatter: count("doubt-text"), width: 80, ...right, responsive: 3 },
  { title: text("projects.state"), field: "state", formatter: state, width: 84, headerSort: false, responsive: 6 },
];

/** Columns that the service sorts by another name. */
const SORTED_BY = { recomputed_total: "score_sum", review: "review_open" };

async function page(_address, _settings, { page: shown, size, sort }) {
  const [by] = sort ?? [];
  const { data } = await request("GET", `/evaluations${query({ ...asked(), limit: size, offset: (shown - 1) * size, sort: SORTED_BY[by?.field] ?? by?.field, direction: by?.dir })}`);
  document.getElementById("total").textContent = text("frame.total", { total: data.total });
  return { data: data.items, last_page: Math.max(1, Math.ceil(data.total / size)), last_row: data.total };
}

const table = new Tabulator("#projects", {
  columns,
  layout: "fitColumns",
  responsiveLayout: "hide",
  height: "100%",
  placeholder: placeholder(),
  ajaxURL: `${ROOT}/evaluations`,
  ajaxRequestFunc: page,
  pagination: true,
  paginationMode: "remote",
  paginationElement: document.getElementById("pages"),
  paginationSize: 50,
  paginationSizeSelector: [50, 100, 200],
  sortMode: "remote",
  selectableRows: true,
  selectableRowsRangeMode: "click",
  locale: language,
  langs: { [language]: { pagination: { first: "«", first_title: text("projects.first"), last: "»", last_title: text("projects.last"), prev: "‹", prev_title: text("projects.before"), next: "›", next_title: text("projects.after"), page_size: text("projects.page_size"), page_title: text("projects.page"), counter: { showing: "", of: "", rows: "", pages: "" } }, data: { loading: text("frame.loading"), error: text("projects.failed") } } },
  columnDefaults: { headerSortTristate: true, vertAlign: "middle", tooltip: false },
});

function placeholder() {
  const filtered = Object.keys(asked()).length > 0;
  return element("div.empty", {}, icon("search"), element("h2", {}, text(filtered ? "projects.no_match" : "projects.none")), element("p", {}, text(filtered ? "projects.no_match_text" : "projects.none_text")), filtered ? null : element("a.button.primary", { href: "/upload" }, text("nav.upload")));
}

table.on("dataLoadError", sayError);
table.on("rowDblClick", (_event, row) => location.assign(`/review/${row.getData().id}`));
table.on("rowSelectionChanged", (rows) => {
  picked.textContent = rows.length ? text("projects.picked", { count: rows.length }) : "";
});
table.on("dataProcessed", () => (document.documentElement.dataset.ready = "true"));
// what the library leaves for assistive technology to guess
table.on("renderComplete", () => {
  document.querySelector("#projects .tabulator-placeholder")?.setAttribute("role", "row");
  document.querySelector("#projects .tabulator-placeholder > *")?.setAttribute("role", "gridcell");
  // the scrolling box between the grid and its rows has no role of its own
  document.querySelector("#projects .tabulator-tableholder").setAttribute("role", "presentation");
  document.querySelector("#projects .tabulator-tableholder").removeAttribute("tabindex");
  for (const box of document.querySelectorAll("#projects input[type=checkbox]")) box.setAttribute("aria-label", text("projects.pick"));
  document.querySelector("#pages select")?.setAttribute("aria-label", text("projects.page_size"));
});

bindExports(document.getElementById("exports"), { picked: () => table.getSelectedData().map((row) => row.id), filters: asked, query });

let waiting;
function changed() {
  const now = asked();
  history.replaceState(null, "", `${location.pathname}${query(now)}`);
  document.getElementById("clear").hidden = !Object.keys(now).length;
  table.options.placeholder = placeholder();
  table.setPage(1).catch(sayError);
}
form.addEventListener("change", changed);
form.addEventListener("input", (event) => {
  if (event.target.name !== "text") return;
  clearTimeout(waiting);
  waiting = setTimeout(changed, 200);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = false;
    else if ("value" in field) field.value = "";
  }
  changed();
});
document.getElementById("clear").hidden = !Object.keys(asked()).length;
addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target === document.body) {
    event.preventDefault();
    form.elements.text.focus();
  }
});
