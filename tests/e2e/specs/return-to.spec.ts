import {
  at,
  button,
  enterAddress,
  enterPassword,
  field,
  registerByPassword,
  signOut,
  signUp,
} from "../support/screens";
import { expect, test } from "../support/test";

test("return_to through login → registration → app", async ({ page, app, address }) => {
  const target = `${app}/inbox?folder=new&n=1`;
  await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
  await at(page, "login");
  await page.getByRole("link", { name: "Create an account" }).click();
  await signUp(page, address);
  await page.waitForURL(target);
  await expect(page.getByRole("heading", { name: "The app" })).toBeVisible();
});

test("return_to is kept by a flow that Kratos began", async ({ page, stack, app, address }) => {
  const target = `${app}/inbox`;
  await registerByPassword(page, address);
  await signOut(page);
  // As an app that links to Kratos itself: the page only gets ?flow=.
  const begin = `${stack.kratos}/self-service/registration/browser`;
  await page.goto(`${begin}?return_to=${encodeURIComponent(target)}`);
  await at(page, "registration");
  await page.getByRole("link", { name: "Sign in" }).click();
  await at(page, "login");
  await enterPassword(page, address);
  await page.waitForURL(target);
});

for (const target of ["https://evil.example/", "//evil.example/x", "javascript:alert(1)"]) {
  test(`return_to forbidden is said plainly, with a way on: ${target}`, async ({
    page,
    stack,
    address,
  }) => {
    await registerByPassword(page, address);
    await signOut(page);
    await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
    await at(page, "forbidden");
    await page.getByRole("button", { name: "Continue without it" }).click();
    await at(page, "login");
    await enterPassword(page, address);
    await page.waitForURL(`${stack.site}/`);
    await at(page, "home");
  });
}

test("Back after a sign-in has a way on", async ({ page, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  await enterPassword(page, address);
  await at(page, "home");
  await page.goBack();
  await at(page, "alreadySignedIn");
  await page.getByRole("button", { name: "Continue" }).click();
  await at(page, "home");
});

test("already signed in: continue to return_to", async ({ page, app, address }) => {
  await registerByPassword(page, address);
  const target = `${app}/inbox`;
  await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
  await page.waitForURL(target);
  // The sign-in page leaves no entry in the history that would lead here again.
  await page.goBack();
  await at(page, "home");
});

test("already signed in: or sign out", async ({ page, address }) => {
  await registerByPassword(page, address);
  await page.goto("/registration");
  await at(page, "alreadySignedIn");
  await page.getByRole("button", { name: "Sign out" }).click();
  await at(page, "login");
});

test("back from registration to login, and reload on a step", async ({ page, mail, address }) => {
  await page.goto("/login");
  await at(page, "login");
  await page.getByRole("link", { name: "Create an account" }).click();
  await enterAddress(page, address);
  await button(page, "method", "code").click();
  await at(page, "code");
  const code = await mail.code(address, "registration");
  await page.reload();
  await at(page, "code");
  await expect(page.getByText(address)).toBeVisible();
  await page.evaluate(() => history.go(-3));
  await at(page, "login");
  await expect(field(page, "identifier")).toBeVisible();
  await page.evaluate(() => history.go(3));
  await at(page, "code");
  await field(page, "code").fill(code);
  await at(page, "home");
});
