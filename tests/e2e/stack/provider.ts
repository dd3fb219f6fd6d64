import { type Server, createServer } from "node:http";
import { freePorts } from "./ports";

/** The claims of an account at the provider. */
export interface Claims {
  email?: string;
  name?: string;
}

/** A real OpenID provider, with a page to choose the account. */
export class Provider {
  /** The claims of its accounts, by their names. */
  readonly accounts = new Map<string, Claims>();

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async start(worker: number): Promise<Provider> {
    const [port] = await freePorts(1, worker);
    const issuer = `http://localhost:${port}`;
    const { default: Oidc } = await import("oidc-provider");
    const server = createServer();
    const provider = new Provider(issuer, server);
    const oidc = new Oidc(issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          // Kratos' callback is on the stack's own port; this pattern matches all ports.
          redirect_uris: ["http://localhost/callback"],
        },
      ],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
      // Kratos reads the claims in the ID token.
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      cookies: { keys: ["not-a-secret"] },
      jwks: undefined,
      async findAccount(_: unknown, sub: string) {
        const told = provider.accounts.get(sub) ?? {};
        const verified = told.email ? { email_verified: true } : {};
        return { accountId: sub, claims: async () => ({ sub, ...told, ...verified }) };
      },
      // Consent is given at once.
      async loadExistingGrant(ctx: any) {
        const grant = new ctx.oidc.provider.Grant({
          clientId: ctx.oidc.client.clientId,
          accountId: ctx.oidc.session.accountId,
        });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    oidc.Client.prototype.redirectUriAllowed = (uri: string) =>
      /^http:\/\/localhost:\d+\/self-service\/methods\/oidc\/callback\/club$/.test(uri);
    const answer = oidc.callback();
    server.on("request", async (request, response) => {
      const url = new URL(request.url ?? "/", issuer);
      if (!url.pathname.startsWith("/interaction/")) return answer(request, response);
      const account = url.searchParams.get("account");
      const refused = url.searchParams.has("refuse");
      if (account === null && !refused) {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(PAGE);
        return;
      }
      const result = refused
        ? { error: "access_denied", error_description: "The person said no." }
        : { login: { accountId: account } };
      await oidc.interactionFinished(request, response, result);
    });
    await new Promise<void>((done) => server.listen(port, "localhost", done));
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** The Kratos settings that add this provider. */
  settings(): object {
    const mapper = `
      local claims = std.extVar('claims');
      { identity: { traits: {
        [if 'email' in claims then 'email']: claims.email,
        [if 'name' in claims then 'name']: claims.name,
      } } }`;
    return {
      selfservice: {
        flows: { registration: { after: { oidc: { hooks: [{ hook: "session" }] } } } },
        methods: {
          oidc: {
            enabled: true,
            config: {
              providers: [
                {
                  id: "club",
                  label: "Chess Club",
                  provider: "generic",
                  client_id: CLIENT.id,
                  client_secret: CLIENT.secret,
                  issuer_url: this.issuer,
                  mapper_url: `base64://${Buffer.from(mapper).toString("base64")}`,
                  scope: ["openid", "email", "profile"],
                },
              ],
            },
          },
        },
      },
    };
  }
}

const CLIENT = { id: "propylon", secret: "not-a-secret" };

const PAGE = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Club</title>
<h1>The club</h1><form><label>Account <input name="account"></label> <button>Come in</button></form>
<form><button name="refuse">No</button></form>`;
