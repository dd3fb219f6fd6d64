import { past } from "../stack/until";
import { enterPassword, openSettings, signIn, signOut, signedIn } from "../webdriver/people";
import { expect, test } from "../webdriver/test";

test("return_to leads through the sign-in to the app", async ({ tab, stack, app, address }) => {
  const target = `${app}/inbox?folder=new&n=1`;
  await stack.admit(address);
  await tab.open(`/login?return_to=${encodeURIComponent(target)}`);
  await enterPassword(tab, address);
  await tab.arrive(target);
  await tab.heading("The app");
});

test("a return_to that Kratos forbids is said, with a way on", async ({ tab }) => {
  await tab.open(`/login?return_to=${encodeURIComponent("https://evil.example/")}`);
  await tab.at("forbidden");
  await tab.pressCalled("Continue without it");
  await tab.at("login");
});

// Browsers keep the pages before, each in its own way.
test("Back after a sign-in has a way on", async ({ tab, stack, address }) => {
  await stack.admit(address);
  await signIn(tab, address);
  await tab.back();
  await tab.at("alreadySignedIn");
  await tab.pressCalled("Continue");
  await tab.at("home");
});

test("back and forward between the pages of an account", async ({ tab, stack, address }) => {
  await stack.admit(address);
  await signIn(tab, address);
  await tab.pressCalled("Account settings");
  await tab.at("settings");
  await tab.back();
  await tab.at("home");
  await tab.browser.navigate().forward();
  await tab.at("settings");
});

test("a sign-out in one tab closes the account in another", async ({ tab, stack, address }) => {
  await stack.admit(address);
  await signIn(tab, address);
  const { browser } = tab;
  const first = await browser.getWindowHandle();
  await browser.switchTo().newWindow("tab");
  await openSettings(tab);
  const second = await browser.getWindowHandle();
  await browser.switchTo().window(first);
  await signOut(tab);
  await browser.switchTo().window(second);
  await tab.at("signedOut");
  await browser.close();
  await browser.switchTo().window(first);
});

test("what was typed is there again after a reload, but no password", async ({ tab, address }) => {
  await tab.open("/login");
  await tab.fill("identifier", address);
  await tab.fill("password", "correct horse");
  await tab.reload();
  await tab.holds("identifier", address);
  await tab.holds("password", "");
});

test("a stored error is told in plain words", async ({ tab }) => {
  await tab.open("/error?id=stub:500");
  await tab.heading("Something went wrong");
  await tab.open("/error?id=00000000-0000-4000-8000-000000000000");
  await tab.see("There is no error to show.");
});

test.describe("a flow that lives for two seconds", () => {
  const lives = (lifespan: string) => ({ selfservice: { flows: { registration: { lifespan } } } });
  test.use({ variant: { kratos: lives("2s") } });

  test("expires while typing, and comes back with what was typed", async ({
    tab,
    stack,
    address,
  }) => {
    await tab.open("/registration");
    await tab.fill("traits.email", address);
    await tab.fill("traits.name", "Ada");
    const expiry = Date.now() + 2_000;
    await stack.configure(lives("1h"), async () => {
      const answer = await fetch(`${stack.site}/self-service/registration/api`);
      const { issued_at, expires_at } = (await answer.json()) as Record<string, string>;
      return Date.parse(expires_at ?? "") - Date.parse(issued_at ?? "") > 60_000;
    });
    await past(expiry);
    await tab.press("method", "profile");
    expect(await tab.message(4040001)).toMatch(/^The form had expired\./);
    await tab.holds("traits.email", address);
    await tab.holds("traits.name", "Ada");
    await tab.press("method", "profile");
    await tab.at("credential");
  });
});

test.describe("in German", () => {
  test.use({ variant: { config: '{"locale":"de"}' } });

  test("the pages speak it, and Kratos' refusals too", async ({ tab, stack, address }) => {
    await stack.admit(address);
    await tab.open("/login");
    await tab.heading("Anmelden");
    await tab.fill("identifier", address);
    await tab.fill("password", "not the password");
    await tab.press("method", "password");
    expect(await tab.message(4000006)).toMatch(/^Adresse und Passwort passen nicht zusammen/);
  });
});

test("right-to-left, the form is mirrored, and addresses are not", async ({ tab }) => {
  await tab.open("/login");
  await tab.at("login");
  const place = (selector: string) =>
    tab.browser.executeScript<{ left: number; right: number }>(
      "return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()",
      selector,
    );
  const input = await tab.input("password");
  await tab.fill("identifier", "ada@example.org");
  const ltr = [await place("[data-part=reveal]"), await place("input[name=password]")] as const;
  expect(ltr[0].right).toBe(ltr[1].right);
  await tab.browser.executeScript("document.documentElement.dir = 'rtl'");
  const rtl = [await place("[data-part=reveal]"), await place("input[name=password]")] as const;
  expect(rtl[0].left).toBe(rtl[1].left);
  expect(await input.getCssValue("direction")).toBe("rtl");
  expect(await input.getCssValue("unicode-bidi")).toBe("plaintext");
});
