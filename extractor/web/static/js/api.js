// The one way to the REST API: JSON in and out, problem+json as errors.
import { text } from "./strings.js";

export const ROOT = "/api/v1";

/** What the service refused: `status`, `detail` fit for a user, the whole problem. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || text("errors.status", { status }));
    this.status = status;
    this.problem = problem ?? {};
  }
}

async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** A request to the API. Returns {data, etag, response}; `raw` leaves the body alone (streams, files). */
export async function request(method, path, { body, headers = {}, signal, raw = false } = {}) {
  const sent = new Headers({ Accept: "application/json", ...headers });
  const form = body instanceof FormData;
  if (body !== undefined && !form) sent.set("Content-Type", "application/json");
  let response;
  try {
    response = await fetch(ROOT + path, {
      method,
      headers: sent,
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
      credentials: "same-origin",
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { detail: text("errors.offline") });
  }
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  if (raw) return { response };
  const data = response.status === 204 ? null : await response.json();
  return { data, etag: response.headers.get("ETag"), response };
}

/** A query string of what is set. */
export function query(values) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") parameters.append(key, one);
    }
  }
  const written = parameters.toString();
  return written ? `?${written}` : "";
}
