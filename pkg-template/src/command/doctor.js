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

/** The folders that a site may be in: the page itself, and each above it. */
const foldersOf = (page) => {
  const names = page.pathname.split("/").filter(Boolean);
  return [...names, ""].map((_, at) => new URL(["", ...names.slice(0, names.length - at), ""].join("/"), page));
};

/** Where the site of a page is, and its settings; nothing if there is none. */
const siteOf = async (page) => {
  const signal = AbortSignal.timeout(5_000);
  for (const home of foldersOf(page)) {
    try {
      const answer = await fetch(new URL("config.json", home), { signal });
      const config = answer.ok ? await answer.json() : null;
      if (config && typeof config === "object") return { home, config };
    } catch {
      // No file, or a page at every path.
    }
  }
  return { home: page, config: {} };
};

/** `propylon doctor URL`: examines a running set-up as a page at this URL would see it. */
export const run = async (args) => {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length !== 1) throw new UsageError("Give one URL: that of the sign-in page, or Kratos' public URL.");
  const page = urlOf(positionals[0], "The URL");
  const { home, config } = values.kratos ? { config: {} } : await siteOf(page);
  const given = values.kratos ?? (typeof config.kratosUrl === "string" ? config.kratosUrl : undefined);
  const base = bare(given ? urlOf(given, "Kratos' URL") : home);
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
    tokens: /ory_pat_\w/.test(JSON.stringify(config)) ? ["config.json of the site"] : [],
  };
  const report = await examine(await load(), { page: facts, settings }, terminalOf(page.origin));
  console.log(values.json ? JSON.stringify(report, null, 2) : printed(report));
  return isBad(report) ? 1 : 0;
};
