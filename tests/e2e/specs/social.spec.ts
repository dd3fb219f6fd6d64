import { settle } from "../support/people";
import { comeIn, test } from "../support/provider-test";
import {
  PASSWORD,
  at,
  button,
  card,
  field,
  message,
  openSettings,
  saved,
  signOut,
  signedIn,
} from "../support/screens";
import { expect } from "../support/test";

// The form required an address before a provider's button could be pressed.
test("a first sign-in makes an account, the next one finds it", async ({
  page,
  context,
  stack,
  provider,
  address,
}) => {
  provider.accounts.set(address, { email: address, name: "Ada" });
  await page.goto("/registration");
  await button(page, "provider", "club").click();
  await comeIn(page, address);
  await signedIn(page, address);
  expect((await stack.identity(address)).traits).toEqual({ email: address, name: "Ada" });
  await signOut(page);
  await context.clearCookies();
  await page.goto("/login");
  await page.getByRole("button", { name: "Sign in with Chess Club" }).click();
  await comeIn(page, address);
  await signedIn(page, address);
});

test("return_to is kept on the way over the provider", async ({ page, app, provider, address }) => {
  const target = `${app}/inbox?n=1`;
  provider.accounts.set(address, { email: address });
  await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
  await button(page, "provider", "club").click();
  await comeIn(page, address);
  await page.waitForURL(target);
});

test("missing traits of a provider are asked for", async ({ page, stack, provider, address }) => {
  provider.accounts.set(address, { name: "Ada" });
  await page.goto("/login");
  await button(page, "provider", "club").click();
  await comeIn(page, address);
  await at(page, "registration");
  await expect(field(page, "traits.name")).toHaveValue("Ada");
  await field(page, "traits.email").fill(address);
  await field(page, "traits.email").press("Enter");
  await signedIn(page, address);
  expect((await stack.identity(address)).traits).toEqual({ email: address, name: "Ada" });
});

test("a refusal at the provider is shown on the sign-in page, which still works", async ({
  page,
  provider,
  address,
}) => {
  provider.accounts.set(address, { email: address });
  await page.goto("/login");
  await button(page, "provider", "club").click();
  await page.getByRole("button", { name: "No" }).click();
  await at(page, "login");
  await expect(message(page, 4000001)).toContainText("The person said no.");
  await button(page, "provider", "club").click();
  await comeIn(page, address);
  await signedIn(page, address);
});

test("an address that has an account is linked after a sign-in to that account", async ({
  page,
  context,
  stack,
  provider,
  address,
}) => {
  provider.accounts.set(address, { email: address });
  await stack.admit(address);
  await page.goto("/login");
  await button(page, "provider", "club").click();
  await comeIn(page, address);
  await at(page, "linking");
  await expect(message(page, 1010016)).toContainText(address);
  await expect(message(page, 1010016)).toContainText("Chess Club");
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await signedIn(page, address);
  await openSettings(page);
  await expect(card(page, "oidc").getByText("Chess Club")).toBeVisible();
  await expect(card(page, "oidc").getByRole("button", { name: "Disconnect" })).toBeVisible();

  await page.goto("/");
  await signOut(page);
  await context.clearCookies();
  await page.goto("/login");
  await button(page, "provider", "club").click();
  await comeIn(page, address);
  await signedIn(page, address);
});

test("an account is connected in the settings, and disconnected after a question", async ({
  page,
  stack,
  provider,
  address,
}) => {
  provider.accounts.set(address, { email: `elsewhere-${address}` });
  await settle(page, stack, address);
  await openSettings(page);
  const accounts = card(page, "oidc");
  await accounts.getByRole("button", { name: "Connect Chess Club" }).click();
  await comeIn(page, address);
  await saved(page);
  await accounts.getByRole("button", { name: "Disconnect" }).click();
  await expect(accounts.getByText("You won’t be able to sign in with it any more.")).toBeVisible();
  await accounts.getByRole("button", { name: "Disconnect" }).click();
  await saved(page);
  await expect(accounts.getByRole("button", { name: "Connect Chess Club" })).toBeVisible();
});

test("config.json names and orders the providers", async ({ page }) => {
  const config = { providers: { club: { label: "My Club", icon: "/icons/favicon.svg" } } };
  await page.route("**/config.json", (route) => route.fulfill({ json: config }));
  await page.goto("/login");
  const button = page.getByRole("button", { name: "Sign in with My Club" });
  await expect(button).toBeVisible();
  await expect(button.locator("img")).toHaveAttribute("src", "/icons/favicon.svg");
  // Providers come before the form.
  const first = page.locator("form button").first();
  await expect(first).toHaveAttribute("value", "club");
});
