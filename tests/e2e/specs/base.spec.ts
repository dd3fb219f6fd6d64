import type { Page } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { at, button, enterAddress, enterPassword, field, notNow, PASSWORD, signOut, signedIn } from "../support/screens";
import { expect, test } from "../support/test";

// The site could only be at the root of an origin: its files, pages and links were absolute paths.

/** Collects the paths on the site's origin that are not below the base path. */
function strays(page: Page, stack: Stack): string[] {
  const { origin, pathname } = new URL(stack.site);
  const found: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin === origin && !url.pathname.startsWith(`${pathname}/`)) found.push(url.pathname);
  });
  return found;
}

const link = (page: Page, path: string) => page.locator(`a[href^="${path}"]`).first();

for (const [where, kratos] of [
  ["below it, too", "below"],
  ["at the root", "root"],
] as const) {
  test.describe(`the site below /auth, Kratos ${where}`, () => {
    test.use({ variant: { base: { path: "/auth", kratos } } });

    test("sign-up, settings, a reload of each, sign-out, sign-in, the doctor", async ({ page, stack, watch, address }) => {
      const elsewhere = strays(page, stack);
      await page.goto(`${stack.site}/`);
      await expect(page).toHaveURL(`${stack.site}/`);
      await link(page, "/auth/registration").click();
      await at(page, "registration");
      await expect(page).toHaveURL(/\/auth\/registration\?flow=/);
      await page.reload();
      await enterAddress(page, address);
      await field(page, "password").fill(PASSWORD);
      await button(page, "method", "password").click();
      await notNow(page);
      await signedIn(page, address);
      await expect(page).toHaveURL(`${stack.site}/`);

      await link(page, "/auth/settings").click();
      await at(page, "settings");
      await expect(page).toHaveURL(/\/auth\/settings\?flow=/);
      await page.reload();
      await at(page, "settings");
      await page.goBack();
      await signedIn(page, address);

      await signOut(page);
      await expect(page).toHaveURL(/\/auth\/login\?flow=/);
      await enterPassword(page, address);
      await signedIn(page, address);
      await expect(page).toHaveURL(/\/auth\//);
      await page.goto(`${stack.site}/sessions`);
      await at(page, "sessions");

      // The doctor could not be opened below a path: its files and settings were looked for at the root.
      // It asks for the admin API, which nothing serves beside the site.
      if (kratos === "root") watch.expect(/404 \(Not Found\) .*\/admin\/identities\//);
      await page.goto(`${stack.site}/doctor`);
      await expect(page.getByRole("status")).toHaveText("Nothing wrong was found.");
      await page.getByText("Facts").click();
      await expect(page.getByRole("row", { name: "Kratos: URL" })).toContainText(stack.kratos);
      await page.goto(`${stack.site}/login?return_to=${encodeURIComponent("https://elsewhere.example/")}`);
      await at(page, "forbidden");
      const opened = page.waitForEvent("popup");
      await page.getByRole("link", { name: "What is wrong?" }).click();
      const doctor = await opened;
      await expect(doctor).toHaveURL(`${stack.site}/doctor/#stop=return-to-forbidden&flow=login`);
      await expect(doctor.locator("[data-part=finding]")).toHaveCount(1);

      const ofKratos = elsewhere.filter((path) => /^\/(self-service\/|sessions|health\/|admin\/)/.test(path));
      expect(elsewhere.length - (kratos === "root" ? ofKratos.length : 0), elsewhere.join(" ")).toBe(0);
    });
  });
}

test.describe("the site below /auth", () => {
  test.use({ variant: { base: { path: "/auth", kratos: "below" } } });

  test("pages of two levels and with a slash at the end find their files", async ({ page, stack }) => {
    for (const path of ["/login/", "/session/test-oidc", "/verify"]) {
      await page.goto(stack.site + path);
      await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Page not found");
      await expect(page.locator("#gate")).not.toHaveAttribute("aria-busy");
    }
  });

  test("a language is chosen and stays, and a theme is loaded", async ({ page, stack }) => {
    await page.route("**/config.json", (route) => route.fulfill({ json: { theme: "rounded" } }));
    const theme = page.waitForResponse(`${stack.site}/themes/rounded.css`);
    await page.goto(`${stack.site}/login`);
    expect((await theme).status()).toBe(200);
    const words = page.waitForResponse(`${stack.site}/locales/de.txt`);
    await page.locator("[data-part=language]").selectOption("de");
    expect((await words).status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anmelden");
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anmelden");
  });

  test("a change of the password is found, and nothing else is served beside it", async ({ page, stack }) => {
    const { origin } = new URL(stack.site);
    const change = await page.request.get(`${origin}/.well-known/change-password`, { maxRedirects: 0 });
    expect(change.headers().location).toBe("/auth/settings");
    const root = await page.request.get(stack.site, { maxRedirects: 0 });
    expect(root.headers().location).toBe("/auth/");
    for (const path of ["/", "/login", "/config.json", "/authlogin"]) {
      expect((await page.request.get(origin + path)).status(), path).toBe(404);
    }
  });
});
