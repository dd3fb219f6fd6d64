import { type Page, request as client } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { Authenticators } from "../support/authenticators";
import { touchForButton } from "../support/autofill";
import {
  button,
  enterAddress,
  enterPassword,
  field,
  message,
  registerByPasskey,
  signOut,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

const passkey = (page: Page) => button(page, "passkey_login_trigger", "");
const newPasskey = (page: Page) => button(page, "passkey_register_trigger", "");

/** The button is visible and disabled, with the reason. The finding is reported with the form,
 * because the button can't be pressed. */
async function explained(page: Page, reason: string): Promise<void> {
  await expect(passkey(page)).toBeDisabled();
  await expect(passkey(page)).toHaveAccessibleDescription(reason);
  await expect(page.getByText(reason)).toBeVisible();
  // Regression: the reason was in a box of one pixel, for screen readers only.
  expect((await page.getByText(reason).boundingBox())?.height).toBeGreaterThan(5);
}

test.describe("under other host names", () => {
  test.use({ variant: { hosts: ["auth.example.test", "127.0.0.1"] } });

  test("no secure context: the button is disabled with the reason", async ({
    page,
    stack,
    watch,
    address,
  }) => {
    watch.expect(
      /^console: warning propylon: insecure-context: .*http:\/\/auth\.example\.test:\d+.* over https/,
    );
    // Caddy's headers are ignored on insecure origins.
    watch.expect(/^console: error The Cross-Origin-Opener-Policy header has been ignored/);
    await stack.admit(address);
    await page.goto(`${stack.others()[0]}/login`);
    await explained(
      page,
      "Passkeys only work on https pages or localhost. Use another way, or open the secure address.",
    );
    await enterPassword(page, address);
    // Kratos redirects to its configured URL, but the session cookie is on this one.
    await page.waitForURL(`${stack.site}/`);
    await page.goto(`${stack.others()[0]}/`);
    await signedIn(page, address);
  });

  test("an IP address: the button is disabled with the reason", async ({
    page,
    stack,
    watch,
  }) => {
    watch.expect(/^console: warning propylon: ip-address: .*127\.0\.0\.1/);
    await page.goto(`${stack.others()[1]}/login`);
    await explained(page, "Passkeys don’t work on this page’s address. Use another way.");
    expect(await page.evaluate(() => isSecureContext)).toBe(true);
  });
});

test("a browser without passkeys: the button is disabled with the reason, other methods work", async ({
  page,
  stack,
  watch,
  address,
}) => {
  // For the integrator; the person can only use another method.
  watch.expect(/^console: warning propylon: no-webauthn: /);
  await stack.admit(address);
  await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
  await page.goto("/login");
  await explained(page, "This browser or device can’t do that with passkeys. Use another way.");
  await enterPassword(page, address);
  await signedIn(page, address);
});

test("a policy that forbids passkeys: the button is disabled with the reason", async ({
  page,
  watch,
}) => {
  watch.expect(/^console: warning propylon: permissions-policy: .*publickey-credentials-get/);
  await page.route("**/login", async (route) => {
    const answer = await route.fetch();
    const headers = {
      ...answer.headers(),
      "permissions-policy": "publickey-credentials-get=(), publickey-credentials-create=()",
    };
    await route.fulfill({ response: answer, headers });
  });
  await page.goto("/login");
  await explained(page, "Passkeys don’t work on this page’s address. Use another way.");
});

test("a policy that the page can't detect is reported after the press", async ({ page, watch }) => {
  watch.expect(/^console: warning propylon: permissions-policy: /);
  await page.addInitScript(() => Reflect.deleteProperty(Document.prototype, "featurePolicy"));
  await page.route("**/login", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      headers: { ...answer.headers(), "permissions-policy": "publickey-credentials-get=()" },
    });
  });
  await page.goto("/login");
  await passkey(page).click();
  await expect(page.locator("[data-part=notices]")).toHaveText(
    "Passkeys don’t work on this page’s address. Use another way.",
  );
});

