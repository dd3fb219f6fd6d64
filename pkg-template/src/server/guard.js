import { PropylonError } from "../errors.js";
import { reaches } from "../reaches.js";
import { getSession } from "./session.js";

/** Counts the redirects from one page in a short time. */
const COUNTER = "propylon_guard";
const MOST = 4;

/** The session of a request, or the answer to send instead. Closed unless Kratos says that somebody is signed in. */
export const requireSession = async (request, { loginUrl, appUrl, returnTo, allow = [], aal, page: asPage, ...options } = {}) => {
  const here = addressOf(request, appUrl);
  const login = urlOf(loginUrl, here);
  if (!loginUrl || !/^https?:$/.test(login?.protocol)) {
    throw new PropylonError("bad-option", { name: `loginUrl (${loginUrl})`, known: ["the URL or path of the sign-in page"] });
  }
  const state = await getSession(request, options);
  if (reaches(state, aal)) return state;
  if (state.state === "unreachable") {
    console.error(`propylon: ${state.error.message}`);
    return words(503, "It cannot be checked now who is signed in. Please try again in a moment.", { "Retry-After": "5" });
  }
  const needsFactor = state.state !== "none";
  if (!(asPage ?? isPage(request))) return words(401, needsFactor ? "This needs a second factor." : "This needs a sign-in.");
  if (isSame(here, login)) return words(500, "The sign-in page is guarded itself: leave loginUrl out of the guard.");
  const count = Number(new RegExp(`(?:^|;)\\s*${COUNTER}=(\\d)`).exec(headerOf(request, "cookie"))?.[1] ?? 0);
  if (count >= MOST) {
    const text = "The sign-in comes back without a session: its cookie does not reach this server. Check cookies.domain and cookies.same_site in Kratos.";
    return words(508, text, { "Set-Cookie": counter(here, 0, 0) });
  }
  if (needsFactor) login.searchParams.set("aal", "aal2");
  login.searchParams.set("return_to", checked(returnTo, here, allow, login));
  return new Response(null, { status: 303, headers: { Location: login.href, "Cache-Control": "no-store", "Set-Cookie": counter(here, count + 1, 20) } });
};

const counter = ({ pathname }, count, seconds) => `${COUNTER}=${count}; Path=${pathname.split(";")[0]}; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;

const words = (status, text, more = {}) =>
  new Response(`${text}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", ...more } });

/** The public address of what is asked for: of a Request its own, unless `appUrl` says where the app is. */
const addressOf = (request, appUrl) => {
  const asked = urlOf(request.originalUrl ?? request.url, appUrl);
  const app = appUrl && urlOf(appUrl);
  // A request of Node has no origin of its own; a caller may write any.
  if (!asked || (appUrl ? !app : !request.headers.get)) {
    throw new PropylonError("bad-option", { name: `appUrl (${appUrl})`, known: ["the app's public URL, such as https://app.example.com"] });
  }
  // A path that starts with two slashes would be another host.
  const path = String(request.originalUrl ?? request.url);
  const own = path.startsWith("/") ? new URL(app.origin + path) : asked;
  return app ? new URL(app.origin + own.pathname + own.search) : own;
};

const urlOf = (text, base) => {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
};

/** Where to go after the sign-in: `wanted` if it is on this origin or an allowed one, else this page. */
const checked = (wanted, here, allow, login) => {
  const to = wanted ? urlOf(wanted, here) : here;
  const isAllowed = to && [here.origin, ...allow.map((url) => urlOf(url)?.origin)].includes(to.origin) && to.origin !== "null";
  const safe = isAllowed ? to : here;
  return isSame(safe, login) ? `${here.origin}/` : safe.href;
};

const isSame = (one, other) => one.origin === other.origin && one.pathname === other.pathname;

const headerOf = ({ headers }, name) => (headers.get ? headers.get(name) : headers[name]) ?? "";

/** Whether a person sees the answer: scripts get no redirect, which they would follow to a page. */
const isPage = (request) => {
  if (!["GET", "HEAD"].includes(request.method ?? "GET")) return false;
  const mode = headerOf(request, "sec-fetch-mode");
  return mode ? mode === "navigate" : headerOf(request, "accept").includes("text/html");
};
