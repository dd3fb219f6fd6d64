import { examine } from "../doctor/examine.js";
import { load } from "../doctor/module.js";
import { isBad, printed } from "./print.js";
import { terminalOf } from "../doctor/terminal.js";
import { UsageError, bare, parsed, urlOf } from "./usage.js";

const OPTIONS = {
  api: { type: "string" },
  kratos: { type: "string" },
  "return-to": { type: "string" },
  groups: { type: "string" },
  deep: { type: "boolean" },
  json: { type: "boolean" },
};

/** Kratos' URL in the settings of a site, if there is a site that has some. */
const settingsOf = async (page) => {
  try {
    const answer = await fetch(new URL("/config.json", page), { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
};

/** `propylon doctor URL`: examines a running set-up as a page at this URL would see it. */
export const run = async (args) => {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length !== 1) throw new UsageError("Give one URL: that of the sign-in page, or Kratos' public URL.");
  const page = urlOf(positionals[0], "The URL");
  const site = values.kratos ? {} : await settingsOf(page);
  const given = values.kratos ?? (typeof site.kratosUrl === "string" ? site.kratosUrl : undefined);
  const base = bare(given ? urlOf(given, "Kratos' URL") : page);
  const settings = {
    base,
    api: values.api ? urlOf(values.api, "--api").href : null,
    returnTo: values["return-to"] ?? null,
    groups: (values.groups ?? "").split(/[\s,]+/).filter(Boolean),
    deep: values.deep ?? false,
  };
  const facts = {
    seat: "terminal",
    url: page.origin + page.pathname,
    secure: page.protocol === "https:",
    tokens: /ory_pat_\w/.test(JSON.stringify(site)) ? ["config.json of the site"] : [],
  };
  const report = await examine(await load(), { page: facts, settings }, terminalOf(page.origin));
  console.log(values.json ? JSON.stringify(report, null, 2) : printed(report));
  return isBad(report) ? 1 : 0;
};
