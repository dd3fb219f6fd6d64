import site from "./playwright.config";

/** Wrong answers to every request, on the same site in the same browser. */
export default { ...site, testDir: "answers" };
