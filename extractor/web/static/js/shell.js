// What every page has: the theme switch, files dropped anywhere, and counts of work going on.
import { text } from "./strings.js";

const YEAR = 31536000;

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=${YEAR};samesite=lax`;
  document.dispatchEvent(new CustomEvent("themechange"));
}

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.dispatchEvent(new CustomEvent("themechange"));
});

// the current place of a narrow, scrolled navigation is brought into sight
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// a menu closes once something was chosen from it, or elsewhere
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
  }
});
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const veil = document.getElementById("drop-veil");
let depth = 0;
const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

addEventListener("dragenter", (event) => {
  if (!carriesFiles(event)) return;
  depth += 1;
  veil.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (!carriesFiles(event)) return;
  depth = Math.max(0, depth - 1);
  veil.hidden = depth === 0;
});
addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
addEventListener("drop", async (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  depth = 0;
  veil.hidden = true;
  const { filesOf, upload } = await import("./uploading.js");
  const files = await filesOf(event.dataTransfer);
  if (document.body.dataset.screen === "upload") document.dispatchEvent(new CustomEvent("files", { detail: files }));
  else await upload(files, { then: () => location.assign("/upload") });
});

document.title = document.title || text("frame.name");
