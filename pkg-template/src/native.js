import { PropylonError } from "./errors.js";
import { FLOWS } from "./flows.js";
import { onlyKnown } from "./page.js";
import { queryOf } from "./query.js";

/** API flows, for clients without cookies and Origin headers. */
export const nativeOf = (auth) => {
  if (typeof document !== "undefined" || typeof WorkerGlobalScope !== "undefined") {
    throw new PropylonError("native-in-browser");
  }
  const ask = async (call, ...values) => outcome(await auth.ask(call, ...values));

  const native = {
    flow: (kind, id, { token } = {}) => ask("nativeFetch", kind, id, token),
    submit: (flow, body, { token } = {}) => ask("nativeSubmit", JSON.stringify(flow), JSON.stringify(body), token),
    logout: (token) => ask("nativeGet", "logout", token, "").then(() => {}),
    async whoami(token) {
      const { kind, session, reason } = await ask("nativeGet", "whoami", token, "");
      if (kind === "done") return { state: "active", session };
      return { state: reason === "second-factor" ? "needs-aal2" : "none", session: null };
    },
    async exchange({ initCode, returnToCode }) {
      const end = await ask("nativeGet", "exchange", initCode, returnToCode);
      // Kratos has no session for these codes yet.
      return end.kind === "expired" ? { kind: "pending" } : end;
    },
  };
  for (const kind of FLOWS) {
    native[kind] = async (options = {}) => {
      const { token, tokenExchange, ...rest } = options;
      onlyKnown(options, [...QUERY, "token", "tokenExchange"]);
      const query = queryOf(rest);
      if (tokenExchange) query.set("return_session_token_exchange_code", "true");
      return ask("nativeCreate", kind, query.toString(), token);
    };
  }
  return native;
};

const QUERY = ["returnTo", "refresh", "aal", "organization", "via", "identitySchema", "afterVerificationReturnTo"];

const outcome = ({ kind, body, url, reason, useFlowId }) => {
  switch (kind) {
    case "form":
    case "saved":
      return { kind, flow: body };
    case "done":
      // whoami returns the session itself.
      return {
        kind,
        sessionToken: body.session_token ?? null,
        session: body.session ?? (body.active === undefined ? null : body),
        identity: body.identity ?? body.session?.identity ?? null,
        continueWith: body.continue_with ?? [],
      };
    case "redirect":
      return { kind, url };
    case "sign-in":
      return { kind, reason };
    case "expired":
      return { kind, useFlowId };
    default:
      return { kind };
  }
};
