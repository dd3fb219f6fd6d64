import { passkey } from "../shared/passkey.js";

const ASK = { headers: { Accept: "application/json" }, credentials: "include" };

/** A new flow; undefined if the browser navigates away. */
export const begin = async (kind) => {
  const answer = await fetch(`/self-service/${kind}/browser${location.search}`, ASK);
  return understood(kind, answer);
};

/** The flow after a submit of `form` by `button`; undefined if the browser navigates away. */
export const send = async (kind, flow, form, button) => {
  const body = new URLSearchParams(new FormData(form, button));
  if (button?.name === "passkey_login_trigger") {
    body.set("passkey_login", await passkey(flow.ui.nodes));
    body.set("method", "passkey");
  }
  const answer = await fetch(flow.ui.action, { ...ASK, method: "POST", body });
  return understood(kind, answer, flow);
};

const understood = async (kind, answer, flow) => {
  const said = await answer.json();
  if (said.ui) return said;
  if (said.redirect_browser_to) return go(said.redirect_browser_to);
  if (answer.ok) return go(next(said) ?? flow?.return_to ?? "/");
  if (said.error?.id === "session_already_available") return go("/");
  // The flow expired, or its cookie is missing.
  if (answer.status === 410 || answer.status === 403) return begin(kind);
  throw new Error(said.error?.message ?? answer.statusText);
};

const next = ({ continue_with: steps = [] }) => {
  const step = steps?.find(({ action }) => action !== "set_ory_session_token");
  return step?.redirect_browser_to ?? step?.flow?.url;
};

const go = (url) => void location.assign(url);
