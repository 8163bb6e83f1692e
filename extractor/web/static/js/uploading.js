// Takes files in: from drops and folders, sent as jobs of at most a few hundred files each.
import { ROOT, ApiError } from "./api.js";
import { say, sayError } from "./notice.js";
import { text } from "./strings.js";

const FILES_A_JOB = 200;
const SKIPPED = /(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$)/;

/** All files of a drop, folders with what is in them. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  return (await Promise.all(entries.map((entry) => filesOfEntry(entry)))).flat();
}

async function filesOfEntry(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return SKIPPED.test(file.name) ? [] : [file];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    // a folder is given out a hundred entries at a time, until an empty batch
    const batch = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!batch.length) break;
    found.push(...batch);
  }
  return (await Promise.all(found.map(filesOfEntry))).flat();
}

/** Sends files; calls `onProgress` with the share sent, `onJob` with each job, `then` when all are handed in. */
export async function upload(files, { profile = null, onProgress = () => {}, onJob = () => {}, then = () => {} } = {}) {
  const wanted = [...files].filter((file) => !SKIPPED.test(file.webkitRelativePath || file.name));
  if (!wanted.length) {
    say(text("frame.no_files"));
    return;
  }
  const total = wanted.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  try {
    for (let start = 0; start < wanted.length; start += FILES_A_JOB) {
      const part = wanted.slice(start, start + FILES_A_JOB);
      const job = await send(part, profile, (sent) => onProgress(Math.min(1, (before + sent) / total)));
      before += part.reduce((sum, file) => sum + file.size, 0);
      onJob(job);
    }
    then();
  } catch (error) {
    sayError(error);
  } finally {
    onProgress(null);
  }
}

// XMLHttpRequest, because fetch does not tell how much has been sent
function send(files, profile, onSent) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.webkitRelativePath || file.name);
  if (profile) form.append("profile", profile);
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open("POST", `${ROOT}/documents`);
    call.setRequestHeader("Idempotency-Key", crypto.randomUUID?.() ?? String(Math.random()).slice(2));
    call.responseType = "json";
    call.upload.addEventListener("progress", (event) => onSent(event.loaded));
    call.addEventListener("error", () => failed(new ApiError(0, { detail: text("errors.offline") })));
    call.addEventListener("load", () =>
      call.status >= 200 && call.status < 300 ? done(call.response) : failed(new ApiError(call.status, call.response)),
    );
    call.send(form);
  });
}
