// Questions and their answers: streamed, with what they rest on, and follow-ups that know what was asked before.
import { request } from "./api.js";
import { addressOf, answerTable, namesOf } from "./answer_table.js";
import { element, fill, icon } from "./dom.js";
import { eventsOf } from "./event_stream.js";
import { fieldName, isValue, parts, shortened } from "./places.js";
import { text } from "./strings.js";

const form = document.getElementById("ask");
const input = form.elements.question;
const answers = document.getElementById("answers");
const follow = document.getElementById("follow");
const CITED_AT_ONCE = 6;
let previous = null; // {question, plan} that a follow-up resolves against
let asking = null;

function grow() {
  input.style.height = "auto";
  input.style.height = `${Math.min(160, input.scrollHeight + 2)}px`;
}

async function ask(question) {
  asking?.abort();
  asking = new AbortController();
  const said = element("p.answer-text", {}, element("span.spinner", { role: "img", "aria-label": text("frame.loading") }));
  const card = element("article.exchange", {}, element("h2", {}, question), said);
  answers.prepend(card);
  document.getElementById("suggestions").hidden = true;
  history.replaceState(null, "", `/ask?q=${encodeURIComponent(question)}`);
  document.documentElement.dataset.ready = "false";
  try {
    const { response } = await request("POST", "/questions/stream", { body: { question, previous: previous?.plan ?? null }, headers: { Accept: "text/event-stream" }, signal: asking.signal, raw: true });
    let spoken = "";
    for await (const { event, data } of eventsOf(response)) {
      if (event === "text") fill(said, (spoken += data));
      if (event === "answer") await conclude(card, said, data);
    }
  } catch (error) {
    if (error.name === "AbortError") card.remove();
    else fill(said, element("span.failed", {}, icon("warning"), error.message), " ", element("button.button.small", { type: "button", on: { click: () => (card.remove(), ask(question)) } }, text("frame.retry")));
  }
  document.documentElement.dataset.ready = "true";
}

async function conclude(card, said, answer) {
  fill(said, answer.answer);
  card.classList.toggle("refused", !answer.answered);
  if (!answer.answered) said.prepend(element("span.tag", {}, text("ask.refused")), " ");
  if (answer.plan.phrasing) said.after(phrasing(answer.plan.phrasing));
  const names = await namesOf(answer.citations.map((one) => one.project_code)).catch(() => new Map());
  const table = answerTable(answer.citations);
  if (table) card.append(table);
  if (answer.citations.length) card.append(sources(answer.citations, names));
  previous = answer.answered && Object.keys(answer.plan).length ? { question: answer.question, plan: answer.plan } : previous;
  follow.hidden = previous === null;
  if (previous) document.getElementById("follow-what").textContent = previous.question;
  input.placeholder = text(previous ? "ask.follow_placeholder" : "ask.placeholder");
}

// That a model worded the answer, and what it would have been without.
function phrasing({ model, template }) {
  return element("details.phrased", {}, element("summary", {}, element("span.tag", { title: model }, text("ask.phrased"))), element("h3", {}, text("ask.template")), element("p.answer-text", {}, template));
}

function sources(citations, names) {
  const line = (citation, index) => {
    const [kind, row] = parts(citation.pointer);
    const place = [names.get(citation.project_code) ?? citation.document, kind === "indicators" ? text("field.indicator", { number: Number(row) + 1 }) : null, isValue(citation.pointer) ? fieldName(parts(citation.pointer).at(-1)) : null];
    return element("li", {}, element("a.source", { href: addressOf(citation) }, element("span.source-number", {}, `[${index + 1}]`), element("span.source-place", {}, place.filter(Boolean).join(" · ")),
      citation.quote ? element("q", {}, shortened(citation.quote, 60)) : null, citation.page ? element("span.soft", {}, text("ask.page", { page: citation.page })) : null));
  };
  const list = element("ol.sources", {}, citations.slice(0, CITED_AT_ONCE).map(line));
  const rest = citations.length - CITED_AT_ONCE;
  const more = rest > 0 ? element("button.button.quiet.small", { type: "button", on: { click: () => (fill(list, citations.map(line)), more.remove()) } }, text("ask.more_sources", { count: rest })) : null;
  return element("section.cited", {}, element("h3", {}, text("ask.sources", { count: citations.length })), list, more);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = input.value.trim();
  if (!question) return;
  input.value = "";
  grow();
  ask(question);
});
input.addEventListener("input", grow);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.getElementById("anew").addEventListener("click", () => {
  previous = null;
  follow.hidden = true;
  input.placeholder = text("ask.placeholder");
  input.focus();
});
for (const button of document.querySelectorAll("#suggestions button")) button.addEventListener("click", () => ask(button.textContent));

const asked = new URLSearchParams(location.search).get("q");
if (asked) ask(asked);
else document.documentElement.dataset.ready = "true";
