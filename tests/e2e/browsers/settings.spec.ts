import { PASSWORD } from "../stack/admin";
import { totp } from "../support/totp";
import { enterPassword, openSettings, saved, signIn, signOut, signedIn, wrong } from "../webdriver/people";
import { expect, test } from "../webdriver/test";

test("the profile and the password are changed, and what is typed in another card stays", async ({
  tab,
  stack,
  address,
}) => {
  const fresh = `a new ${PASSWORD}`;
  await stack.admit(address);
  await signIn(tab, address);
  await openSettings(tab);
  await tab.fill("traits.name", "Ada");
  await tab.fill("password", fresh, "password");
  await tab.press("method", "password", "password");
  await saved(tab);
  await tab.holds("password", "", "password");
  await tab.holds("traits.name", "Ada");
  await tab.press("method", "profile");
  await saved(tab);
  await expect
    .poll(async () => (await stack.identity(address)).traits)
    .toEqual({ email: address, name: "Ada" });
  await tab.open("/");
  await tab.at("home");
  await signOut(tab);
  await signIn(tab, address, fresh);
});

test("an authenticator app is enrolled, and asked for at the next sign-in", async ({
  tab,
  stack,
  address,
}) => {
  await stack.admit(address);
  await signIn(tab, address);
  await openSettings(tab);
  await tab.pressCalled("Set up");
  await tab.find('[data-testid="node/image/totp_qr"]');
  const key = await tab.textOf('[data-testid="node/text/totp_secret_key/text"] code');
  await tab.fill("totp_code", totp(key), "totp");
  await tab.press("method", "totp", "totp");
  await saved(tab);
  await tab.open("/");
  await tab.at("home");
  await signOut(tab);
  await enterPassword(tab, address);
  await tab.at("secondFactor");
  await tab.fill("totp_code", wrong(totp(key)));
  await tab.message(4000008);
  await tab.fill("totp_code", totp(key));
  await signedIn(tab, address);
});

test("backup codes are made and copied", async ({ tab, stack, address }) => {
  await stack.admit(address);
  await signIn(tab, address);
  await openSettings(tab);
  await tab.press("lookup_secret_regenerate", "true");
  await tab.click('[data-testid="node/text/lookup_secret_codes/text"] [data-part=tools] button');
  await tab.see("Copied");
  await tab.press("lookup_secret_confirm", "true");
  await saved(tab);
});
