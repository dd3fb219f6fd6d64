import { type Page, expect } from "@playwright/test";
import { button, card, field, openSettings, saved } from "./screens";
import { totp } from "./totp";

/** Enrols an authenticator app and returns its secret. */
export async function enrolApp(page: Page): Promise<string> {
  await openSettings(page);
  const app = card(page, "totp");
  // The key was shown to everybody, whether they wanted an app or not.
  await expect(app.getByTestId("node/image/totp_qr")).toBeHidden();
  await app.getByRole("button", { name: "Set up" }).click();
  await expect(app.getByTestId("node/image/totp_qr")).toBeVisible();
  // The field had the focus, behind the key that has to be read first.
  await expect(app.getByRole("heading")).toBeFocused();
  const secret = app.getByTestId("node/text/totp_secret_key/text").locator("code");
  const key = (await secret.textContent()) ?? "";
  await field(app, "totp_code").fill(totp(key));
  await button(app, "method", "totp").click();
  await saved(page);
  return key;
}
