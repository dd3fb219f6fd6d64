import { touchForButton } from "../support/autofill";
import {
  at,
  button,
  field,
  registerByCode,
  registerByPasskey,
  registerByPassword,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

test.use({ variant: { crossOrigin: true } });

// Every test fails on an OPTIONS request; across origins one could be sent.
test("page and Kratos on different origins, without any OPTIONS", async ({
  page,
  stack,
  mail,
  passkeys,
  address,
}) => {
  expect(new URL(stack.kratos).origin).not.toBe(stack.site);
  const asked = new Set<string>();
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await registerByCode(page, mail, address);
  await signOut(page);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await field(page, "code").fill(await mail.code(address, "login"));
  await page.getByRole("button", { name: "Not now" }).click();
  await signedIn(page, address);
  await signOut(page);

  const other = `passkey-${address}`;
  await registerByPasskey(page, other);
  expect(await passkeys.count()).toBe(1);
  await passkeys.touch(false);
  await signOut(page);
  await touchForButton(page, passkeys);
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, other);
  expect([...asked].sort()).toEqual([stack.kratos, stack.site].sort());
});

test("already signed in on another origin: go on to where one was going", async ({
  page,
  app,
  address,
}) => {
  await registerByPassword(page, address);
  const target = `${app}/inbox`;
  await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
  await page.waitForURL(target);
  // The sign-in page leaves no entry in the history that would lead here again.
  await page.goBack();
  await at(page, "home");
});

test("Kratos on another origin is down", async ({ page, stack, watch, address }) => {
  watch.expect(/ERR_CONNECTION_REFUSED/);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await stack.stopKratos();
  await button(page, "method", "code").click();
  await expect(page.getByText("We couldn’t connect.")).toBeVisible();
  await page.reload();
  await at(page, "noConnection");
  await stack.startKratos();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(field(page, "identifier")).toBeVisible();
});
