import type { Page } from "@playwright/test";
import { PASSWORD, at, button, field, signedIn, submits } from "../support/screens";
import { expect, test } from "../support/test";

/** Lets a gateway answer the submits of a sign-in. */
async function answerSubmits(
  page: Page,
  answer: { status: number; headers?: { [name: string]: string }; body?: string },
): Promise<void> {
  await page.route(/\/self-service\/login\?flow=/, (route) => route.fulfill(answer));
}

const HTML = { "content-type": "text/html" };

// Pressed again at once, the limit was extended for as long as somebody pressed.
test("too many attempts: counts down, then lets through", async ({ page, watch, stack, address }) => {
  watch.expect(/status of 429/);
  await stack.admit(address);
  await page.goto("/login");
  await answerSubmits(page, {
    status: 429,
    headers: { ...HTML, "retry-after": "3" },
    body: "<h1>Slow down</h1>",
  });
  const sent = submits(page);
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await expect(page.locator("[data-part=notices]")).toContainText("Too many attempts.");
  const again = page.getByRole("button", { name: /^Try again/ });
  await expect(again).toBeDisabled();
  await expect(again).toHaveText(/\(\d s\)/);
  await button(page, "method", "password").click();
  expect(sent).toHaveLength(1);
  await expect(field(page, "password")).toHaveValue(PASSWORD);
  await page.unroute(/\/self-service\/login\?flow=/);
  await expect(again).toBeEnabled();
  await again.click();
  await signedIn(page, address);
});

test("too many requests when the page opens: loads by itself", async ({ page, watch }) => {
  watch.expect(/status of 429/);
  let asked = 0;
  await page.route(/\/self-service\/login\/browser/, (route) => {
    asked += 1;
    return asked > 1
      ? route.continue()
      : route.fulfill({ status: 429, headers: { "retry-after": "2" }, json: { error: "slow" } });
  });
  await page.goto("/login");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Too many attempts");
  await at(page, "login");
  expect(asked).toBe(2);
});

for (const [status, words] of [
  [200, "perhaps the sign-in of a network or a company"],
  [413, "too long."],
  [431, "too many cookies"],
  [503, "isn’t available at the moment"],
] as const) {
  test(`a gateway's ${status} has words of its own, and what was typed stays`, async ({
    page,
    watch,
    address,
  }) => {
    if (status !== 200) watch.expect(/status of/);
    await page.goto("/login");
    await answerSubmits(page, { status, headers: HTML, body: "<h1>Somebody else</h1>" });
    await field(page, "identifier").fill(address);
    await field(page, "password").fill(PASSWORD);
    await button(page, "method", "password").click();
    await expect(page.locator("[data-part=notices]")).toContainText(words);
    await expect(field(page, "identifier")).toHaveValue(address);
    await expect(field(page, "password")).toHaveValue(PASSWORD);
  });
}

test("requests that are redirected to another site are told from no connection", async ({
  page,
  watch,
  app,
  address,
}) => {
  watch.expect(/./);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  await page.route(/\/(self-service|sessions)\//, (route) =>
    route.fulfill({ status: 302, headers: { location: `${app}/proxy` } }),
  );
  await button(page, "method", "password").click();
  await expect(page.locator("[data-part=notices]")).toContainText("perhaps the sign-in of a network");
  await expect(field(page, "password")).toHaveValue(PASSWORD);
});
