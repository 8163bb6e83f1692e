// What JSON pointers into a record are called on the form, and how they lie to each other.
import { text, textOr } from "./strings.js";

/** The parts of a pointer: "/indicators/3/score" is ["indicators", "3", "score"]. */
export function parts(pointer) {
  return pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What stands at `pointer`, null for nothing. */
export function valueAt(record, pointer) {
  let here = record;
  for (const part of parts(pointer)) here = here?.[part];
  return here ?? null;
}

/** The row that a pointer belongs to ("/indicators/3"), or the pointer itself. */
export function rowOf(pointer) {
  return pointer.match(/^\/(?:indicators|funds)\/\d+/)?.[0] ?? pointer;
}

/** Whether a pointer names one value that can be changed, not a row or the whole form. */
export function isValue(pointer) {
  return !/^\/?$|^\/(indicators|funds|goals)(\/\d+)?$/.test(pointer);
}

/** The name of a place, as people call it: 指标 3（打印机采购的数量）· 得分. */
export function placeName(pointer, record) {
  const [kind, index, field] = parts(pointer);
  if (!kind) return text("field.whole");
  if (kind === "goals") return textOr(`field.goals_${index}`, pointer);
  if (kind === "indicators" && index !== undefined) {
    const row = record.indicators[Number(index)];
    const name = row?.level3 || row?.level2;
    const numbered = text("field.indicator", { number: Number(index) + 1 });
    return joined(name ? text("field.named", { number: numbered, name: shortened(name) }) : numbered, field);
  }
  if (kind === "funds" && index !== undefined) {
    return joined(textOr(`fund.${record.funds[Number(index)]?.source}`, pointer), field);
  }
  return textOr(`field.${kind}`, pointer);
}

export function fieldName(field) {
  return textOr(`field.${field}`, field);
}

function joined(name, field) {
  return field ? `${name} · ${fieldName(field)}` : name;
}

export function shortened(words, limit = 20) {
  const flat = words.replace(/\s+/g, " ").trim();
  return flat.length <= limit ? flat : `${flat.slice(0, limit - 1)}…`;
}
