// A finding as a line: what does not hold, its arithmetic, and what the reviewer decides.
import { element, icon } from "../dom.js";
import { placeName } from "../places.js";
import { text } from "../strings.js";

/** "error" for what is wrong with the form, "doubt" where we may have misread, else "note". */
export function toneOf(finding) {
  if (finding.verdict === "reading") return "doubt";
  return finding.severity === "error" ? "error" : "note";
}

const SIGNS = { error: "error", doubt: "warning", note: "next" };

function head(finding) {
  const tone = toneOf(finding);
  return element(
    "span.finding-head",
    {},
    icon(SIGNS[tone]),
    element("span.finding-rule", {}, finding.rule),
    element("span.tag", { class: finding.verdict === "reading" ? "doubt" : finding.severity }, text(finding.verdict === "reading" ? "verdict.reading" : `severity.${finding.severity}`)),
  );
}

/** The line under a row of the form: a click selects it; when selected, the decision is beside it. */
export function findingLine(desk, finding) {
  const active = desk.finding?.id === finding.id;
  const body = element(
    "button.finding-line",
    { type: "button", class: active ? "active" : "", on: { click: () => desk.select(finding.pointer, { finding, from: "paper" }) } },
    head(finding),
    element("span.finding-message", {}, finding.message),
    finding.state === "accepted" ? element("span.tag.done", {}, text("state.accepted")) : null,
  );
  return element("div.finding", { class: toneOf(finding), dataset: { finding: finding.id } }, body, active ? decision(desk, finding) : null);
}

/** The card in the list of findings: place, arithmetic, proposed repair, decision. */
export function findingCard(desk, finding, active) {
  const decided = finding.state && finding.state !== "open";
  return element(
    "li.finding",
    { class: `${toneOf(finding)} ${active ? "active" : ""} ${finding.state ?? "open"}`, dataset: { finding: finding.id } },
    element(
      "button.finding-line",
      { type: "button", "aria-expanded": String(active), on: { click: () => desk.select(finding.pointer, { finding, from: "list" }) } },
      head(finding),
      element("span.finding-message", {}, finding.message),
      decided ? element("span.tag", { class: finding.state === "accepted" ? "done" : "" }, text(`state.${finding.state}`)) : null,
    ),
    active ? details(desk, finding) : null,
    active ? decision(desk, finding) : null,
  );
}

function details(desk, finding) {
  const pairs = [
    [text("review.place"), placeName(finding.pointer, desk.record)],
    finding.printed !== null && [text("review.printed"), finding.printed],
    finding.recomputed !== null && [text("review.recomputed"), finding.recomputed],
    finding.repair && [text("review.repair"), text("review.repair_is", { proposed: finding.repair.proposed, reason: finding.repair.reason })],
    finding.reason && [text("review.decided"), `${finding.reason}${finding.decided_by ? ` — ${finding.decided_by}` : ""}`],
  ].filter(Boolean);
  return element("dl.finding-details", {}, pairs.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}

/** The buttons: accept, dismiss with a reason, and back to open. */
export function decision(desk, finding) {
  const button = (label, run, kind = "") => element("button.button.small", { type: "button", class: kind, on: { click: run } }, label);
  const decide = (state, reason) => desk.dispatchEvent(new CustomEvent("decide", { detail: { finding, state, reason } }));
  const row = element("div.actions");
  const rule = element("a.button.small.quiet", { href: `/rules/${finding.rule}` }, text("review.rule_page"));
  if (finding.state && finding.state !== "open") {
    row.append(button(text("review.reopen"), () => decide("open", null)), rule);
    return row;
  }
  const dismiss = button(text("review.dismiss_because"), () => row.replaceChildren(...reasonForm(decide, () => row.replaceChildren(...usual))));
  const repair = finding.repair && desk.canChange(finding.repair.pointer)
    ? button(text("review.take_repair", { proposed: finding.repair.proposed }), () => desk.dispatchEvent(new CustomEvent("take", { detail: { pointer: finding.repair.pointer, value: finding.repair.proposed } })))
    : null;
  const usual = [button(text("review.accept_finding"), () => decide("accepted", null), "primary"), dismiss, repair, rule].filter(Boolean);
  row.append(...usual);
  return row;
}

function reasonForm(decide, back) {
  const input = element("input", {
    type: "text",
    placeholder: text("review.dismiss_reason"),
    "aria-label": text("review.dismiss_reason"),
    on: {
      keydown: (event) => {
        event.stopPropagation();
        if (event.key === "Enter" && !event.isComposing && input.value.trim()) decide("dismissed", input.value.trim());
        if (event.key === "Escape") back();
      },
    },
  });
  const go = element("button.button.small.primary", { type: "button", on: { click: () => (input.value.trim() ? decide("dismissed", input.value.trim()) : input.focus()) } }, text("review.dismiss"));
  const leave = element("button.button.small", { type: "button", on: { click: back } }, text("review.leave"));
  queueMicrotask(() => input.focus());
  return [input, go, leave];
}
