import type { Page, Request, Route } from "@playwright/test";
import { button, enterPassword, field, message, signedIn } from "../support/screens";
import { expect, test } from "../support/test";

// Only Ory's own builds of Kratos require a captcha, and no test may ask Cloudflare. So the nodes are
// added to Kratos' real answers on their way, and a small script answers in place of Turnstile's. The
// rest is real: Caddy with its policies, the frame, the submits, and Kratos, which ignores the token.

const HOST = "challenges.cloudflare.com";
const TOKEN = "transient_payload.captcha_turnstile_response";
const SENTENCE = "A security check is needed here that this page can’t show.";

const OPTIONS = {
  sitekey: "0x4AAA",
  theme: "auto",
  action: "login",
  response_field_name: TOKEN,
};

/** Nodes as Ory's own builds send them. */
const NODES = [
  ["input", { name: TOKEN, type: "hidden", value: "", node_type: "input" }],
  ["input", { name: "captcha_turnstile_options", type: "hidden", value: JSON.stringify(OPTIONS) }],
  ["script", { id: "captcha_trigger_script", src: `https://${HOST}/kratos.js`, node_type: "script" }],
  ["div", { id: "captcha_turnstile_inject", node_type: "div" }],
].map(([type, attributes]) => ({ type, group: "captcha", attributes, messages: [], meta: {} }));

/** Draws a button; a press on it is answered with a new token. Presses on the second let it expire. */
const WIDGET = `
  let tokens = 0;
  window.turnstile = {
    render(place, options) {
      const { sitekey, action, theme, language, size } = options;
      const about = document.createElement("p");
      about.textContent = [sitekey, action, theme, language, size].join(" ");
      const button = (text, press) => {
        const drawn = document.createElement("button");
        drawn.textContent = text;
        drawn.onclick = press;
        return drawn;
      };
      place.append(
        button("Solve", () => options.callback("token-" + ++tokens)),
        button("Expire", () => options["expired-callback"]()),
        about,
      );
    },
  };`;

/** Requires a captcha of every sign-in. Returns the requests for the widget's host. */
async function requireCaptcha(page: Page): Promise<string[]> {
  const asked: string[] = [];
  page.context().on("request", (request) => {
    if (new URL(request.url()).host === HOST) asked.push(request.url());
  });
  await page.route(`https://${HOST}/**`, (route) =>
    route.fulfill({ contentType: "text/javascript", body: WIDGET }),
  );
  await page.route(/\/self-service\/login(\?|\/)/, async (route: Route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const flow = await response.json();
    flow.ui?.nodes.push(...NODES);
    await route.fulfill({ response, json: flow });
  });
  return asked;
}

const widget = (page: Page) => page.frameLocator("iframe[data-part=captcha]");

/** What a submit posts. */
function posted(request: Request): URLSearchParams {
  return new URLSearchParams(request.postData() ?? "");
}

function submit(page: Page): Promise<Request> {
  return page.waitForRequest((request) => request.method() === "POST");
}

test.describe("with captcha: true", () => {
  test.use({ variant: { config: '{ "captcha": true }' } });

  test("a captcha is solved in a frame, and its token is posted", async ({ page, stack, address }) => {
    await stack.admit(address);
    const asked = await requireCaptcha(page);
    await page.goto("/login");
    const frame = page.locator("iframe[data-part=captcha]");
    await expect(frame).toHaveAttribute("title", "Please complete the security check.");
    await expect(frame).toHaveCSS("height", "65px");
    await expect(widget(page).getByText("0x4AAA login auto en flexible")).toBeVisible();
    await expect(page.getByText(SENTENCE)).toBeHidden();
    expect(asked).toEqual([`https://${HOST}/turnstile/v0/api.js?render=explicit`]);

    await widget(page).getByRole("button", { name: "Solve" }).click();
    await expect(page.locator(`input[name="${TOKEN}"]`)).toHaveValue("token-1");
    const [request] = await Promise.all([submit(page), enterPassword(page, address)]);
    const body = posted(request);
    expect(body.get("transient_payload")).toBe('{"captcha_turnstile_response":"token-1"}');
    const names = [...body.keys()].sort();
    expect(names).toEqual(["csrf_token", "identifier", "method", "password", "transient_payload"]);
    await signedIn(page, address);
  });

  test("a submit without a token says so once; the second press is Kratos' to judge", async ({
    page,
    stack,
    address,
  }) => {
    await stack.admit(address);
    await requireCaptcha(page);
    await page.goto("/login");
    await expect(widget(page).getByRole("button", { name: "Solve" })).toBeVisible();
    await enterPassword(page, address);
    await expect(message(page, 1070015)).toHaveText("Please complete the security check.");
    await expect(page.locator("iframe[data-part=captcha]")).toBeFocused();

    const press = button(page, "method", "password");
    const [request] = await Promise.all([submit(page), press.click()]);
    expect(posted(request).has("transient_payload")).toBe(false);
    await signedIn(page, address);
  });

  test("a token that expired or was used is not posted again", async ({ page, stack, address }) => {
    await stack.admit(address);
    await requireCaptcha(page);
    await page.goto("/login");
    const solve = widget(page).getByRole("button", { name: "Solve" });
    const token = page.locator(`input[name="${TOKEN}"]`);
    await solve.click();
    await expect(token).toHaveValue("token-1");
    await widget(page).getByRole("button", { name: "Expire" }).click();
    await expect(token).toHaveValue("");
    await solve.click();
    await expect(token).toHaveValue("token-2");

    await enterPassword(page, address, "not the password");
    await expect(message(page, 4000006)).toBeVisible();
    // A new widget counts from the start.
    await expect(token).toHaveValue("");
    await solve.click();
    await expect(token).toHaveValue("token-1");
    const password = field(page, "password");
    await expect(password).toHaveValue("");
    await enterPassword(page, address);
    await signedIn(page, address);
  });

  test("a narrow page has a narrow widget", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await requireCaptcha(page);
    await page.goto("/login");
    await expect(widget(page).getByText("compact")).toBeVisible();
    await expect(page.locator("iframe[data-part=captcha]")).toHaveCSS("height", "140px");
  });

  test("a widget that does not load says so", async ({ page, watch }) => {
    watch.expect(/Failed to load resource.*challenges\.cloudflare\.com/);
    await requireCaptcha(page);
    await page.route(`https://${HOST}/**`, (route) => route.abort());
    await page.goto("/login");
    await expect(widget(page).getByText("could not be loaded")).toBeVisible();
  });

  test("nothing is loaded where no captcha is required", async ({ page }) => {
    const asked: string[] = [];
    page.context().on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto("/login");
    await expect(field(page, "identifier")).toBeVisible();
    expect(asked.filter((path) => path.includes("captcha"))).toEqual([]);
  });
});

test("without the setting no captcha is loaded, and the page says that it can't show one", async ({
  page,
  stack,
  address,
}) => {
  await stack.admit(address);
  const asked = await requireCaptcha(page);
  await page.goto("/login");
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await expect(page.locator("iframe")).toHaveCount(0);
  await enterPassword(page, address);
  await signedIn(page, address);
  expect(asked).toEqual([]);
});
