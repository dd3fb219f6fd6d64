import { type APIRequestContext, request as client } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { past } from "../stack/until";
import {
  PASSWORD,
  at,
  button,
  enterPassword,
  field,
  message,
  registerByPassword,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

/** Longer than the app's timeout of 15 s. */
const BEYOND_PATIENCE = 15_500;

const EXPIRED = "The form had expired. Here is a fresh one with what you typed. Send it again.";
const RENEWED = "Here is a fresh one with what you typed";

test.describe("flows that live for two seconds", () => {
  test.use({
    variant: {
      kratos: {
        selfservice: { flows: { login: { lifespan: "2s" }, registration: { lifespan: "2s" } } },
      },
    },
    findings: ["flow-lifespan-short"],
  });

  test("flow expired while typing", async ({ page, stack, address }) => {
    const created = page.waitForResponse(/\/self-service\/registration\/browser/);
    await page.goto("/registration");
    const { expires_at } = (await (await created).json()) as { expires_at: string };
    await field(page, "traits.email").fill(address);
    await field(page, "traits.name").fill("Ada");
    await liveLonger(stack, "registration");
    await past(expires_at);
    await button(page, "method", "profile").click();
    await expect(message(page, 4040001)).toHaveText(EXPIRED);
    await expect(field(page, "traits.email")).toHaveValue(address);
    await expect(field(page, "traits.name")).toHaveValue("Ada");
    await button(page, "method", "profile").click();
    await at(page, "credential");
  });

  test("flow expired while typing a password: all comes back but the password", async ({
    page,
    stack,
    address,
  }) => {
    const created = page.waitForResponse(/\/self-service\/login\/browser/);
    await page.goto("/login");
    const { expires_at } = (await (await created).json()) as { expires_at: string };
    await liveLonger(stack, "login");
    await field(page, "identifier").fill(address);
    await field(page, "password").fill(PASSWORD);
    await past(expires_at);
    await button(page, "method", "password").click();
    await expect(message(page, 4010001)).toHaveText(EXPIRED);
    await expect(field(page, "identifier")).toHaveValue(address);
    await expect(field(page, "password")).toHaveValue("");
  });

  test("an expired flow in the address gives a new one", async ({ page, stack }) => {
    const created = page.waitForResponse(/\/self-service\/login\/browser/);
    await page.goto("/login");
    const { id, expires_at } = (await (await created).json()) as { id: string; expires_at: string };
    await expect(page).toHaveURL(new RegExp(`flow=${id}`));
    await liveLonger(stack, "login");
    await past(expires_at);
    await page.reload();
    await expect(field(page, "identifier")).toBeVisible();
    await expect(page).not.toHaveURL(new RegExp(`flow=${id}`));
    await expect(page).toHaveURL(/flow=/);
  });
});

/** Sets the lifespan of new flows to an hour. */
async function liveLonger(stack: Stack, flow: "login" | "registration"): Promise<void> {
  const api: APIRequestContext = await client.newContext();
  const settings = { selfservice: { flows: { [flow]: { lifespan: "1h" } } } };
  await stack.configure(settings, async () => {
    const answer = await api.get(`${stack.site}/self-service/${flow}/api`);
    const { issued_at, expires_at } = (await answer.json()) as Record<string, string>;
    return Date.parse(expires_at ?? "") - Date.parse(issued_at ?? "") > 60_000;
  });
  await api.dispose();
}

test("CSRF cookie lost", async ({ page, context, address }) => {
  await registerByPassword(page, address);
  await signOut(page);
  await field(page, "identifier").fill(address);
  await field(page, "password").fill(PASSWORD);
  await context.clearCookies({ name: /^csrf_token/ });
  await button(page, "method", "password").click();
  await expect(page.getByText(RENEWED)).toBeVisible();
  await expect(field(page, "identifier")).toHaveValue(address);
  await enterPassword(page, address);
  await signedIn(page, address);
});

test.describe("cookies for another domain", () => {
  test.use({
    variant: { kratos: { cookies: { domain: "elsewhere.example" } } },
    findings: ["cookie-domain-wrong"],
  });

  test("cookies never kept: said after one new form, not in a loop", async ({ page, address }) => {
    const creations: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/self-service/login/browser")) creations.push(request.url());
    });
    await page.goto("/login");
    await enterPassword(page, address);
    await expect(page.getByText(RENEWED)).toBeVisible();
    await field(page, "password").fill(PASSWORD);
    await button(page, "method", "password").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This keeps failing");
    expect(creations).toHaveLength(2);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(field(page, "identifier")).toHaveValue(address);
  });
});

test("a flow that Kratos does not know gives a new one", async ({ page }) => {
  await page.goto("/login?flow=3f0c2b70-0000-4000-8000-000000000000");
  await expect(field(page, "identifier")).toBeVisible();
  await expect(page).not.toHaveURL(/3f0c2b70/);
});

test("signed in in another tab: this one is notified", async ({
  page,
  context,
  stack,
  address,
}) => {
  await stack.admit(address);
  await page.goto("/login");
  await field(page, "identifier").fill(address);
  const other = await context.newPage();
  await other.goto("/login");
  await enterPassword(other, address);
  await signedIn(other, address);
  await at(page, "alreadySignedIn");
  await page.getByRole("button", { name: "Continue" }).click();
  await signedIn(page, address);
});

