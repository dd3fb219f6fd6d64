/** Set by `cargo xtask test`: the built programs, the built site, browsers and their drivers. */
export type Given =
  | "CHROME_BIN"
  | "FIREFOX_BIN"
  | "GECKODRIVER"
  | "HAPROXY_BIN"
  | "K6_BIN"
  | "NGINX_BIN"
  | "NGINX_MODULES"
  | "POSTGRES_BIN"
  | "PROPYLON_CADDY_BIN"
  | "PROPYLON_CONSENT_BIN"
  | "PROPYLON_GALLERY"
  | "PROPYLON_HYDRA_BIN"
  | "PROPYLON_KETO_BIN"
  | "PROPYLON_KRATOS_BIN"
  | "PROPYLON_MAILPIT_BIN"
  | "PROPYLON_OATHKEEPER_BIN"
  | "PROPYLON_PACKAGE"
  | "PROPYLON_REPLAY_BIN"
  | "PROPYLON_SERVER_BIN"
  | "PROPYLON_SITE"
  | "WEBKIT_DRIVER"
  | "XVFB_BIN";

export function given(name: Given): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo xtask test e2e\``);
  return value;
}
