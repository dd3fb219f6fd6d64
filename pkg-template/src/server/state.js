import { PropylonError } from "../errors.js";

/** The state that an answer of whoami means; the same decisions as in src/session.rs. */
export const stateOf = (status, body) => {
  const state = { state: "none", session: null, url: null, error: null };
  if (status === 200 && typeof body?.id === "string" && body.active !== false) return { ...state, state: "active", session: sessionOf(body) };
  if (status === 401 || (status === 200 && body?.active === false)) return state;
  const { id, reason, message } = body?.error ?? {};
  if (id === "session_aal2_required") return { ...state, state: "needs-aal2", url: body.redirect_browser_to ?? null };
  const code = status === 429 ? "too-many-requests" : body?.error ? "refused" : "not-kratos";
  return { ...state, state: "unreachable", error: new PropylonError(code, { status, id, reason: reason ?? message }) };
};

const sessionOf = (body) => ({
  id: body.id,
  authenticatedAt: body.authenticated_at ?? null,
  expiresAt: body.expires_at ?? null,
  assuranceLevel: body.authenticator_assurance_level ?? null,
  methods: (body.authentication_methods ?? []).map(({ method }) => method).filter(Boolean),
  identity: body.identity ? identityOf(body.identity) : null,
  devices: (body.devices ?? []).map(({ ip_address, user_agent, location }) => ({
    ipAddress: ip_address ?? null,
    userAgent: user_agent ?? null,
    location: location ?? null,
  })),
});

const identityOf = ({ id, traits = null, verifiable_addresses }) => {
  const addresses = (verifiable_addresses ?? []).map(({ value, verified }) => ({ value, verified: verified === true }));
  const texts = textsOf(traits);
  const name = addresses[0]?.value ?? texts.find((text) => text.includes("@")) ?? texts[0] ?? id;
  return { id, name, traits, addresses };
};

/** All values of the traits, as texts. */
const textsOf = (value) => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return [];
  return typeof value === "object" ? Object.values(value).flatMap(textsOf) : [String(value)];
};
