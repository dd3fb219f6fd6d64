import { chromiumArguments } from "../../support/chromium";

/** How the browser of these tests is started; `resolves` are more of its rules for host names. */
export function browserArguments(resolves: string[] = []): string[] {
  // Names other than localhost: each is a site of its own, and one is unknown to every name server.
  const rules = [...resolves, "MAP *.nowhere.test ~NOTFOUND", "MAP *.test 127.0.0.1"];
  // Caddy's own authority signs the certificates.
  return [...chromiumArguments(rules), "--ignore-certificate-errors"];
}
