/** The text of a body, up to `limit` bytes; `null` if it is longer. */
export const bodyOf = async (response, limit) => {
  if (!response.body) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > limit) {
      // Its promise may never settle.
      reader.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
};

/** What is in the head of an answer. */
export const headOf = (response) => ({
  status: response.status,
  url: response.url,
  redirected: response.redirected,
  contentType: response.headers.get("content-type") ?? "",
  date: Date.parse(response.headers.get("date") ?? "") || null,
  at: Date.now(),
});

/** The headers of a probe; none of them needs a preflight unless the probe is about that. */
export const headersOf = ({ mode, preflight }) => {
  if (mode === "no-cors") return {};
  return { Accept: "application/json", ...(preflight && { "Content-Type": "application/json" }) };
};

/** Performs one probe with the page's `fetch`. Never rejects. */
export const perform = async (probe) => {
  const answer = { id: probe.id, asked: probe.url, outcome: "failed" };
  const control = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    control.abort();
  }, probe.timeout);
  try {
    const { url, method, mode, credentials, redirect } = probe;
    const headers = headersOf(probe);
    const response = await fetch(url, { method, mode, credentials, redirect, headers, cache: "no-store", signal: control.signal });
    Object.assign(answer, headOf(response));
    if (response.type === "opaque" || response.type === "opaqueredirect") {
      answer.outcome = response.type === "opaque" ? "opaque" : "redirect";
    } else {
      const body = await bodyOf(response, probe.limit);
      answer.outcome = body === null ? "too-large" : "answered";
      answer.body = body ?? "";
    }
  } catch {
    if (isLate) answer.outcome = "timed-out";
  } finally {
    clearTimeout(timer);
    // What is left of the body is not needed.
    control.abort();
  }
  return answer;
};
