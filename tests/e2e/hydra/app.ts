import type { Page } from "@playwright/test";
import * as oidc from "openid-client";
import type { Hydra } from "./hydra";

/** Of clients of the operator itself, for which nobody is asked what they may do. */
export const TRUSTED = { skip_consent: true };

/** An app in a browser: authorization code with PKCE, without a secret. */
export class App {
  private readonly verifier = oidc.randomPKCECodeVerifier();
  private readonly state = oidc.randomState();

  private constructor(
    private readonly config: oidc.Configuration,
    private readonly callback: string,
  ) {}

  static async of(hydra: Hydra, origin: string, more: object = {}): Promise<App> {
    const callback = `${origin}/callback`;
    const { client_id } = await hydra.register({
      redirect_uris: [callback],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      scope: "openid offline_access email orders",
      token_endpoint_auth_method: "none",
      post_logout_redirect_uris: [`${origin}/goodbye`],
      ...more,
    });
    const options = { execute: [oidc.allowInsecureRequests] };
    const config = await oidc.discovery(new URL(hydra.issuer), client_id, undefined, oidc.None(), options);
    return new App(config, callback);
  }

  async begin(page: Page, more: Record<string, string> = {}): Promise<void> {
    const url = oidc.buildAuthorizationUrl(this.config, {
      redirect_uri: this.callback,
      scope: "openid offline_access",
      code_challenge: await oidc.calculatePKCECodeChallenge(this.verifier),
      code_challenge_method: "S256",
      state: this.state,
      ...more,
    });
    await page.goto(url.href);
  }

  /** The tokens, once the browser is back. */
  async tokens(page: Page): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
    await page.waitForURL(`${this.callback}?**`);
    return oidc.authorizationCodeGrant(this.config, new URL(page.url()), {
      pkceCodeVerifier: this.verifier,
      expectedState: this.state,
    });
  }

  /** Asks to sign out. */
  async end(page: Page, idToken: string | undefined): Promise<void> {
    const asked = { post_logout_redirect_uri: this.callback.replace("callback", "goodbye"), id_token_hint: idToken ?? "" };
    await page.goto(oidc.buildEndSessionUrl(this.config, asked).href);
  }

  refresh(token: string): Promise<oidc.TokenEndpointResponse> {
    return oidc.refreshTokenGrant(this.config, token);
  }
}
