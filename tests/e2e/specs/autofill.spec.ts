import { past } from "../stack/until";
import { Authenticators } from "../support/authenticators";
import { touchForButton } from "../support/autofill";
import { askPerson, ceremonies } from "../support/ceremonies";
import {
  at,
  button,
  field,
  message,
  registerByPasskey,
  signOut,
  signedIn,
  submits,
} from "../support/screens";
import { expect, test } from "../support/test";

const AUTOFILL = { call: "get", mediation: "conditional" };
const BUTTON = { call: "get", mediation: "modal" };

test("autofill, the button, cancelled, autofill again, picked", async ({ page, address }) => {
  const made = await ceremonies(page);
  await askPerson(page);
  await page.clock.install();
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  made.splice(0);
  await page.goto("/login");
  await expect.poll(() => made).toEqual([AUTOFILL]);

  await laptop.touch(true);
  await laptop.recognise(false);
  await button(page, "passkey_login_trigger", "").click();
  await expect.poll(() => made).toHaveLength(2);
  await laptop.recognise(true);
  await page.clock.runFor(3_000);
  // This time the passkey is picked by conditional mediation.
  await signedIn(page, address);
  expect(made).toEqual([
    { ...AUTOFILL, end: "AbortError" },
    { ...BUTTON, end: "NotAllowedError" },
    { ...AUTOFILL, end: "done" },
  ]);
});

test("a passkey in one tab, while another tab waits for one as well", async ({
  page,
  context,
  address,
}) => {
  const made = await ceremonies(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  const [credential] = await laptop.credentials();
  await laptop.touch(false);
  await signOut(page);
  await expect.poll(() => made.at(-1)).toEqual(AUTOFILL);

  const other = await context.newPage();
  const same = await (await Authenticators.of(other)).add("laptop");
  await same.hold(credential!);
  await same.touch(false);
  await other.goto("/login");
  await touchForButton(other, same);
  await button(other, "passkey_login_trigger", "").click();
  await signedIn(other, address);
  await at(page, "alreadySignedIn");
  await expect.poll(() => made.at(-1)).toEqual({ ...AUTOFILL, end: "AbortError" });
});

test("a flow renewed in time brings its own autofill", async ({ page, address }) => {
  const made = await ceremonies(page);
  await page.clock.install();
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  await expect.poll(() => made.at(-1)).toEqual(AUTOFILL);
  made.splice(0);
  await page.reload();
  await expect.poll(() => made).toEqual([AUTOFILL]);
  await field(page, "identifier").fill("half an addr");
  const { length } = made;
  await laptop.touch(true);
  // Half a minute before the flow's hour ends.
  await page.clock.runFor(3_571_000);
  await signedIn(page, address);
  expect(made.slice(0, length)).toEqual([{ ...AUTOFILL, end: "AbortError" }]);
  expect(made.slice(length)).toEqual([{ ...AUTOFILL, end: "done" }]);
});

// It was never renewed, because the form must not be replaced during a ceremony.
test("a flow that should be renewed while the browser asks is renewed after the answer", async ({
  page,
  address,
}) => {
  await page.clock.install();
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  const flow = new URL(page.url()).searchParams.get("flow");
  await page.clock.runFor(3_400_000);
  await button(page, "passkey_login_trigger", "").click();
  // The browser's timeout is five minutes, after the time to renew the flow.
  await page.clock.runFor(306_000);
  await expect(page.getByText("The passkey request timed out.")).toBeVisible();
  await page.clock.runFor(11_000);
  await expect.poll(() => new URL(page.url()).searchParams.get("flow")).not.toBe(flow);
});

test.describe("flows that live for two seconds", () => {
  test.use({ variant: { kratos: { selfservice: { flows: { login: { lifespan: "2s" } } } } } });

  test("a flow that expires while the browser asks: a fresh one, and the next press works", async ({
    page,
    address,
  }) => {
    const laptop = await (await Authenticators.of(page)).add("laptop");
    await registerByPasskey(page, address);
    await laptop.touch(false);
    await signOut(page);
    await page.evaluate(() => {
      const { get } = CredentialsContainer.prototype;
      let waits = true;
      CredentialsContainer.prototype.get = async function (options) {
        if (options?.mediation === "conditional") {
          // The autofill of a flow renewed meanwhile would take the touch that is meant for the press.
          const { signal } = options;
          return new Promise((_, end) => signal?.addEventListener("abort", () => end(signal.reason)));
        }
        const credential = await get.call(this, options);
        if (waits) {
          waits = false;
          await new Promise((go) => addEventListener("confirm", go, { once: true }));
        }
        return credential;
      };
    });
    const created = page.waitForResponse(/self-service\/login\/browser/);
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByRole("link", { name: "Sign in" }).click();
    const { expires_at } = (await (await created).json()) as { expires_at: string };
    await laptop.touch(true);
    await button(page, "passkey_login_trigger", "").click();
    await laptop.touch(false);
    await past(expires_at);
    await page.evaluate(() => dispatchEvent(new Event("confirm")));
    await expect(page.getByText("Here is a fresh one with what you typed")).toBeVisible();
    await laptop.touch(true);
    await button(page, "passkey_login_trigger", "").click();
    await signedIn(page, address);
  });
});

// A password manager that answers conditional requests by itself sent a refused passkey again and
// again.
test("a passkey that is refused is not sent for ever", async ({ page, watch, address }) => {
  const refusal = /^console: warning propylon: origin-refused: .*4000008/;
  watch.expect(refusal);
  const made = await ceremonies(page);
  const laptop = await (await Authenticators.of(page)).add("laptop");
  await registerByPasskey(page, address);
  await laptop.touch(false);
  await signOut(page);
  await expect.poll(() => made.at(-1)).toEqual(AUTOFILL);
  await laptop.touch(true);
  await laptop.override({ isBogusSignature: true });
  const sent = submits(page);
  await page.goto("/login");
  await expect(message(page, 4000008)).toBeVisible();
  await expect.poll(() => sent).toHaveLength(3);
  await expect(page.locator("form")).not.toHaveAttribute("aria-busy", "true");
  await laptop.override({});
  await button(page, "passkey_login_trigger", "").click();
  await signedIn(page, address);
  expect(sent).toHaveLength(4);
  expect(made.at(-1)).toEqual({ ...BUTTON, end: "done" });
});
