// Reads server-sent events from the answer to a POST, which EventSource cannot send.

/** Yields {event, data} as they come in; `response` is from fetch. */
export async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (value) waiting += value.replaceAll("\r\n", "\n");
    for (let end = waiting.indexOf("\n\n"); end >= 0; end = waiting.indexOf("\n\n")) {
      const event = parsed(waiting.slice(0, end));
      waiting = waiting.slice(end + 2);
      if (event) yield event;
    }
    if (done) return;
  }
}

function parsed(block) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}
