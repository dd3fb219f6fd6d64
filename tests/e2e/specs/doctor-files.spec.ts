// The page /doctor with files: what is wrong with them, at which line, and the corrected ones.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/test";

const FOLDER = join(__dirname, "../../../crates/doctor/tests/files");
const content = (path: string): string => readFileSync(join(FOLDER, path), "utf8");
const KRATOS = content("healthy/kratos.yml");
const RULES = content("healthy/rules.json");
const SITE = content("healthy/config.json");

interface Given {
  name: string;
  text: string;
}

const card = (page: Page): Locator => page.locator("[data-kind=files]");
const said = (page: Page): Locator => card(page).locator("[aria-live]");
const check = (page: Page): Promise<void> => card(page).getByRole("button", { name: "Check", exact: true }).click();

/** Each finding as it is shown: its place and its code. */
const found = async (page: Page): Promise<string[]> => {
  const all = await card(page).locator("[data-part=finding]").all();
  return Promise.all(all.map(async (one) => `${await one.locator("[data-part=place]").innerText()} ${await one.getAttribute("data-code")}`));
};

/** Drops files from the desktop on the doctor. */
const drop = async (page: Page, ...files: Given[]): Promise<void> => {
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent("kratos-doctor [data-part=title] >> nth=0", "drop", { dataTransfer });
};

const choose = (page: Page, ...files: Given[]): Promise<void> =>
  card(page)
    .getByLabel("Files")
    .setInputFiles(files.map(({ name, text }) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })));

const paste = async (page: Page, { name, text }: Given): Promise<void> => {
  const open = card(page).getByText("Paste a file");
  if (!(await card(page).getByLabel("Its content").isVisible())) await open.click();
  await card(page).getByLabel("Its name").fill(name);
  await card(page).getByLabel("Its content").fill(text);
  await check(page);
};

test.beforeEach(async ({ page }) => {
  await page.goto("/doctor");
  await expect(page.getByRole("status")).toHaveText("Nothing wrong was found.");
});

