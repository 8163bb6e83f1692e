// The strings of the page's language, which the server embeds.
import { embedded } from "./dom.js";

const STRINGS = embedded("strings") ?? {};

/** The string `key` with its {places} filled. */
export function text(key, values = {}) {
  const found = STRINGS[key];
  if (found === undefined) throw new Error(`no string ${key}`);
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The string `key`, or `otherwise` where the catalogue has none. */
export function textOr(key, otherwise) {
  return key in STRINGS ? STRINGS[key] : otherwise;
}

export const language = document.documentElement.lang;
