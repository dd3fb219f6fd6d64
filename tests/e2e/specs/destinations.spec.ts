// URLs from Kratos or from an attacker in its place: where the browser goes, and what is shown if
// it does not navigate.
import { randomBytes } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { hold } from "../support/hold";
import { settle } from "../support/people";
import {
  PASSWORD,
  at,
  button,
  enterPassword,
  field,
  message,
  openSettings,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

const HOSTILE = [
  "javascript:window.ran=1",
  " JavaScript:window.ran=1",
  "java\nscript:window.ran=1",
  "data:text/html,<script>window.ran=1</script>",
  "vbscript:ran",
  "blob:http://localhost/1",
  "file:///etc/passwd",
  "http://[bad",
];
/** URLs that the browser tries to open, without success. */
const NOBODYS = ["com.example.app://done", "mailto:ada@example.org"];

const STRANDED = "The browser didn’t open the next page.";
const REFUSED = "The address of the next page isn’t allowed here.";

/** No script ran, and the page did not navigate. */
async function still(page: Page, origin: string): Promise<void> {
  expect(new URL(page.url()).origin).toBe(origin);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
}

/** A click that also works while Chromium's dialog asks whether to open an app. */
const press = (target: Locator) => target.dispatchEvent("click");

const moved = (url: string) => ({
  status: 422,
  json: { error: { id: "browser_location_change_required", code: 422 }, redirect_browser_to: url },
});

for (const url of [...HOSTILE, ...NOBODYS]) {
  const words = NOBODYS.includes(url) ? STRANDED : REFUSED;

  test(`a submit that leads to ${JSON.stringify(url)}`, async ({ page, stack, watch, address }) => {
    watch.allow(/Failed to launch|external protocol|not have a registered handler/i);
    await page.goto("/login");
    await page.route(/\/self-service\/login\?/, (route) => route.fulfill(moved(url)));
    await enterPassword(page, address);
    await expect(page.getByText(words)).toBeVisible();
    await still(page, stack.site);
    // The form is ready again.
    await expect(field(page, "identifier")).toHaveValue(address);
    await expect(page.locator("form[aria-busy]")).toHaveCount(0);
    await page.unroute(/\/self-service\/login\?/);
    await stack.admit(address);
    await field(page, "password").fill(PASSWORD);
    await press(button(page, "method", "password"));
    await signedIn(page, address);
  });

  test(`a sign-in that leads to ${JSON.stringify(url)}`, async ({ page, stack, watch, address }) => {
    watch.allow(/Failed to launch|external protocol|not have a registered handler/i);
    await stack.admit(address);
    await page.goto("/login");
    await page.route(/\/self-service\/login\?/, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      body.continue_with = [{ action: "redirect_browser_to", redirect_browser_to: url }];
      await route.fulfill({ response: answer, json: body });
    });
    await enterPassword(page, address);
    await expect(page.getByText(words)).toBeVisible();
    await still(page, stack.site);
    await press(page.getByRole("link", { name: "Go to the front page" }));
    await signedIn(page, address);
  });

  test(`a sign-out that leads to ${JSON.stringify(url)}`, async ({ page, stack, watch, address }) => {
    watch.allow(/Failed to launch|external protocol|not have a registered handler/i);
    await settle(page, stack, address);
    await page.goto("/");
    await page.route(/\/self-service\/logout\/browser/, (route) =>
      route.fulfill({ json: { logout_url: url, logout_token: "t" } }),
    );
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.locator("[data-part=notice], [data-part=lead]").first()).toBeVisible();
    await still(page, stack.site);
    await expect(page.locator("[data-part=actions] :is(a, button)").first()).toBeVisible();
  });
}

for (const action of ["show_settings_ui", "show_verification_ui", "show_recovery_ui"]) {
  test(`${action} with a URL that is no page goes on by the own page`, async ({
    page,
    stack,
    address,
  }) => {
    await stack.admit(address);
    await page.goto("/login");
    await page.route(/\/self-service\/login\?/, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      const flow = { id: "3f0c2b70-0000-4000-8000-000000000000", url: "javascript:window.ran=1" };
      body.continue_with = [{ action, flow }];
      await route.fulfill({ response: answer, json: body });
    });
    await enterPassword(page, address);
    await expect(page.locator("h1")).not.toHaveText("Sign in");
    await expect(page.locator("[data-part=skeleton]")).toHaveCount(0);
    await still(page, stack.site);
  });
}

