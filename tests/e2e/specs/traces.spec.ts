import { Authenticators } from "../support/authenticators";
import { touchForButton } from "../support/autofill";
import {
  PASSWORD,
  button,
  field,
  registerByPasskey,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

test("a passkey leaves nothing on window and no script in the document", async ({
  page,
  watch,
  address,
}) => {
  // The browser requests the icon of a page that names none.
  watch.allow(/favicon\.ico/);
  const names = () => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
  const scripts = () =>
    page.evaluate(() => [...document.scripts].map(({ src, text }) => src + text));
  // The same browser on the same origin, before any of our code runs.
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
  await touchForButton(page, laptop);
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, address);

  expect(await names()).toEqual(before);
  expect(await scripts()).toEqual(shipped);
  for (const script of shipped) expect(script).toContain(new URL(page.url()).origin);
  expect(served).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(await policy()).toBe(served);
});

test("a password and a code are in no URL, no history, no storage and no line of the console", async ({
  page,
  stack,
  mail,
  address,
}) => {
  const told: string[] = [];
  page.on("request", (request) => told.push(request.url()));
  page.on("console", (message) => told.push(message.text()));
  page.on("framenavigated", (frame) => told.push(frame.url()));
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await button(page, "method", "password").click();
  await signedIn(page, address);
  await signOut(page);
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  const code = await mail.code(address, "login");
  await field(page, "code").fill(code);
  await page.getByRole("button", { name: "Not now" }).or(page.getByText("Signed in as")).first().click();
  await signedIn(page, address);
  told.push(
    await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state])),
  );
  const all = told.join("\n");
  expect(all).toContain("/self-service/login");
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), PASSWORD.replaceAll(" ", "+"), code]) {
    expect(all).not.toContain(secret);
  }
});

test("a form whose action is on another host is posted to Kratos all the same", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  await page.route(/\/self-service\/login\/browser/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.ui.action = body.ui.action.replace(stack.site, "https://elsewhere.example");
    await route.fulfill({ response: answer, json: body });
  });
  const asked = new Set<string>();
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await signedIn(page, address);
  expect([...asked]).toEqual([stack.site]);
});
