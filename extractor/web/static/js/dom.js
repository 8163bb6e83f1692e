// Builds elements. Text only ever enters as text nodes, so nothing from a document can become markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "indeterminate"]);

/** An element: attributes by name, `on` for listeners, `class` as text, `style` as properties set from script. */
export function element(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name || "div");
  if (classes.length) node.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === "class") node.classList.add(...String(value).split(/\s+/).filter(Boolean));
    else if (key === "style") for (const [property, own] of Object.entries(value)) node.style.setProperty(property, own);
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (PROPERTIES.has(key)) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

/** Adds text, nodes and lists of them; nothing for null, undefined and false. */
export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
  return parent;
}

/** Replaces what is in `parent`. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return append(parent, children);
}

/** An icon of the sprite; decoration only, so it is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** The data that the server put into the page under `id`. */
export function embedded(id) {
  const node = document.getElementById(id);
  return node ? JSON.parse(node.textContent) : null;
}

/** Whether a key press belongs to what is being typed. */
export function isTyping(event) {
  const target = event.target;
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Scrolls `box`, and nothing around it, until `node` is in sight. */
export function reveal(node, box, { middle = false } = {}) {
  const own = node.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  const above = own.top - frame.top - 8;
  const below = own.bottom - frame.bottom + 8;
  if (middle && (above < 0 || below > 0)) box.scrollTop += (above + below) / 2;
  else if (above < 0) box.scrollTop += above;
  else if (below > 0) box.scrollTop += Math.min(below, above);
}