test("signed in meanwhile in another tab of a browser without BroadcastChannel", async ({
  page,
  context,
  stack,
  address,
}) => {
  await context.addInitScript(() => Reflect.deleteProperty(window, "BroadcastChannel"));
  await stack.admit(address);
  await page.goto("/login");
  const other = await context.newPage();
  await other.goto("/login");
  await enterPassword(other, address);
  await signedIn(other, address);
  await enterPassword(page, address);
  await at(page, "alreadySignedIn");
  await page.getByRole("button", { name: "Continue" }).click();
  await signedIn(page, address);
});

test.describe("with servers of its own", () => {
  test.use({ variant: {} });

  test("Kratos stopped and started again", async ({ page, stack, mail, watch, address }) => {
    watch.expect(/status of 502/);
    await page.goto("/registration");
    await field(page, "traits.email").fill(address);
    await field(page, "traits.name").fill("Ada");
    await stack.stopKratos();
    await button(page, "method", "profile").click();
    await expect(page.getByText("Something went wrong on our side.")).toBeVisible();
    await expect(field(page, "traits.email")).toHaveValue(address);
    await stack.startKratos();
    // Kratos' database is in memory, so the flow is gone; a new one gets the typed values.
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText(RENEWED)).toBeVisible();
    await expect(field(page, "traits.email")).toHaveValue(address);
    await expect(field(page, "traits.name")).toHaveValue("Ada");
    await button(page, "method", "profile").click();
    await at(page, "credential");
    await button(page, "method", "code").click();
    await field(page, "code").fill(await mail.code(address, "registration"));
    await signedIn(page, address);
  });

  test("Kratos is down when the page opens", async ({ page, stack, watch }) => {
    watch.expect(/status of 502/);
    await stack.stopKratos();
    await page.goto("/login");
    await at(page, "refused");
    await stack.startKratos();
    await page.getByRole("button", { name: "Try again" }).click();
    await at(page, "login");
    await expect(field(page, "identifier")).toBeVisible();
  });

  test("Kratos is down on the front page", async ({ page, stack, watch }) => {
    watch.expect(/status of 502/);
    await stack.stopKratos();
    await page.goto("/");
    await at(page, "refused");
    await stack.startKratos();
    await page.getByRole("button", { name: "Try again" }).click();
    await at(page, "nobody");
  });

  test("Kratos is down at the sign-out", async ({ page, stack, watch, address }) => {
    watch.expect(/status of 502/);
    await registerByPassword(page, address);
    await stack.stopKratos();
    await page.getByRole("button", { name: "Sign out" }).click();
    await at(page, "refused");
    await stack.startKratos();
    // Its sessions are gone too.
    await page.getByRole("button", { name: "Try again" }).click();
    await at(page, "signedOut");
  });

  for (const status of [200, 503]) {
    test(`HTML instead of JSON, with status ${status}`, async ({ page, stack, watch, address }) => {
      if (status !== 200) watch.expect(/status of 503/);
      await page.goto("/login");
      await field(page, "identifier").fill(address);
      await stack.replaceKratos(status);
      await button(page, "method", "code").click();
      const words =
        status === 200 ? "Another page answered instead" : "isn’t available";
      await expect(page.getByText(words)).toBeVisible();
      await expect(page.getByText(`with status ${status}`)).toBeVisible();
      await expect(field(page, "identifier")).toHaveValue(address);
      await page.goto("/login");
      await at(page, "unexpected");
      await stack.startKratos();
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(field(page, "identifier")).toBeVisible();
    });
  }

  test("request that hangs: a submit", async ({ page, stack, address }) => {
    await page.clock.install();
    await registerByPassword(page, address);
    await signOut(page);
    await field(page, "identifier").fill(address);
    await field(page, "password").fill(PASSWORD);
    stack.freezeKratos();
    const submit = page.waitForRequest((request) => request.method() === "POST");
    await button(page, "method", "password").click();
    await submit;
    await page.clock.runFor(BEYOND_PATIENCE);
    await expect(page.getByText("This is taking too long.")).toBeVisible();
    await expect(field(page, "identifier")).toHaveValue(address);
    stack.thawKratos();
    await page.getByRole("button", { name: "Try again" }).click();
    await signedIn(page, address);
  });

  test("request that hangs: the first one", async ({ page, stack }) => {
    await page.clock.install();
    stack.freezeKratos();
    const first = page.waitForRequest(/\/self-service\/login\/browser/);
    await page.goto("/login");
    await first;
    // The app has replaced the shell and waits for the boot script's request.
    await expect(page.locator("main[aria-busy]")).toHaveCount(0);
    await page.clock.runFor(BEYOND_PATIENCE);
    await at(page, "noConnection");
    await expect(page.getByText("This is taking too long.")).toBeVisible();
    stack.thawKratos();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(field(page, "identifier")).toBeVisible();
  });

  test("the network is gone while typing", async ({ page, context, watch, address }) => {
    watch.expect(/ERR_INTERNET_DISCONNECTED/);
    await page.goto("/registration");
    await field(page, "traits.email").fill(address);
    await context.setOffline(true);
    await button(page, "method", "profile").click();
    await expect(page.getByText("We couldn’t connect.")).toBeVisible();
    await context.setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await at(page, "credential");
  });
});

test("the stored error in plain words", async ({ page }) => {
  await page.goto("/error?id=stub:500");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Something went wrong");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await page.goto("/error?id=00000000-0000-4000-8000-000000000000");
  await expect(page.getByText("There is no error to show.")).toBeVisible();
});
