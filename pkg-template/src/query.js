/** The options of a flow, and Kratos' parameters for them. */
export const PARAMETERS = {
  flow: "flow",
  returnTo: "return_to",
  refresh: "refresh",
  aal: "aal",
  loginChallenge: "login_challenge",
  organization: "organization",
  via: "via",
  identitySchema: "identity_schema",
  afterVerificationReturnTo: "after_verification_return_to",
  skipSettings: "skip_settings",
  consentChallenge: "consent_challenge",
};

/** The query string of a page with these options. */
export const queryOf = (options) => {
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(PARAMETERS)) {
    const value = options[name];
    if (value !== undefined && value !== null && value !== false) query.set(parameter, String(value));
  }
  return query;
};
