import { once } from "node:events";
import { type IncomingMessage, get } from "node:http";
import { text } from "node:stream/consumers";
import type { APIResponse, Page } from "@playwright/test";
import type { Stack } from "../stack/stack";
import { touchForButton } from "../support/autofill";
import { diagnose, servePackage } from "../support/diagnosis";
import { enrolApp } from "../support/enrol";
import { settle } from "../support/people";
import {
  at,
  button,
  enterPassword,
  field,
  registerByCode,
  registerByPasskey,
  signOut,
  signedIn,
} from "../support/screens";
import { totp } from "../support/totp";
import { IDENTITY, NOBODY } from "./rig/app";
import type { Gateway } from "./rig/gateway";
import { expect, test } from "./rig/test";

/** A page of the app. Its query has what is lost if it is not encoded on the way to the sign-in. */
const PAGE = "/app/orders?of=Ada%20%26%20Grace&page=2";

/** Asks the app's API with the cookies of the browser, as a script does. */
function ask(page: Page, headers: Record<string, string> = {}): Promise<APIResponse> {
  return page.request.get("/api/me?x=1", { headers: { Accept: "*/*", ...headers }, maxRedirects: 0 });
}

/** Other ways to write /api/me, which a gateway and an app may read differently. */
const WAYS = [
  "//api/me",
  "/api//me",
  "/API/me",
  "/%61pi/me",
  "/api%2fme",
  "/api;/me",
  "/login/../api/me",
  "/login/%2e%2e/api/me",
  "/login/..%2fapi/me",
  "/login\\..\\api/me",
];

/** The body of the answer to a path that is sent as it is. */
async function askRaw(site: string, path: string): Promise<string> {
  const [answer] = (await once(get(site, { path }), "response")) as [IncomingMessage];
  return text(answer);
}

/** The app gets the requests of this account. */
async function isIn(page: Page, stack: Stack, address: string): Promise<void> {
  const { id } = await stack.identity(address);
  const answer = await ask(page);
  expect(answer.status(), await answer.text()).toBe(200);
  expect(await answer.json()).toMatchObject({ person: { id }, method: "GET", url: "/api/me?x=1" });
}

/** The app gets no request of this browser. */
async function isOut(page: Page): Promise<void> {
  const answer = await ask(page);
  expect(answer.status(), await answer.text()).toBe(401);
  expect(answer.headers()["content-type"]).toContain("application/json");
}

