/** The kinds of Kratos' flows. */
export const FLOWS = ["login", "registration", "recovery", "verification", "settings"];
