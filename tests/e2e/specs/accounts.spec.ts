import type { Page } from "@playwright/test";
import { identitySchema } from "../stack/settings";
import { hold } from "../support/hold";
import { settle } from "../support/people";
import { at, button, enterAddress, field, openSettings, submits } from "../support/screens";
import { expect, test } from "../support/test";

/** Collects what Chromium recommends about forms. */
async function recommendations(page: Page): Promise<string[]> {
  const said: string[] = [];
  const devtools = await page.context().newCDPSession(page);
  devtools.on("Log.entryAdded", ({ entry }) => {
    if (entry.source === "recommendation") said.push(entry.text);
  });
  await devtools.send("Log.enable");
  return said;
}

/** The input that tells password managers whose password it is. */
const account = (page: Page) => page.locator("form:has([autocomplete$=-password]) [autocomplete~=username]");

// A form with a password but no account: password managers saved a password without a name.
test("every form with a password names its account", async ({ page, stack, mail, address }) => {
  const said = await recommendations(page);
  await page.goto("/login");
  await at(page, "login");
  await expect(account(page)).toHaveAttribute("name", "identifier");
  await page.goto("/registration");
  await enterAddress(page, address);
  await expect(account(page)).toHaveValue(address);
  await stack.admit(`x-${address}`);
  await page.goto("/recovery");
  await field(page, "email").fill(`x-${address}`);
  await button(page, "method", "code").click();
  await field(page, "code").fill(await mail.code(`x-${address}`, "recovery"));
  await at(page, "settings");
  await expect(account(page)).toHaveValue(`x-${address}`);
  expect(said).toEqual([]);
});

test("the account of a form is not posted, not in the way of the keyboard, and not seen", async ({
  page,
  stack,
  address,
}) => {
  await settle(page, stack, address);
  await openSettings(page);
  const input = account(page);
  await expect(input).toHaveValue(address);
  await expect(input).not.toHaveAttribute("name");
  await expect(input).toHaveAttribute("tabindex", "-1");
  const box = await input.boundingBox();
  expect(box && box.width * box.height).toBeLessThanOrEqual(1);
});

test.describe("with accounts that have neither address nor phone", () => {
  const schema = {
    $id: "person",
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {
      traits: {
        type: "object",
        properties: {
          badge: {
            type: "string",
            title: "Badge",
            "ory.sh/kratos": {
              credentials: {
                password: { identifier: true },
                passkey: { display_name: true },
                webauthn: { identifier: true },
              },
            },
          },
          colour: { type: "string", title: "Colour" },
        },
        required: ["badge"],
      },
    },
  };
  test.use({
    variant: {
      kratos: {
        identity: identitySchema(schema),
        selfservice: { flows: { registration: { enable_legacy_one_step: true } } },
      },
    },
  });

  test("the trait that signs in is typed as it is", async ({ page }) => {
    const said = await recommendations(page);
    await page.goto("/registration");
    const badge = field(page, "traits.badge");
    await expect(badge).toHaveAttribute("autocomplete", "username");
    await expect(badge).toHaveAttribute("autocapitalize", "none");
    await expect(badge).toHaveAttribute("spellcheck", "false");
    await expect(field(page, "traits.colour")).not.toHaveAttribute("autocapitalize");
    expect(said).toEqual([]);
  });
});

// Nothing typed vanishes without a word: letters disappeared from the field, a paste without a code
// cleared it, and digits of other scripts did not count.
test("a code is taken as people have it", async ({ page, stack, mail, address }) => {
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  const code = field(page, "code");
  const paste = (text: string) =>
    code.evaluate((input, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", data);
      const event = new ClipboardEvent("paste", { clipboardData, cancelable: true, bubbles: true });
      return input.dispatchEvent(event);
    }, text);
  const sent = submits(page);
  await code.pressSequentially("12a");
  await expect(code).toHaveValue("12a");
  await paste("no code here");
  await expect(code).toHaveValue("12a");
  await expect(page.getByTestId("node/input/code").getByRole("alert")).toHaveText(
    "There is no code in what you pasted.",
  );
  expect(sent).toEqual([]);
  await code.fill("");
  const digits = await mail.code(address, "login");
  const persian = digits.replace(/\d/g, (digit) => String.fromCodePoint(0x6f0 + Number(digit)));
  await paste(`رمز ورود شما ${persian} است`);
  await at(page, "home");
});

test("a press while a code is on its way does nothing", async ({ page, stack, mail, address }) => {
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  const sent = submits(page);
  const release = await hold(page, /\/self-service\/login\?flow=/);
  await field(page, "code").fill(await mail.code(address, "login"));
  const send = button(page, "method", "code");
  await expect(send).toHaveAttribute("aria-busy", "true");
  await expect(send).toBeEnabled();
  await send.click();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveCount(0);
  release();
  await at(page, "home");
  expect(sent).toHaveLength(1);
});

// Test suites fill the code and press the button: the press came after the page had sent the code by
// itself, and waited for a button that was disabled or gone.
test("whoever fills the code and presses the button at once, presses it", async ({
  page,
  stack,
  mail,
  address,
}) => {
  await stack.admit(address);
  for (const [path, name, purpose, end] of [
    ["/verification", "email", "verification", "verified"],
    ["/recovery", "email", "recovery", "settings"],
  ] as const) {
    await page.goto(path);
    await field(page, name).fill(address);
    await button(page, "method", "code").click();
    await at(page, "code");
    const sent = submits(page);
    await field(page, "code").fill(await mail.code(address, purpose));
    await button(page, "method", "code").click({ timeout: 2_000 });
    await at(page, end);
    expect(sent).toHaveLength(1);
  }
});

// The code was sent a second time, by the pause that began before the press, when the first one failed.
test("a press before the pause is over is the only one", async ({ page, watch, stack, mail, address }) => {
  watch.expect(/ERR_FAILED/);
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  const code = await mail.code(address, "login");
  const sent = submits(page);
  await page.route(/\/self-service\/login\?flow=/, (route) => route.abort());
  await page.clock.install();
  await field(page, "code").fill(code);
  await button(page, "method", "code").click();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await page.clock.runFor(1_000);
  expect(sent).toHaveLength(1);
  await page.unroute(/\/self-service\/login\?flow=/);
  await page.getByRole("button", { name: "Try again" }).click();
  await at(page, "home");
});
