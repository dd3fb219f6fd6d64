// Recordings from the page /doctor: nobody's data is in them, and they lead to the same screens again.
//
// PROPYLON_RECORDINGS=1 writes them to tests/replay, where tests/replay.rs plays them, with what was on screen.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { given } from "../stack/given";
import { type Seen, record, save, seen, stored } from "../support/recorder";
import {
  PASSWORD,
  at,
  button,
  card,
  enterAddress,
  enterPassword,
  field,
  message,
  saved,
  signedIn,
} from "../support/screens";
import { expect, test } from "../support/test";

const KEPT = join(__dirname, "../../replay");
const RESULTS = join(__dirname, "../results/recordings");

/** Plays a recording with the command of the repository. Returns what it prints. */
function replayed(name: string, text: string): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(given("PROPYLON_REPLAY_BIN"), ["replay", file], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** The headings in what was printed; one that stays counts once. */
function headings(printed: string): string[] {
  const all = [...printed.matchAll(/^# (.*)$/gm)].map(([, heading]) => heading as string);
  return all.filter((heading, place) => heading !== all[place - 1]);
}

/** Saves the recording of this tab and checks it: it has none of `secrets`, and plays to the headings `shown`. */
async function check(name: string, page: Page, shown: Seen[], secrets: string[]): Promise<void> {
  const storage = await stored(page.context());
  const text = await save(page);
  for (const secret of [...secrets, ...secrets.map(encodeURIComponent)]) {
    expect(storage.includes(secret), `${secret} is in the storage`).toBe(false);
    expect(text.includes(secret), `${secret} is in the file`).toBe(false);
  }
  expect((await stored(page.context())).includes("propylon.recording"), "something is left in the storage").toBe(false);
  const printed = replayed(name, text);
  const titles = shown.map(({ title }) => title);
  expect(headings(printed), printed).toEqual(titles.filter((title, place) => title !== titles[place - 1]));
  expect(printed).not.toContain("not of a flow that was shown: POST");
  if (!process.env.PROPYLON_RECORDINGS) return;
  writeFileSync(join(KEPT, `${name}.json`), text);
  writeFileSync(join(KEPT, `${name}.seen.json`), `${JSON.stringify(shown, null, 1)}\n`);
}

/** The random values in Kratos' answers: tokens, ids, challenges and session tokens. */
function random(page: Page): string[] {
  const found: string[] = [];
  page.on("response", async (answer) => {
    if (!/\/(self-service|sessions)\//.test(answer.url())) return;
    const text = await answer.text().catch(() => "");
    for (const [value] of text.matchAll(/[\w+=-]{20,}/g)) {
      if (/\d/.test(value) && !/^\d{4}-\d\d-\d\dT/.test(value)) found.push(value);
    }
  });
  return found;
}

test("a sign-up by code, with a wrong code before the right one", async ({ page, mail, address }) => {
  const shown: Seen[] = [];
  const values = random(page);
  const look = async () => void shown.push(await seen(page));
  await record(page);
  await page.goto("/registration");
  await expect(field(page, "traits.email")).toBeVisible();
  await look();
  await enterAddress(page, address);
  await look();
  await button(page, "method", "code").click();
  await at(page, "code");
  await look();
  await field(page, "code").fill("987654");
  await expect(page.locator("[data-part=notices], [data-part=message]").first()).toBeVisible();
  await look();
  const code = await mail.code(address, "registration");
  await field(page, "code").fill(code);
  await signedIn(page, address);
  await check("registration-code", page, shown, [address, code, "987654", ...values]);
});

test("a refused password, then the right one, in another tab", async ({ page, stack, address }) => {
  const shown: Seen[] = [];
  const values = random(page);
  await stack.admit(address);
  await record(page);
  const other = await page.context().newPage();
  await other.goto("/login");
  await expect(field(other, "identifier")).toBeVisible();
  shown.push(await seen(other));
  await enterPassword(other, address, `wrong ${PASSWORD}`);
  await expect(message(other, 4000006)).toBeVisible();
  shown.push(await seen(other));
  await field(other, "password").fill(PASSWORD);
  await button(other, "method", "password").click();
  await signedIn(other, address);
  await expect(page.getByText(/\d\d steps so far/)).toBeVisible();
  await check("login-password", page, shown, [address, PASSWORD, "wrong ", ...values]);
});

test("a recovery by code, into the settings", async ({ page, stack, mail, address }) => {
  const shown: Seen[] = [];
  const values = random(page);
  const look = async () => void shown.push(await seen(page));
  await stack.admit(address, { password: "forgotten long ago 5" });
  await record(page);
  await page.goto("/recovery");
  await expect(field(page, "email")).toBeVisible();
  await look();
  await field(page, "email").fill(address);
  await button(page, "method", "code").click();
  await at(page, "code");
  await look();
  const code = await mail.code(address, "recovery");
  await field(page, "code").fill(code);
  await expect(message(page, 1060001)).toBeVisible();
  await look();
  await field(card(page, "password"), "password").fill(`a new ${PASSWORD}`);
  await button(page, "method", "password").click();
  await saved(page);
  await look();
  await check("recovery-code", page, shown, [address, code, PASSWORD, ...values]);
});

test("a passkey that the person cancels, then makes", async ({ page, passkeys, address }) => {
  const shown: Seen[] = [];
  const values = random(page);
  const look = async () => void shown.push(await seen(page));
  // The dialog of the first one is closed after a moment.
  await page.addInitScript(() => {
    const { prototype } = CredentialsContainer;
    const create = prototype.create;
    let isFirst = true;
    prototype.create = async function (options) {
      if (!isFirst) return create.call(this, options);
      isFirst = false;
      await new Promise((done) => setTimeout(done, 300));
      throw new DOMException("The operation either timed out or was not allowed.", "NotAllowedError");
    };
  });
  await record(page);
  await page.goto("/registration");
  await expect(field(page, "traits.email")).toBeVisible();
  await look();
  await enterAddress(page, address);
  await look();
  await button(page, "passkey_register_trigger", "").click();
  await expect(page.locator("[data-part=notices]")).toBeVisible();
  await look();
  await button(page, "passkey_register_trigger", "").click();
  await at(page, "code");
  await look();
  expect(await passkeys.count()).toBe(1);
  await page.getByRole("button", { name: "Not now" }).click();
  await signedIn(page, address);
  await check("registration-passkey", page, shown, [address, ...values]);
});

test("no answer, then one, and a press without an answer", async ({ page, stack, watch, address }) => {
  watch.expect(/ERR_FAILED/);
  const shown: Seen[] = [];
  const values = random(page);
  const look = async () => void shown.push(await seen(page));
  await stack.admit(address);
  await record(page);
  await page.route("**/self-service/login**", (route) => route.abort());
  await page.goto("/login?return_to=https%3A%2F%2Fapp.example.com%2Fsecret-report%3Fid%3D31415926");
  await at(page, "noConnection");
  await look();
  await page.unroute("**/self-service/login**");
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  await look();
  await page.route("**/self-service/login**", (route) => route.abort());
  await enterPassword(page, address);
  await expect(page.locator("[data-part=notices]")).toBeVisible();
  await look();
  await page.unroute("**/self-service/login**");
  await page.locator("[data-part=notices] button").click();
  await signedIn(page, address);
  await check("login-unreached", page, shown, [address, PASSWORD, "31415926", ...values]);
});

test("what is discarded, or of no page of the recording, is not there", async ({ page }) => {
  await record(page);
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  await page.goto("/doctor");
  await expect(page.getByText(/^Recording since .* \d steps so far/)).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("Discarded.")).toBeVisible();
  expect(await stored(page.context())).not.toContain("propylon.recording");
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  expect(await stored(page.context())).not.toContain("propylon.recording");
});