test.describe("with the relying party of another domain", () => {
  test.use({
    variant: {
      kratos: {
        selfservice: { methods: { passkey: { config: { rp: { id: "other.example.test" } } } } },
      },
    },
    findings: ["rp-id-mismatch"],
  });

  test("with related origins, the obstacle is reported after the press", async ({
    page,
    watch,
    address,
  }) => {
    watch.expect(
      /^console: warning propylon: rp-id-mismatch: .*rp\.id is other\.example\.test, but the page is on localhost.*passkey\.config\.rp\.id to localhost/,
    );
    await (await Authenticators.of(page)).add("laptop");
    await page.goto("/registration");
    await enterAddress(page, address);
    await newPasskey(page).click();
    await expect(page.locator("[data-part=notices]")).toHaveText(
      "Passkeys don’t work on this page’s address. Use another way.",
    );
    await expect(button(page, "method", "password")).toBeEnabled();
  });

  test("without related origins, the button is disabled", async ({ page, watch }) => {
    watch.expect(/^console: warning propylon: rp-id-mismatch: /);
    await page.addInitScript(() => {
      const api = PublicKeyCredential as unknown as { getClientCapabilities(): Promise<object> };
      api.getClientCapabilities = () =>
        Promise.resolve({ conditionalGet: true, relatedOrigins: false });
    });
    await page.goto("/login");
    await explained(page, "Passkeys don’t work on this page’s address. Use another way.");
  });
});

/** Kratos' message for an unknown origin. */
const REFUSED =
  /^console: warning propylon: origin-refused: .*passkey\.config\.rp\.origins must hold exactly http:\/\/localhost:\d+, port included/;

test.describe("with an origin that lacks the port", () => {
  const wrong = { rp: { origins: ["http://localhost"] } };
  test.use({
    variant: {
      kratos: {
        selfservice: { methods: { passkey: { config: wrong }, webauthn: { config: wrong } } },
      },
    },
  });

  test("Kratos refuses a new passkey with an error of its own", async ({
    page,
    watch,
    address,
  }) => {
    watch.expect(REFUSED);
    watch.expect(/^console: error .*status of 500.*self-service\/registration/);
    await (await Authenticators.of(page)).add("laptop");
    await page.goto("/registration");
    await enterAddress(page, address);
    await newPasskey(page).click();
    await expect(page.locator("[data-part=notices]")).toContainText(
      "Something went wrong on our side.",
    );
    await expect(button(page, "method", "password")).toBeEnabled();
  });

  test("and a new security key", async ({ page, stack, watch, address }) => {
    watch.expect(/^console: warning propylon: origin-refused: .*webauthn\.config\.rp\.origins/);
    watch.expect(/^console: error .*status of 500.*self-service\/settings/);
    await stack.admit(address);
    await (await Authenticators.of(page)).add("key");
    await page.goto("/login");
    await enterPassword(page, address);
    await signedIn(page, address);
    await page.goto("/settings");
    await field(page, "webauthn_register_displayname").fill("Blue key");
    await page.locator("button[name=webauthn_register_trigger]").click();
    await expect(page.locator("[data-part=notices]")).toContainText(
      "Something went wrong on our side.",
    );
  });
});

test.describe("with an origin that loses its port later", () => {
  test.use({ variant: {} });

  test("Kratos refuses a sign-in that went well", async ({ page, stack, watch, address }) => {
    watch.expect(REFUSED);
    const laptop = await (await Authenticators.of(page)).add("laptop");
    await registerByPasskey(page, address);
    await laptop.touch(false);
    await signOut(page);
    await forgetPort(stack);
    await page.goto("/login");
    await expect(field(page, "identifier")).toBeVisible();
    // The conditional request is restarted after the refusal and would be answered at once.
    await page.route(/self-service\/login\?/, async (route) => {
      await laptop.touch(false);
      await route.continue();
    });
    await touchForButton(page, laptop);
    await passkey(page).click();
    await expect(message(page, 4000008)).toHaveText(
      "That didn’t match. Try again, or use another way.",
    );
  });
});

/** Removes the port from Kratos' configured origins; a flow's lifespan shows when the settings are
 * active. */
async function forgetPort(stack: Stack): Promise<void> {
  const api = await client.newContext();
  const selfservice = {
    flows: { login: { lifespan: "2h" } },
    methods: { passkey: { config: { rp: { origins: ["http://localhost"] } } } },
  };
  await stack.configure({ selfservice }, async () => {
    const answer = await api.get(`${stack.site}/self-service/login/api`);
    const { issued_at, expires_at } = (await answer.json()) as Record<string, string>;
    return Date.parse(expires_at ?? "") - Date.parse(issued_at ?? "") > 3_700_000;
  });
  await api.dispose();
}
