import { Authenticators } from "../support/authenticators";
import { button, registerByPasskey, signOut, signedIn } from "../support/screens";
import { expect, test } from "../support/test";

test("a passkey leaves nothing on window and no script in the document", async ({
  page,
  watch,
  address,
}) => {
  // The browser looks for the icon of a page that names none.
  watch.allow(/favicon\.ico/);
  const names = () => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
  const scripts = () =>
    page.evaluate(() => [...document.scripts].map(({ src, text }) => src + text));
  // The same browser on the same origin, before any line of ours.
  await page.goto("/config.json");
  const before = await names();
  const policy = async () => (await page.reload())?.headers()["content-security-policy"];

  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  await page.goto("/login");
  const served = await policy();
  await expect(button(page, "passkey_login_trigger", "")).toBeEnabled();
  const shipped = await scripts();
  await laptop.touch(true);
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, address);

  expect(await names()).toEqual(before);
  expect(await scripts()).toEqual(shipped);
  for (const script of shipped) expect(script).toContain(new URL(page.url()).origin);
  expect(served).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(await policy()).toBe(served);
});
