import { readFileSync } from "node:fs";
import { join } from "node:path";
import { request } from "@playwright/test";
import * as oidc from "openid-client";
import { Postgres } from "../deploy/rig/postgres";
import { signIn } from "../support/people";
import { Hydra } from "./hydra";
import { expect, test } from "./test";

const CONSENTS = 1000;
/** How many run at once. */
const PEOPLE = 10;
const PATH = "/.propylon/oauth2/consent";

/** Requests with the cookies of one browser, which follow no redirect. */
class Browser {
  constructor(private readonly cookies = new Map<string, string>()) {}

  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return answer;
  }

  async redirected(url: string): Promise<string> {
    const answer = await this.send(url);
    await answer.text();
    return new URL(answer.headers.get("location") ?? "", url).href;
  }

  copy(): Browser {
    return new Browser(new Map(this.cookies));
  }
}

interface Form {
  ui: { nodes: { attributes: { name?: string; value?: string } }[] };
}

/** The resident memory of a process in kB. */
function memory(pid: number): number {
  return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

// A minute of work, so only where somebody asks for it: PROPYLON_LOAD=1 cargo xtask test hydra -- load
test("a thousand consents, each pressed twice: a thousand grants, and the memory stays", async ({ stack, around, app, address }) => {
  test.skip(!process.env["PROPYLON_LOAD"], "set PROPYLON_LOAD=1");
  test.setTimeout(600_000);
  const database = await Postgres.start(around.worker, join(__dirname, "../results/servers/load-postgres.log"));
  // With few connections, Hydra's own transactions wait for each other for ever.
  const hydra = await Hydra.start(around.worker, stack, { database: `${database.dsn}&max_conns=40` });
  const callback = `${app}/callback`;
  const { client_id } = await hydra.register({
    redirect_uris: [callback],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    scope: "openid email",
    token_endpoint_auth_method: "none",
  });
  const config = await oidc.discovery(new URL(hydra.issuer), client_id, undefined, oidc.None(), { execute: [oidc.allowInsecureRequests], timeout: 120 });
  const people: { id: string; browser: Browser }[] = [];
  for (let at = 0; at < PEOPLE; at += 1) {
    const { id } = await stack.admit(`${at}-${address}`);
    const context = await request.newContext();
    await signIn(context, stack, `${at}-${address}`);
    const { cookies } = await context.storageState();
    await context.dispose();
    const session = cookies.find(({ name }) => name === "ory_kratos_session");
    people.push({ id, browser: new Browser(new Map([["ory_kratos_session", session?.value ?? ""]])) });
  }
  let doubled = 0;
  const seen = new Set<string>();
  const consent = async ({ id, browser: known }: (typeof people)[number]): Promise<void> => {
    const browser = known.copy();
    const verifier = oidc.randomPKCECodeVerifier();
    const code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
    const state = oidc.randomState();
    const begin = oidc.buildAuthorizationUrl(config, { redirect_uri: callback, scope: "openid email", code_challenge, code_challenge_method: "S256", state });
    const login = new URL(await browser.redirected(begin.href)).searchParams.get("login_challenge") ?? "";
    // In the place of Kratos, whose password hashes would be most of the time.
    const asked = await browser.redirected(await hydra.signIn(login, id));
    const challenge = new URL(asked).searchParams.get("consent_challenge") ?? "";
    const form = (await (await browser.send(`${stack.site}${PATH}?${new URLSearchParams({ consent_challenge: challenge })}`)).json()) as Form;
    const token = form.ui.nodes.find(({ attributes }) => attributes.name === "csrf_token")?.attributes.value ?? "";
    const body = new URLSearchParams({ consent_challenge: challenge, csrf_token: token, decision: "allow", "grant:email": "true" });
    const press = (): Promise<Response> => browser.send(stack.site + PATH, { method: "POST", body, headers: { Origin: stack.site } });
    const both = await Promise.all([press(), press()]);
    const taken = both.filter(({ status }) => status === 422);
    doubled += taken.length - 1;
    const { redirect_browser_to } = (await taken[0]?.json()) as { redirect_browser_to: string };
    const back = await browser.redirected(redirect_browser_to);
    const tokens = await oidc.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier: verifier, expectedState: state });
    expect([tokens.claims()?.sub, tokens.scope]).toEqual([id, "openid email"]);
    seen.add(tokens.access_token);
  };
  const begun = Date.now();
  const figures: string[] = [];
  for (let done = 0; done < CONSENTS; done += PEOPLE) {
    await Promise.all(people.map(consent));
    if ((done + PEOPLE) % 200 === 0) figures.push(`${done + PEOPLE}: ${memory(hydra.servicePid)} kB`);
  }
  console.log(`${CONSENTS} consents in ${Math.round((Date.now() - begun) / 1000)} s; memory of the service after ${figures.join(", ")}`);
  await hydra.stop();
  await database.stop();
  expect([seen.size, doubled]).toEqual([CONSENTS, 0]);
});
