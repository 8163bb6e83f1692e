// The values that an answer rests on, as a table: a row a project or indicator, a column a field, with bars for figures.
import { query, request } from "./api.js";
import { element } from "./dom.js";
import { fieldName, parts, rowOf } from "./places.js";
import { grouped } from "./review/paper.js";
import { text } from "./strings.js";

const NAMED_AT_MOST = 30;
const names = new Map();

/** Where a citation leads. */
export function addressOf(citation) {
  return `/cited${query({ code: citation.project_code, document: citation.project_code ? null : citation.document, at: citation.pointer, quote: citation.project_code ? null : citation.quote })}`;
}

/** The names of the projects with these codes, asked for once. */
export async function namesOf(codes) {
  const wanted = [...new Set(codes)].filter((code) => code && !names.has(code)).slice(0, NAMED_AT_MOST);
  await Promise.all(
    wanted.map(async (code) => {
      const { data } = await request("GET", `/evaluations${query({ code, limit: 1 })}`);
      names.set(code, data.items[0]?.project_name ?? code);
    }),
  );
  return names;
}

const formOf = (citation) => citation.project_code ?? citation.document;
const isIndicator = (citation) => citation.pointer.startsWith("/indicators/");
const fieldOf = (citation) => parts(citation.pointer).at(-1);
const numberIn = (quote) => (/^-?[\d,]+(\.\d+)?%?$/.test(quote ?? "") ? Number(quote.replace(/[,%]/g, "")) : null);

/** The table, or null where a sentence says it all: fewer than two rows. */
export function answerTable(citations) {
  const rows = new Map();
  const fields = [];
  citations.forEach((citation, index) => {
    const field = fieldOf(citation);
    let key = `${formOf(citation)}${isIndicator(citation) ? rowOf(citation.pointer) : ""}`;
    // forms without a code are told apart by saying the same field again
    while (!citation.project_code && rows.get(key)?.cells.has(field)) key += "+";
    const row = rows.get(key) ?? { first: citation, cells: new Map() };
    if (!fields.includes(field)) fields.push(field);
    if (!row.cells.has(field)) row.cells.set(field, { citation, number: index + 1 });
    rows.set(key, row);
  });
  if (rows.size < 2 || fields.length > 6) return null;
  const most = Object.fromEntries(fields.map((field) => [field, Math.max(...[...rows.values()].map((row) => Math.abs(numberIn(row.cells.get(field)?.citation.quote) ?? 0)))]));
  const numeric = (field) => [...rows.values()].every((row) => !row.cells.has(field) || numberIn(row.cells.get(field).citation.quote) !== null);
  const head = element("tr", {}, element("th", { scope: "col" }, text("field.project_name")), fields.map((field) => element("th", { scope: "col", class: numeric(field) ? "number" : "" }, fieldName(field))));
  const body = [...rows.values()].map((row) => element("tr", {}, element("th", { scope: "row" }, nameOf(row.first)), fields.map((field) => cell(row.cells.get(field), numeric(field), most[field]))));
  return element("div.panel.scroll-x", {}, element("table.table.answer-table", {}, element("thead", {}, head), element("tbody", {}, body)));
}

function nameOf(citation) {
  const name = names.get(citation.project_code) ?? citation.document;
  return isIndicator(citation) ? [name, " ", element("span.soft", {}, text("field.indicator", { number: Number(parts(citation.pointer)[1]) + 1 }))] : name;
}

function cell(found, numeric, most) {
  if (!found) return element("td.none", { class: numeric ? "number" : "" }, "—");
  const { citation, number } = found;
  const value = numberIn(citation.quote);
  const bar = numeric && most > 0 ? element("span.data-bar", { style: { width: `${(100 * Math.abs(value)) / most}%` } }) : null;
  return element("td", { class: numeric ? "number" : "" }, bar, element("a", { href: addressOf(citation) }, numeric ? grouped(citation.quote) : citation.quote ?? "—", element("sup", {}, `[${number}]`)));
}
