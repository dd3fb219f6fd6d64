import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as oidc from "openid-client";
import { runOathkeeper } from "../stack/oathkeeper";
import { freePorts } from "../stack/ports";
import type { Hydra } from "./hydra";
import { expect, test } from "./test";

/** A token of a service, for a scope. */
async function token(hydra: Hydra, scope: string): Promise<string> {
  const { client_id, client_secret } = await hydra.register({ grant_types: ["client_credentials"], scope });
  const options = { execute: [oidc.allowInsecureRequests] };
  const proof = oidc.ClientSecretBasic(client_secret);
  const config = await oidc.discovery(new URL(hydra.issuer), client_id, client_secret, proof, options);
  const { access_token, id_token } = await oidc.clientCredentialsGrant(config, { scope });
  expect(id_token).toBeUndefined();
  expect(await hydra.introspect(access_token)).toMatchObject({ active: true, sub: client_id, scope });
  return access_token;
}

test("a machine reaches Kratos' admin API by a token of its own, through Oathkeeper", async ({ stack, hydra, around, address }) => {
  const [proxy = 0, api = 0, metrics = 0] = await freePorts(3, around.worker);
  const folder = mkdtempSync(join(tmpdir(), "propylon-machines-"));
  const rules = [
    {
      id: "kratos-admin",
      match: { url: `http://127.0.0.1:${proxy}/<.*>`, methods: ["GET", "POST", "PUT", "PATCH", "DELETE"] },
      upstream: { url: stack.adminUrl },
      authenticators: [{ handler: "oauth2_introspection", config: { required_scope: ["kratos.admin"] } }],
      authorizer: { handler: "allow" },
      mutators: [{ handler: "noop" }],
    },
  ];
  const settings = {
    serve: { proxy: { host: "127.0.0.1", port: proxy }, api: { host: "127.0.0.1", port: api }, prometheus: { host: "127.0.0.1", port: metrics } },
    access_rules: { matching_strategy: "regexp", repositories: [`file://${folder}/rules.json`] },
    authenticators: { oauth2_introspection: { enabled: true, config: { introspection_url: hydra.introspection, scope_strategy: "exact" } } },
    authorizers: { allow: { enabled: true } },
    mutators: { noop: { enabled: true } },
  };
  writeFileSync(join(folder, "rules.json"), JSON.stringify(rules));
  writeFileSync(join(folder, "oathkeeper.json"), JSON.stringify(settings));
  const log = join(__dirname, `../results/servers/${around.worker}-machines-oathkeeper.log`);
  const oathkeeper = await runOathkeeper(join(folder, "oathkeeper.json"), api, log);
  try {
    const { id } = await stack.admit(address);
    const ask = (authorization?: string) =>
      fetch(`http://127.0.0.1:${proxy}/admin/identities/${id}`, { headers: authorization ? { authorization } : {} });
    expect((await ask()).status).toBe(401);
    expect((await ask("Bearer made-up")).status).toBe(401);
    expect((await ask(`Bearer ${await token(hydra, "orders")}`)).status).toBe(403);
    const answer = await ask(`Bearer ${await token(hydra, "kratos.admin")}`);
    expect(await answer.json()).toMatchObject({ id, traits: { email: address } });
  } finally {
    await oathkeeper.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
