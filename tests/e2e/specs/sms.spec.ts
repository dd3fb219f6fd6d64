import type { Page } from "@playwright/test";
import { at, button, field, registerByCode, signOut, signedIn } from "../support/screens";
import { expect, test } from "../support/test";

// Where a browser reads codes from an SMS, people still had to type them.

/** What a page asks of the browser instead of an SMS. */
interface Sms {
  asked: string[][];
  aborted: number;
  arrive(code: string): void;
}

const sms = (page: Page, name: "asked" | "aborted"): Promise<unknown> =>
  page.evaluate((name) => (window as unknown as { sms: Sms }).sms[name], name);

const PHONE = "+491701234567";

test.beforeEach(async ({ page, address }) => {
  await page.addInitScript(() => {
    const { credentials } = navigator;
    const get = credentials.get.bind(credentials);
    const sms: Sms = { asked: [], aborted: 0, arrive: () => {} };
    Object.assign(window, { sms, OTPCredential: class {} });
    credentials.get = ({ otp, signal, ...rest }: CredentialRequestOptions & { otp?: { transport: string[] } } = {}) => {
      if (!otp) return get({ signal, ...rest });
      sms.asked.push(otp.transport);
      return new Promise((resolve, reject) => {
        sms.arrive = (code) => resolve({ id: "", type: "otp", code } as Credential);
        signal?.addEventListener("abort", () => {
          sms.aborted += 1;
          reject(signal.reason);
        });
      });
    };
  });
  // Kratos sends its code by mail, and the page believes that it went to a phone.
  await page.route("**/self-service/login?*", async (route) => {
    const postData = route.request().postData()?.replace(encodeURIComponent(PHONE), encodeURIComponent(address));
    const response = await route.fetch({ postData, maxRedirects: 0 });
    const text = await response.text();
    await route.fulfill({ response, body: text.replaceAll(`"${address}"`, `"${PHONE}"`) });
  });
});

/** Ends where a code is asked for. */
async function sendCode(page: Page, address: string): Promise<void> {
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await expect(field(page, "code")).toBeVisible();
}

test("the code of an SMS signs in", async ({ page, mail, address }) => {
  await registerByCode(page, mail, address);
  expect(await sms(page, "asked")).toEqual([]);
  await signOut(page);
  await sendCode(page, address);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your phone");
  await expect.poll(() => sms(page, "asked")).toEqual([["sms"]]);
  const code = await mail.code(address, "login");
  await page.evaluate((code) => (window as unknown as { sms: Sms }).sms.arrive(code), code);
  await signedIn(page, address);
});

test("a code that is typed, or a step that is left, ends the request", async ({ page, mail, address }) => {
  await registerByCode(page, mail, address);
  await signOut(page);
  await sendCode(page, address);
  await expect.poll(() => sms(page, "asked")).toHaveLength(1);
  await page.goBack();
  await at(page, "login");
  await expect.poll(() => sms(page, "aborted")).toBe(1);
  // It left no trace that would keep a passkey from the autofill suggestions.
  expect(await page.evaluate(() => Reflect.get(globalThis, Symbol.for("propylon.autofill"))?.signal?.aborted)).not.toBe(true);
});

test("a ceremony ends the request, and a running one is not disturbed", async ({ page, stack, address }) => {
  await stack.admit(address);
  await page.goto("/login");
  await sendCode(page, address);
  await expect.poll(() => sms(page, "asked")).toHaveLength(1);
  const [before, after] = await page.evaluate(async () => {
    const place = Symbol.for("propylon.autofill");
    const running = Reflect.get(globalThis, place) as AbortController;
    const before = running.signal.aborted;
    // As src/browser/page_lock.rs does.
    running.abort();
    await Promise.resolve();
    return [before, (window as unknown as { sms: Sms }).sms.aborted];
  });
  expect([before, after]).toEqual([false, 1]);
});

test("a code from a mail is not asked of the phone", async ({ page, mail, address }) => {
  await page.unroute("**/self-service/login?*");
  await registerByCode(page, mail, address);
  await signOut(page);
  await sendCode(page, address);
  await at(page, "code");
  expect(await sms(page, "asked")).toEqual([]);
});
