// A sign-in by password as the page does it: the form, the answer, whose session it is. Run by k6.
import { check } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { optionsOf, summary } from "./shared.js";

const { SITE } = __ENV;
const JSON_ONLY = { Accept: "application/json" };

export const options = optionsOf();

export default function () {
  const form = http.get(`${SITE}/self-service/login/browser`, { headers: JSON_ONLY });
  const flow = form.json();
  const token = flow.ui.nodes.find(({ attributes }) => attributes.name === "csrf_token");
  const answer = http.post(
    flow.ui.action,
    JSON.stringify({
      method: "password",
      // run.ts has made these accounts.
      identifier: `load-${exec.vu.idInTest}@example.org`,
      password: __ENV.PASSWORD,
      csrf_token: token.attributes.value,
    }),
    // Without a name, k6 would count each flow for itself.
    { headers: { ...JSON_ONLY, "Content-Type": "application/json" }, tags: { name: "answer" } },
  );
  const session = http.get(`${SITE}/sessions/whoami`, { headers: JSON_ONLY });
  check([form, answer, session], {
    "each is answered with 200": (all) => all.every(({ status }) => status === 200),
  });
}

export const handleSummary = summary;
