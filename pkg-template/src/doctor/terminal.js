import { Jar } from "./jar.js";
import { bodyOf, headOf, headersOf } from "./probe.js";

/** As many redirects as browsers follow. */
const HOPS = 20;

/** Why Node could not get an answer, in words. */
const reasonOf = (error) => {
  const cause = error.cause ?? error;
  return [cause.code, cause.message].filter(Boolean).join(": ") || String(error);
};

/**
 * Performs probes as a browser on a page of `origin` would: with its rules for cookies and CORS, whose
 * reasons it knows.
 */
export const terminalOf = (origin) => {
  const jar = new Jar();

  const send = async (probe, url, method, extra, signal) => {
    const isCross = url.origin !== origin;
    const from = probe.origin ?? (isCross && probe.mode === "cors" ? origin : undefined);
    const cookie = probe.credentials === "include" ? jar.header(url, probe.crossSite) : "";
    const headers = { ...(from && { Origin: from }), ...(cookie && { Cookie: cookie }), ...extra };
    const response = await fetch(url, { method, headers, redirect: "manual", signal });
    if (probe.credentials === "include") for (const line of response.headers.getSetCookie()) jar.put(line, url, probe.crossSite);
    return response;
  };

  /** What keeps a page of `origin` from reading this answer. */
  const refusal = (probe, url, response) => {
    if (url.origin === origin || probe.mode !== "cors" || probe.origin) return "";
    const allowed = response.headers.get("access-control-allow-origin");
    if (allowed !== origin && !(allowed === "*" && probe.credentials === "omit")) {
      return `status ${response.status}, Access-Control-Allow-Origin: ${allowed ?? "missing"}; a page of ${origin} may not read it`;
    }
    if (probe.credentials === "include" && response.headers.get("access-control-allow-credentials") !== "true") {
      return `status ${response.status}, Access-Control-Allow-Credentials is missing; a page may not read answers to requests with cookies`;
    }
    return "";
  };

  /** What a preflight is refused for. */
  const forbidden = async (probe, url, signal) => {
    const isAsked = url.origin !== origin && (probe.preflight || probe.method === "DELETE");
    if (!isAsked) return "";
    const asks = { "Access-Control-Request-Method": probe.method, ...(probe.preflight && { "Access-Control-Request-Headers": "content-type" }) };
    const response = await send({ ...probe, credentials: "omit" }, url, "OPTIONS", asks, signal);
    await response.body?.cancel();
    if (!response.ok) return `OPTIONS: status ${response.status}`;
    const refused = refusal(probe, url, response);
    if (refused) return `OPTIONS: ${refused}`;
    const methods = response.headers.get("access-control-allow-methods") ?? "";
    if (probe.method === "DELETE" && !/\bDELETE\b|\*/.test(methods)) return `OPTIONS: Access-Control-Allow-Methods: ${methods || "missing"}`;
    return "";
  };

  return async (probe) => {
    const answer = { id: probe.id, asked: probe.url, outcome: "failed", cookies: [], headers: {} };
    const signal = AbortSignal.timeout(probe.timeout);
    try {
      let url = new URL(probe.url);
      const stop = await forbidden(probe, url, signal);
      if (stop) return { ...answer, reason: stop };
      for (let hops = 0; ; hops += 1) {
        const response = await send(probe, url, probe.method, headersOf(probe), signal);
        Object.assign(answer, headOf(response), { url: url.href, redirected: hops > 0 });
        answer.headers = Object.fromEntries(response.headers);
        delete answer.headers["set-cookie"];
        for (const line of response.headers.getSetCookie()) {
          answer.cookies.push({ name: line.split("=")[0].trim(), attributes: line.split(";").slice(1).join(";").trim() });
        }
        const refused = refusal(probe, url, response);
        const to = response.headers.get("location");
        const isRedirect = response.status >= 300 && response.status < 400 && to;
        const isEnough = probe.mode === "no-cors" && probe.redirect !== "manual";
        if (refused || isRedirect || isEnough) await response.body?.cancel();
        if (refused) return { ...answer, reason: refused };
        // It asks whether anything answers. Kratos may send it on to a site that is away.
        if (isEnough) return { ...answer, outcome: "opaque" };
        if (!isRedirect) {
          const body = await bodyOf(response, probe.limit);
          return { ...answer, outcome: body === null ? "too-large" : "answered", body: body ?? "" };
        }
        if (probe.redirect === "manual") return { ...answer, outcome: "redirect" };
        if (hops >= HOPS) return { ...answer, reason: "redirect count exceeded" };
        url = new URL(to, url);
      }
    } catch (error) {
      if (signal.aborted) return { ...answer, outcome: "timed-out" };
      return { ...answer, reason: reasonOf(error) };
    }
  };
};
