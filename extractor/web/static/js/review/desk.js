// The form on the desk: what the service says of it, what is selected, and changes with their answer.
import { request } from "../api.js";
import { isValue, rowOf, valueAt } from "../places.js";

const SEVERITIES = { error: 0, warning: 1, info: 2 };

/** One form under review. Listeners: `changed` after new data, `selected` after another choice. */
export class Desk extends EventTarget {
  constructor(id) {
    super();
    this.id = id;
    this.evaluation = null;
    this.etag = null;
    this.pointer = null;
    this.finding = null;
    this.mine = []; // lists of pointers changed here, for undo
    this.busy = false;
  }

  async load() {
    const { data, etag } = await request("GET", `/evaluations/${this.id}`);
    this.#take(data, etag);
  }

  #take(data, etag) {
    this.evaluation = data;
    this.etag = etag ?? `"${data.version}"`;
    this.dispatchEvent(new Event("changed"));
  }

  get record() {
    return this.evaluation.record;
  }

  get evidence() {
    return this.evaluation.evidence;
  }

  /** The printed total, the sum of the rows, and whether they agree (null: one of them is not known). */
  get totals() {
    const { total_score: printed, recomputed_total: sum, grade } = this.evaluation.summary;
    return { printed, sum, grade, closes: printed === null || sum === null ? null : Number(printed) === Number(sum) };
  }

  get corrections() {
    return this.evaluation.corrections ?? [];
  }

  /** Doubtful values that somebody found right. */
  get accepted() {
    return this.evaluation.accepted ?? [];
  }

  /** The same, those that one person accepted in one go as one list. */
  get acceptedTogether() {
    const groups = new Map();
    for (const one of this.accepted) {
      const key = `${one.accepted_at} ${one.accepted_by}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()];
  }

  /** The doubts in the row of a value, its own first. */
  doubtsInRow(pointer) {
    const row = rowOf(pointer);
    const within = this.doubts.filter((item) => rowOf(item.pointer) === row && item.pointer !== pointer);
    return [this.doubtAt(pointer), ...within].filter(Boolean);
  }

  /** The doubts on the page that a value stands on; all of them where nothing is known of pages. */
  doubtsOnPage(page) {
    return this.doubts.filter((item) => page === null || (this.placeOf(item.pointer)?.page ?? page) === page);
  }

  /** Values still to be looked at, most points at stake first, then least certain. */
  get doubts() {
    return this.evaluation.review
      .filter((item) => (item.state ?? "open") === "open")
      .sort((one, other) => Number(other.points_at_stake) - Number(one.points_at_stake) || one.confidence - other.confidence);
  }

  /** Findings, open ones first, then by severity. */
  get findings() {
    const order = (finding) => (finding.state === "dismissed" ? 10 : 0) + SEVERITIES[finding.severity];
    return [...this.evaluation.findings].sort((one, other) => order(one) - order(other));
  }

  doubtAt(pointer) {
    return this.doubts.find((item) => item.pointer === pointer) ?? null;
  }

  findingsAt(pointer) {
    return this.findings.filter((finding) => finding.pointer === pointer || finding.pointers?.includes(pointer));
  }

  valueAt(pointer) {
    return valueAt(this.record, pointer);
  }

  /** Evidence of a value; of a row, or of a value that is not printed, the box around its row's values. */
  placeOf(pointer) {
    const own = this.evidence[pointer];
    if (own) return own;
    const row = rowOf(pointer);
    const members = Object.entries(this.evidence).filter(([other]) => other === row || other.startsWith(`${row}/`));
    if (row === "" || !members.length) return null;
    const first = members.map(([, one]) => one).sort((one, other) => one.page - other.page)[0];
    const boxes = members.map(([, one]) => one).filter((one) => one.box && one.page === first.page);
    return boxes.length ? { ...first, box: around(boxes.map((one) => one.box)) } : first;
  }

  /** What else the value may be: proposed repairs, and the text as it stood before cleaning. */
  alternativesTo(pointer) {
    const now = this.valueAt(pointer);
    const given = this.evaluation.review.find((item) => item.pointer === pointer)?.alternatives ?? [];
    const repairs = this.findings.filter((one) => one.repair?.pointer === pointer).map((one) => one.repair.proposed);
    const printed = this.evidence[pointer]?.text?.replace(/\s+/g, " ").trim();
    return [...new Set([...given, ...repairs, printed])].filter((one) => one && one !== String(now ?? "")).slice(0, 4);
  }

  /** Whether the value can be accepted, corrected. */
  canChange(pointer) {
    return pointer !== null && isValue(pointer);
  }

  select(pointer, { finding = null, from = null } = {}) {
    this.pointer = pointer;
    this.finding = finding;
    this.dispatchEvent(new CustomEvent("selected", { detail: { from } }));
  }

  async #change(body) {
    this.busy = true;
    try {
      const { data, etag } = await request("PATCH", `/evaluations/${this.id}`, { body, headers: { "If-Match": this.etag } });
      this.#take(data, etag);
    } finally {
      this.busy = false;
    }
  }

  async correct(pointer, value) {
    await this.#change({ pointer, value: value === "" ? null : value });
    this.mine.push([pointer]);
  }

  /** Says that doubtful values are right as read, all of them or none. */
  async accept(pointers) {
    await this.#change({ pointers, accept: true });
    this.mine.push(pointers);
  }

  /** Takes back the last change, one's own first; returns its pointers, null when there is none. */
  async undo() {
    const changes = [
      ...this.corrections.filter((one) => !one.undone_at).map((one) => ({ at: one.corrected_at, pointers: [one.pointer] })),
      ...this.acceptedTogether.map((some) => ({ at: some[0].accepted_at, pointers: some.map((one) => one.pointer) })),
    ];
    const last = changes.sort((one, other) => one.at.localeCompare(other.at)).at(-1);
    const pointers = this.mine.at(-1) ?? last?.pointers ?? null;
    if (pointers === null) return null;
    await this.#change({ pointers, undo: true });
    this.mine.pop();
    return pointers;
  }

  async setState(state) {
    await this.#change({ state });
  }

  async decide(finding, state, reason = null) {
    await request("PATCH", `/findings/${finding.id}`, { body: { state, reason } });
    await this.load();
  }
}

export function around(boxes) {
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}
