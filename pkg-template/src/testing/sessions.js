import { PropylonError } from "../errors.js";
import { stateOf } from "../server/state.js";

/** The state that `auth.session()` has for an answer of Kratos, with the answer for `whoami`. */
const answered = (status, body) => ({ ...stateOf(status, body), raw: status === 200 ? body : null });

/** Somebody is signed in. */
export const signedIn = ({ email = "ada@example.com", traits = { email }, id = "person-1", aal = "aal1", methods = ["password"], verified = true } = {}) =>
  answered(200, {
    id: "session-1",
    active: true,
    authenticated_at: "2026-01-01T00:00:00Z",
    expires_at: "2126-01-01T00:00:00Z",
    authenticator_assurance_level: aal,
    authentication_methods: methods.map((method) => ({ method, aal })),
    identity: { id, schema_id: "default", traits, verifiable_addresses: traits.email ? [{ value: traits.email, via: "email", verified }] : [] },
    devices: [],
  });

/** Nobody is signed in. */
export const signedOut = () => answered(401, {});

/** Kratos asks for a second factor. */
export const needsAal2 = ({ url = null } = {}) => answered(403, { error: { id: "session_aal2_required" }, redirect_browser_to: url });

/** Kratos could not be asked. */
export const unreachable = (code = "unreachable") => ({ state: "unreachable", session: null, url: null, error: new PropylonError(code), raw: null });
