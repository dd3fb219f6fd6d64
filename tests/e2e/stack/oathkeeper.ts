import { given } from "./given";
import { Program } from "./program";

/** Starts Oathkeeper with a file of settings, in which `api` is the port of its API. */
export function runOathkeeper(
  config: string,
  api: number,
  log: string,
  isRead: (rules: unknown[]) => boolean = (rules) => rules.length > 0,
): Promise<Program> {
  const command = [given("PROPYLON_OATHKEEPER_BIN"), "serve", "--config", config, "--sqa-opt-out"];
  // It says that it is ready before it has read its rules.
  return Program.start({ name: "Oathkeeper", command, log }, async () => {
    const answer = await fetch(`http://127.0.0.1:${api}/rules`);
    return isRead((await answer.json()) as unknown[]);
  });
}