test("links, pictures and forms of an answer lead to web pages and load from Kratos only", async ({
  page,
  stack,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const anchor = (id: string, href: string) => ({
    type: "a",
    group: "default",
    attributes: { id, href, title: { id: 1, text: id, type: "info" }, node_type: "a" },
    messages: [],
    meta: {},
  });
  const image = (id: string, src: string) => ({
    type: "img",
    group: "default",
    attributes: { id, src, width: 1, height: 1, node_type: "img" },
    messages: [],
    meta: { label: { id: 1, text: id, type: "info" } },
  });
  const pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
  await page.route(/\/self-service\/login\/browser/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.ui.action = "javascript:window.ran=1";
    HOSTILE.forEach((url, at) => body.ui.nodes.push(anchor(`a${at}`, url), image(`i${at}`, url)));
    body.ui.nodes.push(anchor("good", "https://app.example.org/help"), image("code", pixel));
    body.ui.nodes.push(image("spy", "https://elsewhere.example/x.png"));
    await route.fulfill({ response: answer, json: body });
  });
  await page.goto("/login");
  await expect(page.getByTestId("node/anchor/good")).toHaveAttribute("href", /^https:\/\/app/);
  await expect(page.getByTestId("node/image/code")).toHaveAttribute("src", pixel);
  const urls = await page
    .locator("main :is(a, img, form)")
    .evaluateAll((all) =>
      all.flatMap((each) => ["href", "src", "action"].map((name) => each.getAttribute(name) ?? "")),
    );
  for (const url of urls) expect(url).toMatch(/^($|https?:\/\/|\/|data:image\/)/);
  expect(urls.join()).not.toContain("elsewhere.example");
  await expect(page.getByText("left out: its address isn’t allowed here").first()).toBeVisible();
  await still(page, stack.site);
  expect(asked.filter((url) => !url.startsWith(stack.site) && !url.startsWith("data:"))).toEqual([]);
});

test.describe("a service that asks for the next request with every answer", () => {
  const item = (action: string) => [{ action, flow: { id: "f" } }];
  const again = (query: string) => `/self-service/login/browser${query}`;
  const LOOPS: Record<string, [string, number, object]> = {
    "recovery that continues with itself": [
      "/recovery",
      200,
      {
        id: "f",
        ui: { action: "/self-service/recovery?flow=f", method: "POST", nodes: [] },
        continue_with: item("show_recovery_ui"),
      },
    ],
    "410 with a flow to use, always": [
      "/login?flow=f",
      410,
      { error: { id: "self_service_flow_expired", code: 410 }, use_flow_id: "f" },
    ],
    "422 to the page itself": [
      "/login?flow=f",
      422,
      {
        error: { id: "browser_location_change_required", code: 422 },
        redirect_browser_to: "/login?flow=f",
      },
    ],
    "422 from page to page": [
      "/login",
      422,
      { error: { id: "browser_location_change_required", code: 422 }, redirect_browser_to: "/login?x=1" },
    ],
    "refresh, on settings": [
      "/settings",
      403,
      { error: { id: "session_refresh_required", code: 403 }, redirect_browser_to: again("?refresh=true") },
    ],
    "refresh, on login": [
      "/login",
      403,
      { error: { id: "session_refresh_required", code: 403 }, redirect_browser_to: again("?refresh=true") },
    ],
    "aal1, on login": [
      "/login",
      403,
      { error: { id: "session_aal1_required", code: 403 }, redirect_browser_to: again("") },
    ],
    "422 to a second factor": [
      "/login",
      422,
      {
        error: { id: "browser_location_change_required", code: 422 },
        redirect_browser_to: again("?aal=aal2"),
      },
    ],
  };
  for (const [what, [path, status, json]] of Object.entries(LOOPS)) {
    test(`${what}: it ends in a sentence`, async ({ page }) => {
      let asked = 0;
      await page.route(/\/self-service\//, (route) => {
        asked += 1;
        return route.fulfill({ status, json });
      });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("This keeps failing");
      expect(asked).toBeLessThan(30);
      const rested = asked;
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("This keeps failing");
      expect(asked - rested).toBeLessThan(30);
    });
  }
});

