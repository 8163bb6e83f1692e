// Users, tokens and the audit log, for administrators.
import { query, request } from "./api.js";
import { element, fill, icon } from "./dom.js";
import { say, sayError } from "./notice.js";
import { when } from "./review/list.js";
import { text, textOr } from "./strings.js";

const by = (id) => document.getElementById(id);

function tableOf(heads, rows) {
  return element("table.table", {}, element("thead", {}, element("tr", {}, heads.map((head) => (head ? element("th", { scope: "col" }, head) : element("td"))))), element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, cell))))));
}

async function attempt(change, then) {
  try {
    const result = await change();
    await Promise.all([then(), audit()]);
    return result?.data;
  } catch (error) {
    sayError(error);
    return null;
  }
}

async function users() {
  const { data } = await request("GET", "/users");
  const path = (user) => `/users/${encodeURIComponent(user.name)}`;
  const act = (label, run) => element("button.button.small.quiet", { type: "button", on: { click: run } }, text(label));
  const roleOf = (user) => {
    const choice = element("select", { "aria-label": text("settings.role_of", { name: user.name }), on: { change: () => attempt(() => request("PATCH", path(user), { body: { role: choice.value } }), users) } },
      ["viewer", "reviewer", "admin"].map((role) => element("option", { value: role, selected: role === user.role }, text(`settings.role_${role}`))));
    return choice;
  };
  const rows = data.map((user) => [
    user.name,
    roleOf(user),
    element("span.tag", { class: user.active ? "done" : "" }, text(user.active ? "settings.active" : "settings.locked")),
    [act(user.active ? "settings.lock" : "settings.unlock", () => attempt(() => request("PATCH", path(user), { body: { active: !user.active } }), users)),
      act("settings.remove", () => confirm(text("settings.remove_user", { name: user.name })) && attempt(() => request("DELETE", path(user)), users))],
  ]);
  fill(by("users"), rows.length ? tableOf([text("settings.name"), text("settings.role"), text("settings.state"), ""], rows) : element("p.soft.none-yet", {}, text("settings.no_users")));
  fill(by("add-token").querySelector("select"), data.map((user) => element("option", { value: user.name }, user.name)));
  document.querySelector('[data-open="add-token"]').disabled = !data.length;
}

async function tokens() {
  const { data } = await request("GET", "/tokens");
  const rows = data.map((token) => [
    token.name, token.user, token.scopes.map((scope) => text(`settings.scope_${scope}`)).join(" · "),
    token.expires_at ? when(token.expires_at) : text("settings.never"),
    element("button.button.small.quiet", { type: "button", on: { click: () => attempt(() => request("DELETE", `/tokens/${token.id}`), tokens) } }, text("settings.revoke")),
  ]);
  fill(by("tokens"), rows.length ? tableOf([text("settings.token_name"), text("settings.token_user"), text("settings.scopes"), text("settings.until"), ""], rows) : element("p.soft.none-yet", {}, text("settings.no_tokens")));
}

/** What an entry is about, in words and with a way there. */
function subjectOf(line) {
  const [, kind, id, rest] = line.subject.match(/^(evaluation|opinion|finding|document|job) (\w+):? ?(.*)$/) ?? [];
  if (!kind) return line.subject;
  const name = text(`settings.audit_${kind}`, { id: kind === "job" ? id.slice(0, 8) : id });
  const [verb, ...pointers] = (rest ?? "").split(" ");
  const done = verb ? textOr(`settings.audit_${verb}`, textOr(`state.${verb}`, verb)) : "";
  const more = pointers.length > 1 ? text("settings.audit_values", { count: pointers.length }) : textOr(`state.${pointers[0]}`, pointers[0] ?? "");
  const at = pointers[0]?.startsWith("/") ? query({ at: pointers[0] }) : "";
  const there = kind === "evaluation" || kind === "opinion" ? element("a", { href: `/review/${id}${at}` }, name) : name;
  return [there, done ? ` ${done} ` : "", element("span.soft", {}, more)];
}

async function audit() {
  const { data } = await request("GET", "/audit?limit=100");
  const heads = ["at", "who", "what", "subject", "address"].map((name) => text(`settings.${name}`));
  const rows = data.map((line) => [element("span.soft.nowrap", {}, when(line.at)), line.who, textOr(`settings.audit_${line.action.replaceAll(" ", "_")}`, line.action), subjectOf(line), element("span.soft", {}, line.address)]);
  fill(by("audit"), rows.length ? tableOf(heads, rows) : element("p.soft.none-yet", {}, text("settings.no_audit")));
}

for (const button of document.querySelectorAll("[data-open]")) button.addEventListener("click", () => by(button.dataset.open).showModal());
for (const button of document.querySelectorAll("dialog [data-close]")) button.addEventListener("click", () => button.closest("dialog").close());

by("add-user").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const added = await attempt(() => request("POST", "/users", { body: Object.fromEntries(new FormData(event.target)) }), users);
  if (!added) return;
  event.target.reset();
  by("add-user").close();
});
by("add-token").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const body = { user: form.get("user"), name: form.get("name"), scopes: form.getAll("scopes"), days: Number(form.get("days")) || null };
  const made = await attempt(() => request("POST", "/tokens", { body }), tokens);
  if (!made) return;
  const secret = element("input", { type: "text", readonly: true, value: made.secret, "aria-label": text("settings.secret") });
  fill(event.target.querySelector(".body"), element("p.alert.doubt", {}, icon("warning"), text("settings.secret_once")), secret);
  event.target.querySelector("footer [type=submit]").remove();
  event.target.querySelector("footer button").textContent = text("frame.close");
  by("add-token").addEventListener("close", () => location.reload(), { once: true });
  secret.select();
  navigator.clipboard?.writeText(made.secret).then(() => say(text("settings.copied"), { kind: "done" })).catch(() => {});
});

await Promise.all([users(), tokens(), audit()]).catch(sayError);
document.documentElement.dataset.ready = "true";