/** What people and programs can rely on, whichever gateway is before Kratos and the app. */
export function checks({ name, whenAway }: Gateway): void {
  test.describe(name, () => {
    test("sign-in by password", async ({ page, stack, address }) => {
      await stack.admit(address);
      await page.goto("/login");
      await isOut(page);
      await enterPassword(page, address);
      await signedIn(page, address);
      await isIn(page, stack, address);
    });

    test("sign-in by code", async ({ page, stack, mail, address }) => {
      await registerByCode(page, mail, address);
      await isIn(page, stack, address);
      await signOut(page);
      await isOut(page);
      await field(page, "identifier").fill(address);
      await button(page, "method", "code").click();
      await field(page, "code").fill(await mail.code(address, "login"));
      await signedIn(page, address);
      await isIn(page, stack, address);
    });

    test("sign-in by passkey", async ({ page, stack, passkeys, address }) => {
      await registerByPasskey(page, address);
      await isIn(page, stack, address);
      await passkeys.touch(false);
      await signOut(page);
      await touchForButton(page, passkeys);
      await button(page, "passkey_login_trigger", "").click();
      await signedIn(page, address);
      await isIn(page, stack, address);
    });

    test("sign-out", async ({ page, stack, address }) => {
      await settle(page, stack, address);
      await isIn(page, stack, address);
      await page.goto("/");
      await signOut(page);
      await isOut(page);
      await page.goto(PAGE);
      await at(page, "login");
    });

    test("whoami", async ({ page, stack, address }) => {
      const ask = () => page.request.get("/sessions/whoami", { headers: { Accept: "application/json" } });
      expect((await ask()).status()).toBe(401);
      await settle(page, stack, address);
      const answer = await ask();
      expect(answer.status()).toBe(200);
      expect(await answer.json()).toMatchObject({ identity: { traits: { email: address } } });
    });

    test("a page of the app leads to the sign-in and comes back", async ({ page, stack, address }) => {
      await stack.admit(address);
      await page.goto(PAGE);
      await at(page, "login");
      await enterPassword(page, address);
      await expect(page.getByRole("heading", { name: "The app" })).toBeVisible();
      expect(page.url()).toBe(stack.site + PAGE);
      const { id } = await stack.identity(address);
      await expect(page.getByText(id)).toBeVisible();
      await page.reload();
      await expect(page.getByText(id)).toBeVisible();
    });

    test("a session without its second factor is asked for it", async ({ page, stack, address }) => {
      await settle(page, stack, address);
      const key = await enrolApp(page);
      await isIn(page, stack, address);
      await page.goto("/");
      await signOut(page);
      await enterPassword(page, address);
      await at(page, "secondFactor");
      expect([401, 403]).toContain((await ask(page)).status());
      await page.goto(PAGE);
      await at(page, "secondFactor");
      await field(page, "totp_code").fill(totp(key));
      await expect(page.getByRole("heading", { name: "The app" })).toBeVisible();
      expect(page.url()).toBe(stack.site + PAGE);
    });

    test("the API gets a request as it was sent", async ({ page, stack, address }) => {
      await settle(page, stack, address);
      await page.goto("/");
      const got = await page.evaluate(async () => {
        const body = JSON.stringify({ text: "ä".repeat(10_000) });
        const headers = { "Content-Type": "application/json" };
        const answer = await fetch("/api/orders?a=%2F&b=+", { method: "POST", headers, body });
        return { status: answer.status, same: ((await answer.json()) as { body: string }).body === body };
      });
      expect(got).toEqual({ status: 200, same: true });
    });

    test("nobody names themselves", async ({ page, stack, address }) => {
      const other = await stack.admit(`other-${address}`);
      const names = { [IDENTITY]: other.id, Authorization: `Bearer ${other.id}` };
      expect((await ask(page, names)).status()).toBe(401);
      const own = await stack.admit(address);
      await page.goto("/login");
      await enterPassword(page, address);
      await signedIn(page, address);
      const answer = await ask(page, { [IDENTITY]: other.id });
      expect(await answer.json()).toMatchObject({ person: { id: own.id } });
    });

    test("a path written in another way is no way in", async ({ stack }) => {
      for (const path of WAYS) expect(await askRaw(stack.site, path), path).not.toContain(NOBODY);
    });

    test("flows need no preflight", async ({ page, stack, watch, address }) => {
      await page.goto("/registration");
      await at(page, "registration");
      await stack.admit(address);
      await page.goto("/login");
      await enterPassword(page, address);
      await signedIn(page, address);
      await page.goto("/settings");
      await at(page, "settings");
      await page.goto("/");
      await signOut(page);
      expect(watch.findings.filter(({ kind }) => kind === "preflight")).toEqual([]);
    });

    test("the doctor finds nothing", async ({ page, stack, watch, address }) => {
      await servePackage(page);
      // The doctor asks for what may be refused, which the browser logs: the API without a session, the
      // admin API, places to return to.
      watch.allow(/status of 4|blocked by CORS policy|net::ERR_FAILED|preflight: /);
      const api = `${stack.site}/api/me`;
      await page.goto("/login");
      expect(await diagnose(page, stack.kratos, api)).toEqual([]);
      await stack.admit(address);
      await enterPassword(page, address);
      await signedIn(page, address);
      expect(await diagnose(page, stack.kratos, api)).toEqual([]);
      await signOut(page);
      expect(await diagnose(page, stack.kratos, api)).toEqual([]);
    });

    test("without Kratos, the app is closed", async ({ page, stack, address }) => {
      await settle(page, stack, address);
      await isIn(page, stack, address);
      await stack.stopKratos();
      try {
        expect((await ask(page)).status()).toBe(whenAway);
      } finally {
        await stack.startKratos();
      }
    });
  });
}
