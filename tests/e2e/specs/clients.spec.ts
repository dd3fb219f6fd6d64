import { field } from "../support/screens";
import { expect, test } from "../support/test";

// What an OAuth2 client knows about the person was ignored.
test("ui_locales of a client chooses a language that is there", async ({ page }) => {
  for (const [asked, language] of [
    ["de", "de"],
    ["de-AT fr", "de"],
    ["xx de", "de"],
    ["en de", "en"],
    ["xx", "en"],
  ]) {
    await page.goto(`/login?ui_locales=${encodeURIComponent(asked ?? "")}`);
    const heading = language === "de" ? "Anmelden" : "Sign in";
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await expect(page.locator("html")).toHaveAttribute("lang", language ?? "");
  }
});

test("login_hint and ui_locales come from Kratos, too", async ({ page, address }) => {
  // Kratos adds the client's wishes only with Hydra, so they are added to its real answer here.
  await page.route(/\/self-service\/login\/browser/, async (route) => {
    const answer = await route.fetch({ url: route.request().url().replace(/\?.*/, "") });
    const flow = (await answer.json()) as { [name: string]: unknown };
    const oidc_context = { login_hint: address, ui_locales: ["de"] };
    flow["oauth2_login_request"] = { challenge: "c", oidc_context };
    await route.fulfill({ response: answer, json: flow });
  });
  await page.goto("/login?login_challenge=c");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anmelden");
  await expect(field(page, "identifier")).toHaveValue(address);
});
