// The review screen: the original on the left, the form on the right, the keyboard for everything.
import { embedded, element, fill, icon, isTyping } from "../dom.js";
import { say, sayError } from "../notice.js";
import { placeName } from "../places.js";
import { text } from "../strings.js";
import { Desk } from "./desk.js";
import { List } from "./list.js";
import { Paper } from "./paper.js";
import { Sheets } from "./sheets.js";
import { Source } from "./source.js";

const setup = embedded("review-setup");
const desk = new Desk(setup.id);
const list = new List(document.getElementById("review-tabs"), document.getElementById("review-list"), desk, { nextForm: setup.next, crop: setup.sheet.kind === "pages" ? setup.crop : null });
new Paper(document.getElementById("paper"), desk);
const pane = document.getElementById("sheet-pane");
const sheets = setup.sheet.kind === "pages" ? new Sheets(pane, desk, setup.sheet) : null;
if (setup.sheet.kind === "grid") new Source(pane, desk, setup.sheet.address);

function drawHead() {
  const { state } = desk.evaluation;
  const { printed, sum, grade, closes } = desk.totals;
  const tone = closes === null ? "soft" : closes ? "good-text" : "error-text";
  fill(
    document.getElementById("review-totals"),
    element("span.total-printed", { title: text("review.total") }, printed ?? "—"),
    element("span.soft", {}, "→"),
    element("span.total-sum", { class: tone, title: text("review.recomputed_total") }, sum ?? text("review.unknown"), closes === null ? null : icon(closes ? "check" : "error")),
    grade ? element("span.tag.accent", {}, grade) : null,
  );
  const done = document.getElementById("review-done");
  done.setAttribute("aria-pressed", String(state === "done"));
  fill(done, icon("check"), text(state === "done" ? "review.is_done" : "review.mark_done"));
}

function leaveEditor() {
  desk.editing = null;
  desk.typed = null;
  desk.dispatchEvent(new Event("changed"));
}

/** Runs a change; on a conflict says who was faster, loads what they did, and keeps what was typed. */
async function attempt(change) {
  if (desk.busy) return false;
  offered();
  try {
    await change();
    return true;
  } catch (error) {
    if (error.status !== 412) {
      sayError(error);
      return false;
    }
    await desk.load().catch(sayError);
    const last = desk.corrections.at(-1);
    const who = last?.corrected_by ?? text("review.somebody");
    const what = last ? placeName(last.pointer, desk.record) : text("field.whole");
    say(text(desk.typed === null || desk.typed === undefined ? "review.conflict" : "review.conflict_typed", { who, what }), { kind: "doubt" });
    return false;
  }
}

function toNext(pointer) {
  const doubts = desk.doubts;
  if (list.tab !== "doubts" || !doubts.length) return desk.select(pointer, { from: "list" });
  return desk.select(doubts[0].pointer, { from: "list" });
}

async function take(pointer, value) {
  const doubtful = desk.doubtAt(pointer) !== null;
  const done = await attempt(() => desk.correct(pointer, value));
  if (!done) return;
  leaveEditor();
  if (doubtful) toNext(pointer);
}

/** Closes the offer to undo the last acceptance of many; it would undo something else after the next change. */
let offered = () => {};

async function accept(pointers = [desk.pointer]) {
  const doubtful = pointers.filter((pointer) => desk.doubtAt(pointer));
  if (!doubtful.length || !(await attempt(() => desk.accept(doubtful)))) return;
  toNext(doubtful.at(-1));
  if (doubtful.length > 1) offered = say(text("review.accepted_all", { count: doubtful.length }), { kind: "done", action: { label: text("frame.undo"), run: undo } });
}

function acceptRow() {
  return accept(desk.doubtsInRow(desk.pointer ?? "").map((item) => item.pointer));
}

/** Shows the values that are about to be accepted: nothing is accepted unseen. */
function askToAccept(pointers) {
  const dialog = document.getElementById("accepting");
  const rows = pointers.map((pointer) => element("tr", {}, element("td", {}, placeName(pointer, desk.record)), element("td.strong", {}, desk.canChange(pointer) ? String(desk.valueAt(pointer) ?? text("field.blank")) : "")));
  fill(dialog.querySelector("tbody"), rows);
  const button = dialog.querySelector("[data-accept]");
  button.textContent = text("review.accept_these", { count: pointers.length });
  button.onclick = () => (dialog.close(), accept(pointers));
  dialog.showModal();
}

async function undo() {
  let pointers = null;
  if (!(await attempt(async () => (pointers = await desk.undo())))) return;
  if (pointers === null) return say(text("review.nothing_to_undo"));
  desk.select(pointers[0], { from: "undo" });
  const place = placeName(pointers[0], desk.record);
  say(text("review.undid", { place: pointers.length > 1 ? `${place} ${text("review.and_more", { count: pointers.length })}` : place }), { kind: "done" });
}

