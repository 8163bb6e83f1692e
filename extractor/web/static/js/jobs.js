// Jobs on the upload screen: one card each, a line a file, kept up to date by server-sent events.
import { ROOT, request } from "./api.js";
import { element, fill, icon } from "./dom.js";
import { sayError } from "./notice.js";
import { language, text } from "./strings.js";

const OVER = new Set(["done", "unchanged", "failed", "cancelled"]);
const STAGES = ["waiting", "reading", "checking", "done"];
const SHOWN = 30;

export class JobCard {
  constructor(job) {
    this.job = job;
    this.all = false;
    this.node = element("div.panel.job", { role: "group", "aria-label": text("upload.job") });
    this.draw();
    if (!this.over) this.#listen();
  }

  get over() {
    return this.job.documents.every((one) => OVER.has(one.state));
  }

  #listen() {
    const events = new EventSource(`${ROOT}/jobs/${this.job.id}/events`);
    const take = (event) => {
      const change = JSON.parse(event.data);
      Object.assign(this.job.documents.find((one) => one.id === change.id) ?? {}, change);
      this.#drawSoon();
    };
    // after an interruption the browser connects again by itself, and is told how every file stands
    events.addEventListener("document", take);
    events.addEventListener("over", () => (events.close(), this.#renew()));
  }

  async #renew() {
    try {
      this.job = (await request("GET", `/jobs/${this.job.id}`)).data;
      this.draw();
    } catch (error) {
      sayError(error);
    }
  }

  #drawSoon() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      this.draw();
    });
  }

  draw() {
    const { documents } = this.job;
    const count = (state) => documents.filter((one) => one.state === state).length;
    const finished = documents.filter((one) => OVER.has(one.state)).length;
    const forms = documents.reduce((sum, one) => sum + (one.evaluation_ids?.length ?? 0), 0);
    const said = [text("upload.files", { count: documents.length }), ...["unchanged", "failed", "cancelled"].filter(count).map((state) => `${text(`state.${state}`)} ${count(state)}`)].join(" · ");
    const brought = count("done") && this.job.batch ? element("a", { href: `/projects?batch=${this.job.batch}` }, text("upload.forms", { count: forms })) : element("span.soft", {}, text("upload.forms", { count: forms }));
    const order = (one) => ({ reading: 0, checking: 0, failed: 1, waiting: 3 })[one.state] ?? (one.problems?.length ? 1 : 2);
    const sorted = [...documents].sort((one, other) => order(one) - order(other));
    const shown = this.all ? sorted : sorted.slice(0, SHOWN);
    const act = (path, label) => element("button.button.small", { type: "button", on: { click: () => this.#act(path) } }, text(label));
    fill(
      this.node,
      element("header", {}, this.over ? icon("check") : element("span.spinner", { role: "img", "aria-label": text("upload.running") }), element("h2", {}, when(this.job.created_at)), element("span.soft", {}, said), brought,
        this.over ? null : act("cancel", "frame.cancel"), this.over && (count("failed") || count("cancelled")) ? act("retry", "upload.again") : null),
      this.over ? null : element("progress", { max: documents.length, value: finished, "aria-label": text("upload.progress", { done: finished, total: documents.length }) }),
      element("ul.job-files", {}, shown.map((one) => this.#line(one))),
      sorted.length > shown.length ? element("p.job-more", {}, element("button.button.quiet", { type: "button", on: { click: () => ((this.all = true), this.draw()) } }, text("upload.show_all", { count: sorted.length }))) : null,
    );
  }

  async #act(path) {
    try {
      this.job = (await request("POST", `/jobs/${this.job.id}/${path}`)).data;
      this.draw();
      if (!this.over) this.#listen();
    } catch (error) {
      sayError(error);
    }
  }

  #line(one) {
    const problems = one.problems ?? [];
    const links = (one.evaluation_ids ?? []).map((id, index, all) => element("a", { href: `/review/${id}` }, all.length > 1 ? text("upload.form_number", { number: index + 1 }) : text("upload.open")));
    const shortened = links.length > 6 ? [...links.slice(0, 6), element("span.soft", {}, text("upload.more_forms", { count: links.length - 6 }))] : links;
    return element(
      "li.job-file",
      { class: one.state },
      element("div.job-name", {}, icon("file"), element("span", { title: one.document }, one.document)),
      stages(one.state),
      element("div.job-links", {}, shortened),
      problems.length ? element("ul.job-problems", {}, problems.map((problem) => element("li", {}, icon(problem.severity === "notice" ? "next" : "warning"), element("span", {}, problem.message)))) : null,
    );
  }
}

/** Where a file is on its way; words for what is over. */
function stages(state) {
  if (OVER.has(state)) return element("span.tag", { class: state === "done" ? "done" : state === "unchanged" ? "accent" : "" }, text(`state.${state}`));
  const now = STAGES.indexOf(state);
  return element("ol.stages", { "aria-label": text(`state.${state}`) }, STAGES.map((stage, index) => element("li", { class: index < now ? "past" : index === now ? "now" : "" }, text(stage === "done" ? "upload.finish" : `state.${stage}`))));
}

function when(stamp) {
  return new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(stamp));
}
