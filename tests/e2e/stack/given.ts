/** Set by `cargo xtask test e2e`: the built programs and the built site. */
export type Given =
  | "CHROME_BIN"
  | "PROPYLON_CADDY_BIN"
  | "PROPYLON_KRATOS_BIN"
  | "PROPYLON_MAILPIT_BIN"
  | "PROPYLON_SITE";

export function given(name: Given): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo xtask test e2e\``);
  return value;
}
