import type { Page, Route } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { settle } from "../support/people";
import { PASSWORD, at, button, card, field, saved, submits } from "../support/screens";
import { expect, test } from "../support/test";

/** What can come in place of an answer, and what the browser says about it. */
const FAULTS: Record<string, (route: Route) => Promise<void>> = {
  "a refused connection": (route) => route.abort("connectionrefused"),
  "a 500 in JSON": (route) =>
    route.fulfill({ status: 500, json: { error: { code: 500, message: "Out of order." } } }),
  "a 502 in HTML": (route) =>
    route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }),
  "an empty body": (route) => route.fulfill({ status: 200, body: "" }),
  "half an answer": async (route) => {
    const answer = await route.fetch({ method: "GET", url: new URL("/", route.request().url()).href });
    await answer.dispose();
    await route.fulfill({
      status: 200,
      contentType: "application/json",
      body: '{"id":"0b1c","ui":{"action":"http://loc',
    });
  },
  "another shape": (route) => route.fulfill({ status: 200, json: { hello: ["world"] } }),
};

interface Walk {
  /** Opens the page. */
  path: string;
  /** What comes before, by other ways. */
  before?: (page: Page, stack: Stack, address: string) => Promise<void>;
  /** What a person types, by the names of the fields. */
  typed: (address: string) => Record<string, string>;
  /** The button that sends it. */
  press: (page: Page) => Promise<void>;
  /** The screen that comes then. */
  then: (page: Page) => Promise<void>;
}

const admit = async (_: Page, stack: Stack, address: string) => {
  await stack.admit(address);
};

/** A step of each flow. */
const FLOWS: Record<string, Walk> = {
  login: {
    path: "/login",
    before: admit,
    typed: (address) => ({ identifier: address, password: PASSWORD }),
    press: (page) => button(page, "method", "password").click(),
    then: (page) => at(page, "home"),
  },
  registration: {
    path: "/registration",
    typed: (address) => ({ "traits.email": address, "traits.name": "Ada" }),
    press: (page) => button(page, "method", "profile").click(),
    then: (page) => at(page, "credential"),
  },
  recovery: {
    path: "/recovery",
    typed: (address) => ({ email: address }),
    press: (page) => button(page, "method", "code").click(),
    then: (page) => at(page, "code"),
  },
  verification: {
    path: "/verification",
    typed: (address) => ({ email: address }),
    press: (page) => button(page, "method", "code").click(),
    then: (page) => at(page, "code"),
  },
  settings: {
    path: "/settings",
    before: (page, stack, address) => settle(page, stack, address),
    typed: () => ({ "traits.name": "Ada", password: `a new ${PASSWORD}` }),
    press: (page) => button(card(page, "profile"), "method", "profile").click(),
    then: (page) => saved(page),
  },
};

for (const [flow, walk] of Object.entries(FLOWS)) {
  for (const [what, fault] of Object.entries(FAULTS)) {
    // The first request, the submit, and what is asked after it each fail once.
    test(`${flow}: ${what} for each request once`, async ({ page, stack, watch, address }) => {
      watch.allow(/status of 50[02]|ERR_CONNECTION_REFUSED/);
      await walk.before?.(page, stack, address);
      const failed: string[] = [];
      await page.route(/\/(self-service|sessions)\//, async (route) => {
        const { pathname } = new URL(route.request().url());
        const request = `${route.request().method()} ${pathname.replace(/flows$/, "browser")}`;
        if (failed.includes(request)) return route.continue();
        failed.push(request);
        await fault(route);
      });
      const again = page.getByRole("button", { name: "Try again" });
      await page.goto(walk.path);
      await again.click();
      const typed = Object.entries(walk.typed(address));
      for (const [name, value] of typed) await field(page, name).fill(value);
      const sent = submits(page);
      await walk.press(page);
      await expect(again).toBeVisible();
      for (const [name, value] of typed) await expect(field(page, name)).toHaveValue(value);
      expect(sent).toEqual([`/self-service/${flow}`]);
      await again.click();
      await walk.then(page);
      expect(sent).toEqual([`/self-service/${flow}`, `/self-service/${flow}`]);
    });
  }
}
