import { FLOWS } from "./flows.js";

/** Requests an element's flow while its module is loaded. `query` has the parameters of the flow; `signal` ends the
 * request with the element. */
export const begin = (kind, base, query, signal) => {
  if (!FLOWS.includes(kind)) return;
  const flow = query.get("flow");
  const path = flow ? `flows?${new URLSearchParams({ id: flow })}` : `browser${query.size ? `?${query}` : ""}`;
  const url = `${base}/self-service/${kind}/${path}`;
  const whole = async (response) => ({ status: response.status, text: await response.text() });
  const answer = fetch(url, { headers: { Accept: "application/json" }, credentials: "include", signal }).then(whole);
  // The module handles a failure.
  answer.catch(() => {});
  return { url, answer };
};
