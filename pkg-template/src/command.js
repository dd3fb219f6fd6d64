import { UsageError } from "./command/usage.js";

/** The subcommands: a line of help, and the script that runs it with the arguments after its name. */
const COMMANDS = {
  doctor: {
    help: "doctor URL [--kratos URL] [--api URL] [--return-to URL] [--groups NAMES] [--deep] [--json]   what is wrong with a running set-up",
    load: () => import("./command/doctor.js"),
  },
  check: {
    help: "check FILE… [--url URL] [--site URL] [--api URL] [--fix-diff] [--json]   what is wrong with kratos.yml, schemas, rules; nothing leaves the machine",
    load: () => import("./command/check.js"),
  },
  site: {
    help: "site FOLDER [--kratos-url URL] [--base-path PATH] [--force]   write the sign-in site, for a web server of your own",
    load: () => import("./command/site.js"),
  },
  session: {
    help: "session --url URL [--identifier NAME] [--bearer | --cookie] [--aal2] [--json]   sign in here, and print the header that proves it",
    load: () => import("./command/session.js"),
  },
};

const USAGE = `Usage: propylon COMMAND

  ${Object.values(COMMANDS)
    .map(({ help }) => help)
    .join("\n  ")}

It exits with 0 if nothing is wrong, with 1 if something is broken, dangerous or refused, and with 2 if it
was called wrongly.`;

/** Runs `propylon …` and returns its exit code. */
export const run = async ([name, ...args]) => {
  const command = Object.hasOwn(COMMANDS, name ?? "") ? COMMANDS[name] : undefined;
  if (!command) {
    const isHelp = name === "--help" || name === "-h" || name === "help";
    (isHelp ? console.log : console.error)(USAGE);
    return isHelp ? 0 : 2;
  }
  try {
    return await (await command.load()).run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\nUsage: propylon ${command.help}`);
    return 2;
  }
};
