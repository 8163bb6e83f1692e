// Opinions are one file a form; several are fetched one after the other.
import { ROOT } from "./api.js";
import { element } from "./dom.js";
import { say } from "./notice.js";
import { text } from "./strings.js";

const AT_ONCE = 20;
const PAUSE = 400;

/** Downloads the opinions on the forms `ids` as "docx" or "pdf". */
export async function downloadOpinions(ids, format) {
  if (!ids.length) return say(text("frame.pick_first"));
  if (ids.length > AT_ONCE) return say(text("frame.pick_fewer", { most: AT_ONCE }));
  for (const id of ids) {
    const link = element("a", { href: `${ROOT}/evaluations/${id}/opinion.${format}`, download: "" });
    document.body.append(link);
    link.click();
    link.remove();
    // browsers drop downloads that are asked for in the same moment
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

/** Makes the links of an export menu work: `picked` gives the ids of picked forms, `filters` what the list is narrowed by. */
export function bindExports(menu, { picked, filters, query }) {
  for (const link of menu.querySelectorAll("a")) {
    link.addEventListener("click", (event) => {
      menu.closest("details").open = false;
      const { format } = link.dataset;
      const ids = picked();
      if (format === "docx" || format === "pdf") {
        event.preventDefault();
        downloadOpinions(ids, format);
      } else link.href = `${ROOT}/exports${query({ ...(ids.length ? { ids } : filters()), format })}`;
    });
  }
}
