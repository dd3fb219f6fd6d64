/** Options of a flow by the names of Kratos' parameters. */
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
};

/** The query that a page with these options would be opened with. */
export const queryOf = (options) => {
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(PARAMETERS)) {
    const value = options[name];
    if (value !== undefined && value !== null && value !== false) query.set(parameter, String(value));
  }
  return query;
};
