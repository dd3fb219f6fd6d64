// People use the site in every way; the doctor finds nothing wrong before, in between and after.
import type { Page } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { touchForButton } from "../support/autofill";
import { diagnose, servePackage } from "../support/diagnosis";
import {
  PASSWORD,
  button,
  card,
  confirm,
  enterAddress,
  enterNewPassword,
  enterPassword,
  field,
  openSettings,
  recover,
  registerByCode,
  registerByPasskey,
  registerByPassword,
  saved,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

/** Asks the doctor from the page that is open, under the site's own policy. */
async function nothingIsWrong(page: Page, stack: Stack): Promise<void> {
  expect(await diagnose(page, stack.kratos)).toEqual([]);
}

for (const crossOrigin of [false, true]) {
  test.describe(crossOrigin ? "Kratos on another origin" : "Kratos on the site's origin", () => {
    test.use({ variant: { crossOrigin } });

    test.beforeEach(async ({ page, watch }) => {
      await servePackage(page);
      // The doctor asks for what may be refused, which the browser logs: preflights, the admin API,
      // places to return to.
      watch.allow(/status of 4|blocked by CORS policy|net::ERR_FAILED|preflight: /);
    });

    test("by code", async ({ page, stack, mail, address }) => {
      await page.goto("/login");
      await nothingIsWrong(page, stack);
      await registerByCode(page, mail, address);
      await nothingIsWrong(page, stack);
      await signOut(page);
      await field(page, "identifier").fill(address);
      await button(page, "method", "code").click();
      await field(page, "code").fill(await mail.code(address, "login"));
      await signedIn(page, address);
      await nothingIsWrong(page, stack);
    });

    test("by password, which is changed", async ({ page, stack, address }) => {
      await registerByPassword(page, address);
      await nothingIsWrong(page, stack);
      await openSettings(page);
      await field(card(page, "password"), "password").fill(`a new ${PASSWORD}`);
      await button(card(page, "password"), "method", "password").click();
      await saved(page);
      await nothingIsWrong(page, stack);
      await page.goto("/");
      await signOut(page);
      await nothingIsWrong(page, stack);
      await enterPassword(page, address, `a new ${PASSWORD}`);
      await signedIn(page, address);
      await nothingIsWrong(page, stack);
    });

    test("by passkey", async ({ page, stack, passkeys, address }) => {
      await registerByPasskey(page, address);
      await nothingIsWrong(page, stack);
      await passkeys.touch(false);
      await signOut(page);
      await touchForButton(page, passkeys);
      await button(page, "passkey_login_trigger", "").click();
      await signedIn(page, address);
      await nothingIsWrong(page, stack);
    });

    test("a confirmed address, and a recovery", async ({ page, stack, mail, address }) => {
      await page.goto("/registration");
      await enterAddress(page, address);
      await enterNewPassword(page);
      await confirm(page, mail, address);
      await nothingIsWrong(page, stack);
      await page.getByRole("button", { name: "Continue" }).click();
      await signOut(page);
      await recover(page, mail, address);
      await nothingIsWrong(page, stack);
    });
  });
}
