// The upload screen: a place to drop files, and the jobs with their progress.
import { request } from "./api.js";
import { element, fill, icon } from "./dom.js";
import { JobCard } from "./jobs.js";
import { text } from "./strings.js";
import { upload } from "./uploading.js";

const list = document.getElementById("jobs");
const bar = document.getElementById("sending");
const profile = document.getElementById("profile");

function take(files) {
  upload(files, {
    profile: profile.value || null,
    onProgress: (share) => {
      bar.hidden = share === null;
      if (share !== null) bar.querySelector("progress").value = share;
    },
    onJob: (job) => {
      list.querySelector(".empty")?.remove();
      list.prepend(new JobCard(job).node);
    },
  });
}

for (const input of document.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
}
for (const button of document.querySelectorAll("[data-pick]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.pick).click());
}
document.addEventListener("files", (event) => take(event.detail));
document.addEventListener("paste", (event) => {
  if (event.clipboardData.files.length) return take([...event.clipboardData.files]);
  const pasted = event.clipboardData.getData("text/plain");
  const typing = /^(INPUT|TEXTAREA)$/.test(event.target.tagName);
  if (!typing && pasted.includes("\n")) take([new File([pasted], text("upload.pasted_name"), { type: "text/plain" })]);
});

try {
  const { data } = await request("GET", "/jobs?limit=20");
  const jobs = data.items ?? data;
  fill(list, jobs.length ? jobs.map((job) => new JobCard(job).node) : element("div.empty", {}, icon("folder"), element("h2", {}, text("upload.none")), element("p", {}, text("upload.none_text"))));
} catch (error) {
  fill(list, element("div.alert.failed", {}, icon("warning"), element("p", {}, error.message)));
}
document.documentElement.dataset.ready = "true";