function edit(where = null) {
  if (!desk.canChange(desk.pointer)) return;
  desk.editing = desk.pointer;
  desk.editingIn = where ?? (list.tab === "doubts" ? "list" : "paper");
  desk.typed = null;
  desk.dispatchEvent(new Event("changed"));
}

desk.addEventListener("changed", drawHead);
desk.addEventListener("edit", (event) => edit(event instanceof CustomEvent ? event.detail : "paper"));
desk.addEventListener("leave", leaveEditor);
desk.addEventListener("accept", () => accept());
desk.addEventListener("accept-row", acceptRow);
desk.addEventListener("accept-all", (event) => askToAccept(event.detail));
desk.addEventListener("save", (event) => take(desk.editing, event.detail));
desk.addEventListener("take", (event) => take(event.detail.pointer, event.detail.value));
desk.addEventListener("decide", async (event) => {
  const { finding, state, reason } = event.detail;
  if (await attempt(() => desk.decide(finding, state, reason))) {
    if (state === "open") desk.select(finding.pointer, { finding: desk.findings.find((one) => one.id === finding.id), from: "list" });
    else list.step(1);
  }
});
desk.addEventListener("selected", () => {
  if (desk.editing && desk.editing !== desk.pointer) {
    desk.editing = null;
    desk.typed = null;
    desk.dispatchEvent(new Event("changed"));
  }
  const address = new URL(location.href);
  if (desk.finding) address.searchParams.set("finding", desk.finding.id);
  else address.searchParams.delete("finding");
  if (desk.pointer === null) address.searchParams.delete("at");
  else address.searchParams.set("at", desk.pointer);
  history.replaceState(null, "", address);
});

document.getElementById("review-done").addEventListener("click", async () => {
  const state = desk.evaluation.state === "done" ? "open" : "done";
  if (await attempt(() => desk.setState(state))) say(text(`review.set_${state}`), { kind: "done" });
});
const help = document.getElementById("keys");
document.getElementById("review-keys").addEventListener("click", () => help.showModal());
for (const dialog of document.querySelectorAll("dialog")) {
  for (const close of dialog.querySelectorAll("[data-close]")) close.addEventListener("click", () => dialog.close());
}

const KEYS = {
  j: () => list.step(1),
  ArrowDown: () => list.step(1),
  k: () => list.step(-1),
  ArrowUp: () => list.step(-1),
  a: () => list.tab === "doubts" && document.getElementById("accept-all")?.click(),
  e: () => edit(),
  f: () => {
    list.show(list.tab === "findings" ? "doubts" : "findings");
    if (list.tab === "findings" && !desk.finding) list.step(1);
  },
  z: undo,
  "[": () => sheets?.step(-1),
  "]": () => sheets?.step(1),
  "+": () => sheets?.zoomBy(1.25),
  "=": () => sheets?.zoomBy(1.25),
  "-": () => sheets?.zoomBy(0.8),
  0: () => sheets?.zoomTo(1),
  n: () => setup.next && location.assign(setup.next),
  p: () => setup.previous && location.assign(setup.previous),
  "?": () => help.showModal(),
};

addEventListener("keydown", (event) => {
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const scrolling = event.key.startsWith("Arrow") && event.target.closest?.(".sheet-scroll, .source-scroll, .paper-scroll");
  if (scrolling) return;
  if (event.key === "Enter") {
    // a focused button keeps its own meaning, except the values of the form
    if (event.target.closest?.("a, summary, button:not(.value)")) return;
    if (list.tab === "findings" && desk.finding) desk.dispatchEvent(new CustomEvent("decide", { detail: { finding: desk.finding, state: "accepted", reason: null } }));
    else if (event.shiftKey) acceptRow();
    else accept();
    event.preventDefault();
    return;
  }
  const run = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!run) return;
  event.preventDefault();
  run();
});

try {
  await desk.load();
  const asked = new URLSearchParams(location.search);
  const finding = desk.findings.find((one) => String(one.id) === asked.get("finding")) ?? null;
  const pointer = finding?.pointer ?? asked.get("at") ?? desk.doubts[0]?.pointer ?? null;
  if (finding) list.show("findings");
  if (pointer !== null) desk.select(pointer, { finding, from: "address" });
  document.documentElement.dataset.ready = "true";
} catch (error) {
  fill(document.getElementById("paper"), element("div.empty", {}, icon("warning"), element("h2", {}, text("review.failed")), element("p", {}, error.message), element("button.button", { type: "button", on: { click: () => location.reload() } }, text("frame.retry"))));
}
