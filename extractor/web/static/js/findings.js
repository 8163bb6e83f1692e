// Findings over all forms: read, decided, picked for an opinion or a workbook.
import { query, request } from "./api.js";
import { element, embedded, fill, icon } from "./dom.js";
import { sayError } from "./notice.js";
import { bindExports } from "./opinions.js";
import { toneOf } from "./review/findings.js";
import { text } from "./strings.js";

const TITLES = embedded("rule-titles");
const PAGE = 50;
const by = (id) => document.getElementById(id);
const filters = by("filters");
const list = by("findings");
const picked = new Map(); // finding id to evaluation id
let shown = [];
let total = 0;

const asked = () => Object.fromEntries([...new FormData(filters)].filter(([name, value]) => value !== "" && name !== "grouped"));

async function load(offset = 0) {
  const { data } = await request("GET", `/findings${query({ ...asked(), limit: PAGE, offset })}`);
  shown = offset ? [...shown, ...data.items] : data.items;
  total = data.total;
  draw();
}

function draw() {
  by("total").textContent = text("findings.total", { total });
  by("more").hidden = shown.length >= total;
  if (!shown.length) {
    const narrowed = Object.keys(asked()).some((name) => name !== "state");
    fill(list, element("div.panel", {}, element("div.empty", {}, icon("check"), element("h2", {}, text(narrowed ? "findings.no_match" : "findings.none")), element("p", {}, text(narrowed ? "projects.no_match_text" : "findings.none_text")))));
    return;
  }
  const byForm = filters.elements.grouped.checked;
  const groups = new Map();
  for (const finding of shown) {
    const key = byForm ? finding.evaluation_id : finding.rule;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  fill(list, [...groups.values()].map((members) => group(members, byForm)));
  picks();
}

function group(members, byForm) {
  const [first] = members;
  const all = element("input", { type: "checkbox", "aria-label": text("findings.pick_all"), on: { change: () => (members.forEach((one) => pick(one, all.checked)), draw()) } });
  all.checked = members.every((one) => picked.has(one.id));
  const title = byForm
    ? [element("a", { href: `/review/${first.evaluation_id}` }, formName(first)), element("span.soft", {}, [first.implementing_unit, first.year].filter(Boolean).join(" · "))]
    : [element("span.rule-code", {}, first.rule), element("a", { href: `/rules/${first.rule}` }, TITLES[first.rule] ?? first.rule)];
  return element("section.panel.group", {}, element("header", {}, all, element("h2", {}, title), byForm ? ["docx", "pdf"].map((format) => element("a.button.small.quiet", { href: `/api/v1/evaluations/${first.evaluation_id}/opinion.${format}`, download: "" }, text(`findings.opinion_${format}`))) : null, element("span.count", {}, String(members.length))), element("ul", {}, members.map((finding) => line(finding, byForm))));
}

const formName = (finding) => finding.project_name ?? finding.project_code ?? `#${finding.evaluation_id}`;

function line(finding, byForm) {
  const box = element("input", { type: "checkbox", checked: picked.has(finding.id), "aria-label": text("findings.pick"), on: { change: () => (pick(finding, box.checked), picks()) } });
  const where = `/review/${finding.evaluation_id}?finding=${finding.id}`;
  const tone = toneOf(finding);
  return element(
    "li.finding",
    { class: `${tone} ${finding.state}`, dataset: { finding: finding.id } },
    box,
    element("span.tag", { class: tone === "doubt" ? "doubt" : finding.severity }, text(tone === "doubt" ? "verdict.reading" : `severity.${finding.severity}`)),
    element("div.finding-text", {}, element("a.finding-message", { href: where }, finding.message),
      finding.repair ? element("p.doubt-text", {}, text("review.repair_is", { proposed: finding.repair.proposed, reason: finding.repair.reason })) : null,
      element("p.soft", {}, byForm ? `${finding.rule} ${TITLES[finding.rule] ?? ""}` : [formName(finding), finding.implementing_unit].filter(Boolean).join(" · "), finding.reason ? ` · ${text("review.decided")}：${finding.reason}` : "", finding.decided_by ? ` · ${finding.decided_by}` : "")),
    actions(finding),
  );
}

function actions(finding) {
  const row = element("div.actions");
  const button = (label, run, kind = "") => element("button.button.small", { type: "button", class: kind, on: { click: run } }, text(label));
  const usual = () =>
    finding.state === "open"
      ? [button("review.accept_finding", () => decide(finding, "accepted")), button("review.dismiss_because", () => fill(row, reason()))]
      : [element("span.tag", { class: finding.state === "accepted" ? "done" : "" }, text(`state.${finding.state}`)), button("review.reopen", () => decide(finding, "open"), "quiet")];
  const reason = () => {
    const input = element("input", { type: "text", placeholder: text("review.dismiss_reason"), "aria-label": text("review.dismiss_reason"), on: { keydown: (event) => event.key === "Enter" && !event.isComposing && go() } });
    const go = () => (input.value.trim() ? decide(finding, "dismissed", input.value.trim()) : input.focus());
    queueMicrotask(() => input.focus());
    return [input, button("review.dismiss", go, "primary"), button("review.leave", () => fill(row, usual()))];
  };
  return fill(row, usual());
}

async function decide(finding, state, reason = null) {
  try {
    const { data } = await request("PATCH", `/findings/${finding.id}`, { body: { state, reason } });
    Object.assign(finding, data);
    draw();
  } catch (error) {
    sayError(error);
  }
}

function pick(finding, on) {
  if (on) picked.set(finding.id, finding.evaluation_id);
  else picked.delete(finding.id);
}

function picks() {
  by("picked").textContent = picked.size ? text("findings.picked", { count: picked.size, forms: new Set(picked.values()).size }) : "";
}

bindExports(by("exports"), {
  picked: () => [...new Set(picked.values())],
  filters: () => {
    const { year, unit, severity, rule, batch } = asked();
    return { year, unit, severity, rule, batch };
  },
  query,
});
by("more").addEventListener("click", () => load(shown.length).catch(sayError));

let waiting;
async function changed() {
  const now = { ...asked(), grouped: filters.elements.grouped.checked ? "form" : "" };
  history.replaceState(null, "", `${location.pathname}${query(now)}`);
  await load().catch(sayError);
}
filters.addEventListener("change", (event) => (event.target.name === "grouped" ? draw() : changed()));
filters.addEventListener("input", (event) => {
  if (event.target.name !== "text") return;
  clearTimeout(waiting);
  waiting = setTimeout(changed, 200);
});
filters.addEventListener("submit", (event) => event.preventDefault());
await load().catch((error) => fill(list, element("div.alert.failed", {}, icon("warning"), element("p", {}, error.message))));
document.documentElement.dataset.ready = "true";
