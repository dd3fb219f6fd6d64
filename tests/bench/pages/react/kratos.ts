import {
  Configuration,
  type ContinueWith,
  FrontendApi,
  type LoginFlow,
  type RegistrationFlow,
  type UpdateLoginFlowBody,
  type UpdateRegistrationFlowBody,
} from "@ory/client";
import { passkey } from "../shared/passkey.js";

export type Kind = "login" | "registration";
export type Flow = LoginFlow | RegistrationFlow;

const api = new FrontendApi(
  new Configuration({ basePath: location.origin, baseOptions: { withCredentials: true } }),
);

/** A new flow; undefined if the browser navigates away. */
export async function begin(kind: Kind): Promise<Flow | undefined> {
  const query = new URLSearchParams(location.search);
  const returnTo = query.get("return_to") ?? undefined;
  const loginChallenge = query.get("login_challenge") ?? undefined;
  const organization = query.get("organization") ?? undefined;
  try {
    if (kind === "registration") {
      return (await api.createBrowserRegistrationFlow({ returnTo, loginChallenge, organization })).data;
    }
    const refresh = query.get("refresh") === "true" || undefined;
    const aal = query.get("aal") ?? undefined;
    return (await api.createBrowserLoginFlow({ refresh, aal, returnTo, loginChallenge, organization })).data;
  } catch (error) {
    return understood(kind, error);
  }
}

/** The flow after a submit of `form` by `button`; undefined if the browser navigates away. */
export async function send(kind: Kind, flow: Flow, form: HTMLFormElement, button: HTMLElement | null) {
  const body = bodyOf(new FormData(form, button));
  if (button?.getAttribute("name") === "passkey_login_trigger") {
    body.passkey_login = await passkey(flow.ui.nodes);
    body.method = "passkey";
  }
  try {
    const { data } = await (kind === "registration"
      ? api.updateRegistrationFlow({ flow: flow.id, updateRegistrationFlowBody: body as unknown as UpdateRegistrationFlowBody })
      : api.updateLoginFlow({ flow: flow.id, updateLoginFlowBody: body as unknown as UpdateLoginFlowBody }));
    return go(next(data.continue_with) ?? flow.return_to ?? "/");
  } catch (error) {
    return understood(kind, error);
  }
}

/** The form's values as JSON: `traits.name` is `name` in `traits`. */
function bodyOf(data: FormData): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of data) {
    const path = name.split(".");
    const last = path.pop() ?? name;
    const place = path.reduce<Record<string, unknown>>((at, key) => (at[key] ??= {}) as typeof at, body);
    place[last] = value;
  }
  return body;
}

async function understood(kind: Kind, error: unknown): Promise<Flow | undefined> {
  const answer = (error as { response?: { status: number; data: any } }).response;
  if (!answer) throw error;
  const { status, data } = answer;
  if (data.ui) return data;
  if (data.redirect_browser_to) return go(data.redirect_browser_to);
  if (data.error?.id === "session_already_available") return go("/");
  // The flow expired, or its cookie is missing.
  if (status === 410 || status === 403) return begin(kind);
  throw new Error(data.error?.message ?? String(status));
}

function next(steps: ContinueWith[] | undefined): string | undefined {
  const step: any = steps?.find(({ action }) => action !== "set_ory_session_token");
  return step?.redirect_browser_to ?? step?.flow?.url;
}

function go(url: string): undefined {
  location.assign(url);
}