test("two files are dropped and one is pasted: each mistake at its line, and none once they are corrected", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await drop(
    page,
    { name: "kratos.yml", text: KRATOS.replace("same_site: Lax", "same_site: lax").replace("    base_url:", "    base-url:") },
    { name: "rules.json", text: RULES.replace('"handler": "id_token"', '"handler": "id_tokn"') },
  );
  await expect(said(page)).toHaveText(/things were found/);
  await paste(page, { name: "config.json", text: SITE.replace('"passkey"', '"passkeys"') });
  await expect(card(page).getByRole("listitem").filter({ hasText: "Remove" })).toHaveText([
    /^kratos\.yml · Kratos' configuration/,
    /^rules\.json · access rules/,
    /^config\.json · config\.json of the site/,
  ]);
  await expect(card(page).locator("[data-code=site-group-unknown]")).toBeVisible();
  expect((await found(page)).sort()).toEqual([
    "config.json:1:157 groups[2] site-group-unknown",
    "kratos.yml:12:44 cookies.same_site value-not-allowed",
    "kratos.yml:5:5 serve.public.base-url key-unknown",
    "rules.json:33:31 [2].mutators[0].handler handler-unknown",
  ]);
  const diff = card(page).locator("[data-file='kratos.yml'] [data-change]:not([data-change=same], [data-change=head])");
  await expect(diff).toHaveText([
    "-    base-url: https://auth.example.com/",
    "+    base_url: https://auth.example.com/",
    "-cookies: { domain: example.com, same_site: lax }",
    "+cookies: { domain: example.com, same_site: Lax }",
  ]);

  // One corrected file is taken in the page, one is saved and chosen.
  await card(page).locator("[data-file='kratos.yml']").getByRole("button", { name: "Check the corrected file" }).click();
  await expect(said(page)).toHaveText("2 things were found.");
  await expect(said(page)).toBeFocused();
  const download = page.waitForEvent("download");
  await card(page).locator("[data-file='config.json']").getByRole("button", { name: "Save the file" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("config.json");
  await choose(page, { name: "config.json", text: readFileSync(await saved.path(), "utf8") }, { name: "rules.json", text: RULES });
  await expect(said(page)).toHaveText("Nothing wrong was found.");
  expect(await found(page)).toEqual([]);
  await expect(card(page).locator("[data-part=corrected]")).toHaveCount(0);
  expect(asked.filter((url) => !url.startsWith("blob:"))).toEqual([]);
});

test("every mistake that is planted in 300 lines is shown with its line", async ({ page }) => {
  const text = content("planted/kratos.yml");
  const expected = text.split("\n").flatMap((line, index) => (line.includes("#! ") ? [`${index + 1} ${line.split("#! ")[1]}`] : []));
  await choose(page, { name: "kratos.yml", text });
  await expect(said(page)).toHaveText(`${expected.length} things were found.`);
  const seen = (await found(page)).map((line) => line.replace(/^kratos\.yml:(\d+):\d+ .*?(\S+)$/, "$1 $2"));
  expect(seen.sort()).toEqual(expected.sort());
});

test("where the parts are is compared with the files, and no host name is said", async ({ page }) => {
  await drop(page, { name: "kratos.yml", text: KRATOS });
  await expect(said(page)).toHaveText("Nothing wrong was found.");
  await card(page).getByText("Where the parts are").click();
  const field = card(page).getByLabel("Kratos, as browsers reach it");
  await field.fill("auth example com");
  await check(page);
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription("It is no host name and no URL. An example: auth.example.com");
  await field.fill("login.example.com");
  await check(page);
  await expect(card(page).locator("[data-code=base-url-differs]")).toContainText("kratos.yml:5:15 serve.public.base_url");
  await field.fill("https://auth.example.com");
  await check(page);
  await expect(said(page)).toHaveText("Nothing wrong was found.");
});

test("files that cannot be read are said in a sentence with line and column", async ({ page }) => {
  for (const [name, text, place, words] of [
    ["tab.yml", "a:\n\tb: 1\n", "tab.yml:2:1", "a tab indents this line"],
    ["comma.json", '{\n  "a": 1,\n}\n', "comma.json:3:1", "trailing comma"],
    ["long.yml", `# ${"x".repeat(5_000_000)}`, "long.yml:1:1", "5000 kB"],
    ["three.yml", `${KRATOS}---\na: 1\n---\nb: 2\n`, "three.yml:56:1", "has 3 documents"],
    ["anchor.yml", "a: *b\n", "anchor.yml:1:4", "anchor"],
    ["bomb.yml", `a: &a [x, x]\n${[..."bcdefghijklmnopqrstuvwxyz"].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${"abcdefghijklmnopqrstuvwxyz"[at]}`)}]\n`).join("")}`, "bomb.yml:6", "aliases"],
    ["version.yml", KRATOS.replace("v1.3.0", "v9.1.0"), "version.yml:1:10", "v9.1.0"],
    ["bytes.yml", "\0ÿ\u0001þ", "bytes.yml:1:1", "bytes.yml"],
    ["empty.yml", "", "empty.yml:1:1", "empty.yml is none of the files"],
  ] as const) {
    await choose(page, { name, text });
    const finding = card(page).locator("[data-part=finding]").first();
    await expect(finding.locator("[data-part=place]"), name).toContainText(place);
    await expect(finding, name).toContainText(words);
    await card(page).getByRole("button", { name: `Remove ${name}` }).click();
    await expect(said(page), name).toHaveText("Give a file to check.");
  }
});

test("the report goes on below, and files stay when it is made again", async ({ page }) => {
  await drop(page, { name: "kratos.yml", text: KRATOS });
  await expect(said(page)).toHaveText("Nothing wrong was found.");
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(page.getByRole("status")).toHaveText("Nothing wrong was found.");
  await expect(card(page).getByRole("button", { name: "Remove kratos.yml" })).toBeVisible();
});
