// The page /doctor, and the links to it.
import { PASSWORD, button, enterPassword, field, registerByPassword, signedIn } from "../support/screens";
import { expect, test } from "../support/test";

const DONE = "Nothing wrong was found.";

test("the doctor finds nothing wrong with the demo's set-up", async ({ page }) => {
  await page.goto("/doctor");
  await expect(page.getByRole("status")).toHaveText(DONE);
  await page.getByText("Facts").click();
  await expect(page.getByRole("row", { name: "Flows: login" })).toContainText("passkey");
});

test("nor after somebody has signed up", async ({ page, address }) => {
  await registerByPassword(page, address);
  await signedIn(page, address);
  await page.goto("/doctor/");
  await expect(page.getByRole("status")).toHaveText(DONE);
});

test.describe("cookies for another domain", () => {
  test.use({
    variant: { kratos: { cookies: { domain: "elsewhere.example" } } },
    findings: ["cookie-domain-wrong"],
  });

  test("a page that cannot go on leads to the doctor, which names the cause and the lines", async ({ page, address }) => {
    await page.goto("/login");
    await enterPassword(page, address);
    await expect(page.getByText("Here is a fresh one with what you typed")).toBeVisible();
    await field(page, "password").fill(PASSWORD);
    await button(page, "method", "password").click();
    const opened = page.waitForEvent("popup");
    await page.getByRole("link", { name: "What is wrong?" }).click();
    const doctor = await opened;
    await expect(doctor.getByRole("status")).toHaveText("One thing was found.");
    await expect(doctor.locator("[data-code=cookie-domain-wrong]")).toContainText("domain: localhost");
  });
});

test.describe("on a named host", () => {
  test.use({ variant: { hosts: ["auth.example.test"] } });

  test("the doctor is off until config.json turns it on", async ({
    page,
    stack,
    watch,
  }) => {
    // The page is on http.
    watch.expect(/^console: error The Cross-Origin-Opener-Policy header has been ignored/);
    await page.goto(`${stack.others()[0]}/doctor`);
    await expect(page.getByText('add "doctor": true to config.json')).toBeVisible();
  });
});
