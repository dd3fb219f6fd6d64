// The templates of deploy/kratos/mails, rendered by Kratos.
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { type APIRequestContext, request } from "@playwright/test";
import { FOLDER, identitySchema } from "../stack/settings";
import type { Stack } from "../stack/stack";
import { expect, test } from "../support/test";

const WORDS = join(FOLDER, "mails/words");
const TAGS = readdirSync(WORDS).map((name) => name.replace(".txt", ""));

/** The texts of a language. */
function words(tag: string): Record<string, string> {
  const lines = readFileSync(join(WORDS, `${tag}.txt`), "utf8").split("\n");
  return Object.fromEntries(lines.filter((line) => /^[^#]+?=/.test(line)).map((line) => line.split(/=(.*)/s)));
}

const schema = JSON.parse(readFileSync(join(FOLDER, "identity.schema.json"), "utf8"));
schema.properties.traits.properties.locale = { type: "string", title: "Language" };

const recovery = { notify_unknown_recipients: true };
// SQLite in shared memory refuses a mail while the courier reads the queue, so it reads when all are there.
const courier = { worker: { pull_wait: "8s", pull_count: 100 } };
test.use({ variant: { kratos: { identity: identitySchema(schema), selfservice: { flows: { recovery } }, courier } } });

/** Posts to a new API flow. */
async function ask(api: APIRequestContext, stack: Stack, kind: string, body: object): Promise<void> {
  const { ui } = (await (await api.get(`${stack.kratos}/self-service/${kind}/api`)).json()) as { ui: { action: string } };
  // A code that was sent is a form, too.
  expect([200, 400]).toContain((await api.post(ui.action, { data: body })).status());
}

/** Lets Kratos send links instead of codes. */
async function useLinks(api: APIRequestContext, stack: Stack, kind: "recovery" | "verification"): Promise<void> {
  await stack.configure({ selfservice: { flows: { [kind]: { use: "link" } } } }, async () => {
    const answer = await api.get(`${stack.kratos}/self-service/${kind}/api`);
    const { ui } = (await answer.json()) as { ui: { nodes: { group: string }[] } };
    return ui.nodes.some(({ group }) => group === "link");
  });
}

test("every language has mails in its own words, and its tags find it", async ({ stack, mail }) => {
  const api = await request.newContext({ extraHTTPHeaders: { Accept: "application/json" } });
  const others = { "de-AT": "de", "pt-PT": "pt-BR", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", zh: "zh-Hans", "zh_CN": "zh-Hans", no: "nb", EN: "en", xx: "en", "": "en" };
  const all = [...TAGS.map((tag) => [tag, tag] as const), ...Object.entries(others)];
  const people = all.map(([locale, tag], index) => ({ address: `speaker-${index}@example.org`, locale, tag }));
  for (const { address, locale } of people) {
    await stack.admit(address, { traits: { locale } });
    await ask(api, stack, "login", { method: "code", identifier: address });
  }
  for (const { address, locale, tag } of people) {
    const mine = words(tag);
    const { Subject, Text, HTML } = await mail.any(address);
    expect(Subject, locale).toBe(mine["subject.login"]);
    const [lead, code, ignore] = Text.trim().split(/\s*\n\s*\n\s*/);
    expect([lead, ignore], locale).toEqual([mine["code.login"], mine["ignore"]]);
    expect(code, locale).toMatch(/^\d{6}$/);
    expect(HTML, locale).toContain(`<html lang="${tag.toLowerCase()}" dir="${["ar", "fa", "he"].includes(tag) ? "rtl" : "ltr"}">`);
    expect(HTML, locale).toContain(`<p class="code" dir="ltr"`);
    expect(HTML.split(code ?? "").length - 1, locale).toBe(1);
    expect(HTML + Text + Subject, locale).not.toMatch(/\{\{|ZgotmplZ|<no value>/);
  }
  await api.dispose();
});

test("every kind of mail is in the person's language, with its code and its link", async ({ stack, mail }) => {
  const api = await request.newContext({ extraHTTPHeaders: { Accept: "application/json" } });
  const mine = words("ar");
  const admit = (address: string, verified: boolean) => stack.admit(address, { traits: { locale: "ar" }, verified });
  const kinds = {
    "login code": async (address: string) => {
      await admit(address, true);
      await ask(api, stack, "login", { method: "code", identifier: address });
    },
    "registration code": (address: string) => ask(api, stack, "registration", { method: "code", traits: { email: address, locale: "ar" } }),
    "recovery code": async (address: string) => {
      await admit(address, true);
      await ask(api, stack, "recovery", { method: "code", email: address });
    },
    unknown: (address: string) => ask(api, stack, "recovery", { method: "code", email: address, transient_payload: { locale: "ar" } }),
    "verification code": async (address: string) => {
      await admit(address, false);
      await ask(api, stack, "verification", { method: "code", email: address });
    },
    "recovery link": async (address: string) => {
      await admit(address, true);
      await useLinks(api, stack, "recovery");
      await ask(api, stack, "recovery", { method: "link", email: address });
    },
    "verification link": async (address: string) => {
      await admit(address, false);
      await useLinks(api, stack, "verification");
      await ask(api, stack, "verification", { method: "link", email: address });
    },
  };
  const addressOf = (kind: string) => `${kind.replace(" ", "-")}@example.org`;
  for (const [kind, send] of Object.entries(kinds)) await send(addressOf(kind));
  for (const kind of Object.keys(kinds)) {
    const address = addressOf(kind);
    const purpose = kind.split(" ")[0];
    const { Subject, Text, HTML } = await mail.any(address);
    expect(Subject, kind).toBe(mine[`subject.${purpose}`]);
    expect(Text.match(/\b\d{6}\b/g)?.length ?? 0, kind).toBe(kind.endsWith("code") ? (purpose === "verification" ? 2 : 1) : 0);
    expect(/https?:\/\//.test(Text), kind).toBe(purpose === "verification" || kind.endsWith("link"));
    expect(HTML + Text, kind).not.toMatch(/\{\{|ZgotmplZ|<no value>/);
    expect(/[a-z]{3}/i.test(Text.replace(/https?:\S+/g, "")), kind).toBe(false);
  }
  await api.dispose();
});

test.describe("by SMS", () => {
  const phones = structuredClone(schema);
  phones.properties.traits.properties.phone = {
    type: "string",
    format: "tel",
    "ory.sh/kratos": { credentials: { code: { identifier: true, via: "sms" } }, verification: { via: "sms" } },
  };

  test("a code is in the person's language, and its last line is for browsers", async ({ stack, address }) => {
    const heard: { to: string; body: string }[] = [];
    const gateway = createServer(async (request, answer) => {
      heard.push((await json(request)) as { to: string; body: string });
      answer.end();
    });
    await new Promise<void>((listening) => void gateway.listen(0, "127.0.0.1", listening));
    const { port } = gateway.address() as AddressInfo;
    const body = `base64://${Buffer.from("function(ctx) { to: ctx.recipient, body: ctx.body }").toString("base64")}`;
    const request_config = { url: `http://127.0.0.1:${port}/`, method: "POST", body, headers: { "Content-Type": "application/json" } };
    const channels = [{ id: "sms", type: "http", request_config }];
    await stack.restart({ identity: identitySchema(phones), courier: { channels } });
    await stack.admit(address, { traits: { locale: "fr", phone: "+491701234567" } });
    const api = await request.newContext({ extraHTTPHeaders: { Accept: "application/json" } });
    await ask(api, stack, "login", { method: "code", identifier: "+491701234567" });
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(1);
    expect(heard[0]?.to).toBe("+491701234567");
    expect(heard[0]?.body.trim()).toMatch(/^(\d{6}) est votre code\.\n\n@localhost #\1$/);
    await api.dispose();
    gateway.close();
  });
});
