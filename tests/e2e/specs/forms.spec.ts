import { settle } from "../support/people";
import {
  PASSWORD,
  at,
  button,
  enterAddress,
  enterPassword,
  field,
  openSettings,
  saved,
  signedIn,
  submits,
} from "../support/screens";
import { expect, test } from "../support/test";
import { totp } from "../support/totp";

test("what was typed is there again after a reload, but no password", async ({ page, address }) => {
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  await page.reload();
  await expect(field(page, "identifier")).toHaveValue(address);
  await expect(field(page, "password")).toHaveValue("");
  await page.goto("/registration");
  await field(page, "traits.email").fill(address);
  await field(page, "traits.name").fill("Ada");
  await page.reload();
  await expect(field(page, "traits.email")).toHaveValue(address);
  await expect(field(page, "traits.name")).toHaveValue("Ada");
});

test("nothing typed is kept once somebody is signed in", async ({ page, stack, address }) => {
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await page.reload();
  await enterPassword(page, address);
  await signedIn(page, address);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(address);
});

// A renewal moved the focus away from the field being filled in.
test("a flow is renewed behind the form, and what is typed stays as it is", async ({
  page,
  stack,
  address,
}) => {
  await page.clock.install();
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill("correct horse");
  const before = await page.locator("input[name=csrf_token]").inputValue();
  const renewed = page.waitForResponse(/\/self-service\/login\/browser/);
  // Half a minute before the flow's hour ends.
  await page.clock.runFor(3_570_500);
  const { id } = (await (await renewed).json()) as { id: string };
  await expect(page).toHaveURL(new RegExp(`flow=${id}`));
  await expect(page.locator("input[name=csrf_token]")).not.toHaveValue(before);
  await expect(field(page, "identifier")).toHaveValue(address);
  await expect(field(page, "password")).toHaveValue("correct horse");
  await expect(field(page, "password")).toBeFocused();
  const submit = page.waitForRequest((request) => request.method() === "POST");
  await page.keyboard.type(" battery staple 7");
  await page.keyboard.press("Enter");
  expect((await submit).url()).toContain(id);
  await signedIn(page, address);
});

test("a renewal that fails leaves the form alone", async ({ page, watch, stack, address }) => {
  watch.expect(/ERR_FAILED/);
  await page.clock.install();
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  const failed = page.waitForEvent("requestfailed");
  await page.route(/\/self-service\/login\/browser/, (route) => route.abort());
  await page.clock.runFor(3_570_500);
  await failed;
  await expect(field(page, "password")).toHaveValue(PASSWORD);
  await button(page, "method", "password").click();
  await signedIn(page, address);
});

// Each settings flow has a new TOTP secret and new ceremony options, so the cards were rendered
// again, and a password being typed was lost.
test("settings are renewed behind what is typed", async ({ page, stack, address }) => {
  await page.clock.install();
  await settle(page, stack, address);
  await openSettings(page);
  await field(page, "traits.name").fill("Ada");
  await field(page, "password").fill("correct");
  const renewed = page.waitForResponse(/\/self-service\/settings\/browser/);
  await page.clock.runFor(3_570_500);
  const { id } = (await (await renewed).json()) as { id: string };
  await expect(page).toHaveURL(new RegExp(`flow=${id}`));
  await expect(field(page, "traits.name")).toHaveValue("Ada");
  await expect(field(page, "password")).toHaveValue("correct");
  // The secret on screen is the new flow's.
  const secret = page.getByTestId("node/text/totp_secret_key/text").locator("code");
  await page.getByRole("button", { name: "Set up" }).click();
  await field(page, "totp_code").fill(totp((await secret.textContent()) ?? ""));
  await button(page, "method", "totp").click();
  await saved(page);
});

test("two tabs on one flow: the second goes on from where the first is", async ({
  page,
  context,
  mail,
  address,
}) => {
  await page.goto("/registration");
  await expect(page).toHaveURL(/flow=/);
  await field(page, "traits.email").fill(`typo-${address}`);
  const other = await context.newPage();
  await other.goto(page.url());
  await enterAddress(other, address);
  // This tab shows the first step of a flow that is at its second step; the address typed here
  // counts.
  await enterAddress(page, address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await other.reload();
  await at(other, "code");
  await field(other, "code").fill(await mail.code(address, "registration"));
  await signedIn(other, address);
  await at(page, "alreadySignedIn");
});

test("back and forward between pages of both modules", async ({ page, stack, address }) => {
  await settle(page, stack, address);
  await page.goto("/");
  await at(page, "home");
  await page.getByRole("link", { name: "Account settings" }).click();
  await at(page, "settings");
  await page.goBack();
  await at(page, "home");
  await page.getByRole("link", { name: "Devices and sessions" }).click();
  await at(page, "sessions");
  await page.goBack();
  await at(page, "home");
  await page.goBack();
  await page.goForward();
  await at(page, "home");
  await page.goForward();
  await at(page, "sessions");
});

test("back to the settings shows what was saved there", async ({ page, stack, address }) => {
  await settle(page, stack, address);
  await openSettings(page);
  await field(page, "traits.name").fill("Ada");
  await button(page, "method", "profile").click();
  await saved(page);
  await page.goto("/");
  await at(page, "home");
  await page.goBack();
  await at(page, "settings");
  await expect(field(page, "traits.name")).toHaveValue("Ada");
});

test("a browser that does not keep the session's cookie: said, and no loop", async ({
  page,
  context,
  stack,
  address,
}) => {
  await stack.admit(address);
  await page.route(/\/self-service\/login\?flow=/, async (route) => {
    const answer = await route.fetch();
    const headers = { ...answer.headers() };
    delete headers["set-cookie"];
    await context.clearCookies({ name: "ory_kratos_session" });
    await route.fulfill({ response: answer, headers });
  });
  await page.goto("/login");
  await enterPassword(page, address);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "The browser forgot the sign-in",
  );
  await expect(page.getByText("didn’t keep the cookie for it")).toBeVisible();
  const sent = submits(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await at(page, "login");
  await expect(field(page, "identifier")).toBeVisible();
  expect(sent).toEqual([]);
});

// The first registration step has no method yet, which was reported as a configuration problem.
test("groups in config.json narrow the forms", async ({ page, mail, stack, address }) => {
  await stack.admit(address);
  await page.route("**/config.json", (route) =>
    route.fulfill({ json: { groups: ["default", "code", "passkey"] } }),
  );
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  await expect(button(page, "method", "code")).toHaveAttribute("data-kind", "primary");
  await expect(page.locator("button[name=passkey_login_trigger]")).toBeVisible();
  await expect(field(page, "password")).toHaveCount(0);
  await page.goto("/registration");
  await enterAddress(page, `new-${address}`);
  await expect(field(page, "password")).toHaveCount(0);
  await button(page, "method", "code").click();
  await field(page, "code").fill(await mail.code(`new-${address}`, "registration"));
  await signedIn(page, `new-${address}`);
  await openSettings(page);
  await expect(page.locator("section[data-method]")).toHaveCount(1);
});

test("groups that leave nothing say what the server offers", async ({ page }) => {
  await page.route("**/config.json", (route) => route.fulfill({ json: { groups: ["saml"] } }));
  await page.goto("/login");
  await expect(page.locator("[data-part=notices]")).toContainText("no way to sign in is switched on");
  await expect(page.locator("[data-part=notices]")).toContainText(/offers: .*code.*password/);
});
