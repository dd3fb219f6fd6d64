/** The kinds of Kratos' flows. */
export const FLOWS = ["login", "registration", "recovery", "verification", "settings"];

/** The questions of the service for OAuth2 clients, which are drawn and answered as flows are. */
export const QUESTIONS = ["consent", "apps"];