test.describe("a sign-out", () => {
  test("that is slow is said to be under way, and takes one press", async ({ page, stack, address }) => {
    await settle(page, stack, address);
    await page.goto("/");
    let asked = 0;
    const go = await hold(page, /\/self-service\/logout\/browser/, () => (asked += 1));
    const out = page.getByRole("button", { name: "Sign out" });
    await out.dblclick({ noWaitAfter: true });
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Signing out…");
    await expect(out).toHaveCount(0);
    expect(asked).toBe(1);
    go();
    await at(page, "login");
    expect(asked).toBe(1);
  });

  test("whose page answers with nothing says what became of it", async ({ page, stack, address }) => {
    await settle(page, stack, address);
    await page.goto("/");
    await page.route(/\/self-service\/logout\?/, async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await page.context().clearCookies();
      await route.fulfill({ status: 204, body: "" });
    });
    await page.getByRole("button", { name: "Sign out" }).click();
    await at(page, "signedOut");
  });

  test("whose URL is answered with nothing says so", async ({ page, stack, address }) => {
    await settle(page, stack, address);
    await page.goto("/");
    await page.route(/\/self-service\/logout\/browser/, (route) =>
      route.fulfill({ status: 204, body: "" }),
    );
    await page.getByRole("button", { name: "Sign out" }).click();
    await at(page, "unexpected");
    await expect(page.getByText("with status 204")).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  });
});

test("settings without anything in them have a way on", async ({ page, stack, address }) => {
  await settle(page, stack, address);
  await page.route(/\/self-service\/settings\/browser/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.ui.nodes = [];
    await route.fulfill({ response: answer, json: body });
  });
  await openSettings(page);
  await expect(page.getByRole("button", { name: "Start over" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
});

test("a password that was used is nowhere in the page's memory", async ({ page, address }) => {
  await page.addInitScript(() => {
    const { instantiateStreaming, instantiate } = WebAssembly;
    const made: WebAssembly.Instance[] = [];
    Object.assign(window, { made });
    WebAssembly.instantiateStreaming = async (...given) => {
      const result = await instantiateStreaming(...given);
      made.push(result.instance);
      return result;
    };
    WebAssembly.instantiate = (async (...given: [BufferSource]) => {
      const result = await instantiate(...given);
      made.push(result.instance);
      return result;
    }) as typeof WebAssembly.instantiate;
  });
  // Long and without repetitions, so that fragments in reused memory are found too.
  const secret = "k7#Qz-mB4wXe9!Lp2VtRn6@sYd3GhJc8$UfAo5%iTxWq1^ZbMv0&KyEl+HjPuNrSgCaD";
  /** The texts that are in the page's WebAssembly memory. */
  const held = (texts: string[]) =>
    page.evaluate((texts) => {
      const { made } = window as unknown as { made: WebAssembly.Instance[] };
      const memories = made
        .flatMap(({ exports }) => Object.values(exports))
        .filter((each) => each instanceof WebAssembly.Memory);
      // Decoded as one character per byte, to use the browser's text search.
      const found = memories.map(({ buffer }) => new TextDecoder("latin1").decode(buffer));
      return texts.filter((text) => found.some((bytes) => bytes.includes(text)));
    }, texts);
  /** Long and without repetitions, so that fragments in reused memory are found too. */
  const random = () => randomBytes(45).toString("base64");
  await page.goto("/login");
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const wrong = random();
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await enterPassword(page, address, wrong);
    await answer;
    await expect(message(page, 4000006)).toBeVisible();
    await expect(field(page, "password")).toHaveValue("");
    // Checked at once: later allocations might overwrite freed memory by chance.
    expect(await held(wrong.match(/.{8}/g) ?? [])).toEqual([]);
  }
  await page.getByRole("link", { name: "Create an account" }).click();
  await at(page, "registration");
  await field(page, "traits.email").fill(address);
  await button(page, "method", "profile").click();
  await at(page, "credential");
  // A value on screen is found, which shows that the search works.
  expect(await held([address])).toEqual([address]);
  await field(page, "password").fill(secret);
  await button(page, "method", "password").click();
  // The verification is on the same page.
  await at(page, "code");
  expect(await held(secret.match(/.{8}/g) ?? [])).toEqual([]);
});
