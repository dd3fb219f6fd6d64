/** Set by `cargo xtask test`: the built programs, the built site, browsers and their drivers. */
export type Given =
  | "CHROME_BIN"
  | "FIREFOX_BIN"
  | "GECKODRIVER"
  | "PROPYLON_CADDY_BIN"
  | "PROPYLON_GALLERY"
  | "PROPYLON_KRATOS_BIN"
  | "PROPYLON_MAILPIT_BIN"
  | "PROPYLON_OATHKEEPER_BIN"
  | "PROPYLON_PACKAGE"
  | "PROPYLON_SITE"
  | "WEBKIT_DRIVER"
  | "XVFB_BIN";

export function given(name: Given): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo xtask test e2e\``);
  return value;
}
