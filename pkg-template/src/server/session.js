import { PropylonError } from "../errors.js";
import { baseOf } from "../page.js";
import { kept } from "./cache.js";
import { stateOf } from "./state.js";

/** The session of a request, as the client's `auth.session()` tells it. */
export const getSession = async (source, { kratosUrl, cookie = "ory_kratos_session", cache = 0, timeout = 5_000 } = {}) => {
  if (!kratosUrl) throw new PropylonError("bad-option", { name: `kratosUrl (${kratosUrl})`, known: ["the URL at which this server reaches Kratos"] });
  const base = baseOf(kratosUrl);
  const proof = proofOf(source, cookie);
  if (!proof) return stateOf(401, {});
  return kept([base, ...proof].join("\n"), cache, () => ask(base, proof, timeout));
};

/** What a page takes over by `connect({ session })`; it can be sent as JSON. */
export const handOver = ({ state, session, url }) =>
  state === "unreachable" ? { state: "unknown", session: null, url: null, error: null } : { state, session, url, error: null };

/** The header that proves the session, without any other cookie of the request. */
const proofOf = (source, cookie) => {
  const header = (name) => {
    const headers = source?.headers ?? source;
    return (typeof source === "string" ? name === "cookie" && source : headers?.get ? headers.get(name) : headers?.[name]) || "";
  };
  const token = header("x-session-token") || /^Bearer (ory_st_\w+)$/i.exec(header("authorization"))?.[1];
  if (token) return ["X-Session-Token", token];
  const cookies = header("cookie").split(";").map((pair) => pair.trim());
  const mine = cookies.filter((pair) => pair.startsWith(`${cookie}=`));
  return mine.length > 0 && ["Cookie", mine.join("; ")];
};

const ask = async (base, [name, value], timeout) => {
  const failed = (code, cause) => ({ state: "unreachable", session: null, url: null, error: new PropylonError(code, { cause }) });
  try {
    const headers = { Accept: "application/json", [name]: value };
    const signal = AbortSignal.timeout(timeout);
    const answer = await fetch(`${base}/sessions/whoami`, { headers, redirect: "manual", cache: "no-store", signal });
    if (answer.type === "opaqueredirect" || (answer.status >= 300 && answer.status < 400)) return failed("redirected");
    const text = await answer.text();
    return stateOf(answer.status, parsed(text));
  } catch (cause) {
    return failed(cause?.name === "TimeoutError" ? "timed-out" : "unreachable", cause);
  }
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
