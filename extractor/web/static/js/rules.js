// Narrows the catalogue while one types.
const find = document.getElementById("find");
const lines = [...document.querySelectorAll("[data-find]")];

find.addEventListener("input", () => {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const line of lines) line.hidden = !words.every((word) => line.dataset.find.includes(word));
  for (const family of document.querySelectorAll(".family")) family.hidden = !family.querySelector("li:not([hidden])");
  document.getElementById("no-rule").hidden = lines.some((line) => !line.hidden);
});
