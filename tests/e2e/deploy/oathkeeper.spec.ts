import { readFileSync } from "node:fs";
import { until } from "../stack/until";
import { settle } from "../support/people";
import { at } from "../support/screens";
import { checks } from "./checks";
import { OATHKEEPER } from "./rig/oathkeeper";
import { expect, test } from "./rig/test";

test.use({ gateway: OATHKEEPER });
checks(OATHKEEPER);

test.describe(OATHKEEPER.name, () => {
  test("the app knows people by a signed token", async ({ page, stack, address }) => {
    await settle(page, stack, address);
    const { id } = await stack.identity(address);
    const answer = await page.request.get("/api/me");
    expect(await answer.json()).toMatchObject({ person: { id, email: address } });
  });

  test("a page of another origin calls the API", async ({ page, stack, watch, address }) => {
    // The API gets JSON, so the browser asks first; flows never are JSON.
    watch.expect(/^preflight: OPTIONS .*\/api\/orders$/);
    await settle(page, stack, address);
    await page.goto(OATHKEEPER.otherOrigin);
    const got = await page.evaluate(async (url) => {
      const headers = { "Content-Type": "application/json" };
      const how = { method: "POST", headers, body: "{}", credentials: "include" } as const;
      const answer = await fetch(url, how);
      return { status: answer.status, body: ((await answer.json()) as { body: string }).body };
    }, `${stack.site}/api/orders`);
    expect(got).toEqual({ status: 200, body: "{}" });
  });

  test("a page of an unknown origin reads nothing", async ({ page, app, stack, watch, address }) => {
    watch.expect(/blocked by CORS policy/);
    watch.expect(/net::ERR_FAILED/);
    await settle(page, stack, address);
    await page.goto(app);
    const got = await page.evaluate(
      (url) => fetch(url, { credentials: "include" }).then(String, String),
      `${stack.site}/api/me`,
    );
    expect(got).toBe("TypeError: Failed to fetch");
  });

  test("Keto says who may call an endpoint", async ({ page, stack, address }) => {
    const call = (method: string) => page.request.fetch("/admin/reports", { method, maxRedirects: 0 });
    expect((await call("GET")).status()).toBe(401);
    await settle(page, stack, address);
    expect((await call("GET")).status()).toBe(403);
    const { id } = await stack.identity(address);
    await OATHKEEPER.grant("reports", "GET", id);
    const answer = await call("GET");
    expect(await answer.json()).toMatchObject({ person: { id }, url: "/admin/reports" });
    expect((await call("POST")).status()).toBe(403);
    expect((await page.request.get("/admin/salaries")).status()).toBe(403);
    await page.context().clearCookies();
    await settle(page, stack, `other-${address}`);
    expect((await call("GET")).status()).toBe(403);
  });

  for (const [path, what, entry] of [
    ["/team", "an address", (address: string) => address],
    ["/staff", "a domain", (address: string) => address.split("@")[1] ?? ""],
  ] as const) {
    test(`a list lets in ${what}, once it is verified`, async ({ page, stack, address }) => {
      const mine = address.replace("example.org", `${path.slice(1)}.example.org`);
      const status = async () => (await page.request.get(path, { maxRedirects: 0 })).status();
      expect(await status()).toBe(401);
      await OATHKEEPER.list(path.slice(1), entry(mine));
      // Whoever signs up can claim any address.
      await settle(page, stack, mine, { verified: false });
      expect(await status()).toBe(403);
      await stack.forget(mine);
      await settle(page, stack, mine);
      expect(await status()).toBe(200);
      await page.context().clearCookies();
      await settle(page, stack, `other-${address}`);
      expect(await status()).toBe(403);
    });
  }

  test("who may not call an endpoint is not asked to sign in", async ({ page, stack, watch, address }) => {
    watch.expect(/status of 403/);
    await page.goto("/admin/reports");
    await at(page, "login");
    await settle(page, stack, address);
    const answer = await page.goto("/admin/reports");
    expect(answer?.status()).toBe(403);
  });

  test("its log says why, in the words of docs/gateways.md", async ({ page, stack, address }) => {
    /** The line about the next request of `path`, which is refused with this status. */
    const refused = async (path: string, status: number, line: RegExp): Promise<void> => {
      const before = readFileSync(OATHKEEPER.log, "utf8").length;
      const answer = await page.request.get(path, { headers: { Accept: "*/*" } });
      expect(answer.status(), path).toBe(status);
      await until(`the log has ${line}`, async () =>
        line.test(readFileSync(OATHKEEPER.log, "utf8").slice(before)),
      );
    };
    await refused("/admin/", 404, /Requested url does not match any rules/);
    await refused("/api/me", 401, /"No authentication handler was responsible .*"rule_id":"app"/);
    await page.context().addCookies([{ name: "ory_kratos_session", value: "old", url: stack.site }]);
    await refused("/api/me", 401, /"level":"info","msg":"Access credentials are invalid"/);
    await page.context().clearCookies();
    await settle(page, stack, address);
    await refused("/admin/reports", 403, /"The authorization handler encountered an error".*"subject":"\w/);
    await stack.stopKratos();
    try {
      await refused("/api/me", 403, /connection refused.*"The authentication handler encountered an error"/);
    } finally {
      await stack.startKratos();
    }
  });

  // The path is a part of the question to Keto, which is JSON.
  test("a path cannot change the question to Keto", async ({ page, stack, address }) => {
    const admin = await stack.admit(`admin-${address}`);
    await OATHKEEPER.grant("secrets", "GET", admin.id);
    await settle(page, stack, address);
    const path = encodeURIComponent(`secrets","relation":"GET","subject_id":"${admin.id}`);
    expect((await page.request.get(`/admin/${path}`)).status()).toBe(404);
  });
});
