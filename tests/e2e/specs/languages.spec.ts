import type { Page } from "@playwright/test";
import { field } from "../support/screens";
import { expect, test } from "../support/test";

// The page was in English for everybody, unless config.json named one other language.

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** The language files that a page asks for. */
function files(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const file = /\/locales\/(.*)\.txt$/.exec(request.url())?.[1];
    if (file) asked.push(file);
  });
  return asked;
}

for (const [browser, language, direction, title] of [
  ["de-DE", "de", "ltr", "Anmelden"],
  ["de-AT", "de", "ltr", "Anmelden"],
  ["pt-BR", "pt-BR", "ltr", "Entrar"],
  ["pt-PT", "pt-BR", "ltr", "Entrar"],
  ["zh-TW", "zh-Hant", "ltr", "登入"],
  ["zh-SG", "zh-Hans", "ltr", "登录"],
  ["nn-NO", "nb", "ltr", "Logg inn"],
  ["ar", "ar", "rtl", "تسجيل الدخول"],
  ["en-GB", "en", "ltr", "Sign in"],
  ["xx", "en", "ltr", "Sign in"],
] as const) {
  test.describe(`a browser in ${browser}`, () => {
    test.use({ locale: browser });

    test(`gets ${language}, in one file`, async ({ page }) => {
      const asked = files(page);
      await page.goto("/login");
      await expect(heading(page)).toHaveText(title);
      await expect(page).toHaveTitle(title);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page.locator("html")).toHaveAttribute("dir", direction);
      expect(asked).toEqual(language === "en" ? [] : [language]);
    });
  });
}

test.describe("a browser in German", () => {
  test.use({ locale: "de-DE" });

  test("shows what a client asked for, and config.json comes before the browser", async ({ page }) => {
    await page.goto("/login?ui_locales=fr-CA%20de");
    await expect(heading(page)).toHaveText("Connexion");
    await page.route("**/config.json", (route) => route.fulfill({ json: { locale: "nl" } }));
    await page.goto("/login");
    await expect(heading(page)).toHaveText("Inloggen");
    await page.goto("/login?ui_locales=fr");
    await expect(heading(page)).toHaveText("Connexion");
  });

  for (const [name, answer, said] of [
    ["is missing", { status: 404 }, /locales\/de\.txt could not be loaded \(status 404\); using English/],
    [
      "is a page",
      { status: 200, contentType: "text/html", body: "<html>" },
      /locales\/de\.txt could not be loaded \(status 200\); using English/,
    ],
    [
      "is half there",
      { status: 200, contentType: "text/plain", body: "# German\ntitle.login=Anmelden\nlabel.pass" },
      /locales\/de, line 3: it is no key=text; using English there/,
    ],
    [
      "ends within its last text",
      { status: 200, contentType: "text/plain", body: "title.login=Anmelden\nsign_in=" },
      /locales\/de, line 2: sign_in ends too early; using English there/,
    ],
    [
      "has a wrong placeholder",
      { status: 200, contentType: "text/plain", body: "title.login=Anmelden\nlead.phone=Code an {adresse}" },
      /locales\/de, line 2: \{adresse\} is no placeholder of lead\.phone; using English there/,
    ],
  ] as const) {
    test(`the file ${name}: English for what is missing, and one warning`, async ({ page, watch }) => {
      watch.expect(said);
      if (name === "is missing") watch.expect(/status of 404 .*locales\/de\.txt/);
      await page.route("**/locales/de.txt", (route) => route.fulfill(answer));
      const warnings: string[] = [];
      page.on("console", (line) => line.type() === "warning" && warnings.push(line.text()));
      await page.goto("/login");
      await expect(heading(page)).toHaveText(/^(is half there|ends within its last text|has a wrong placeholder)$/.test(name) ? "Anmelden" : "Sign in");
      await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
      expect(warnings.filter((line) => line.startsWith("propylon"))).toHaveLength(1);
    });
  }
});

test("another language is chosen without a reload, keeps what was typed, and stays", async ({ page }) => {
  await page.goto("/login");
  const choice = page.getByRole("combobox", { name: "Language" });
  await field(page, "identifier").fill("ada@example.test");
  await field(page, "password").fill("half a passwo");
  const documents: string[] = [];
  page.on("framenavigated", (frame) => documents.push(frame.url()));
  const flows: string[] = [];
  page.on("request", (request) => request.url().includes("/self-service/") && flows.push(request.url()));
  await choice.focus();
  await choice.selectOption("ar");
  await expect(heading(page)).toHaveText("تسجيل الدخول");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(field(page, "identifier")).toHaveValue("ada@example.test");
  await expect(field(page, "password")).toHaveValue("half a passwo");
  // Who chooses is not taken away from the choice.
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.getByRole("combobox").selectOption("de");
  await expect(heading(page)).toHaveText("Anmelden");
  await expect(field(page, "password")).toHaveValue("half a passwo");
  expect({ documents, flows }).toEqual({ documents: [], flows: [] });
  await page.reload();
  await expect(heading(page)).toHaveText("Anmelden");
  // A choice on this very page is newer than what a client believes.
  await page.goto("/login?ui_locales=fr");
  await expect(heading(page)).toHaveText("Anmelden");
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("en");
  await expect(heading(page)).toHaveText("Sign in");
});

test("a page without a flow changes its language, too, and config.json hides the choice", async ({ page }) => {
  await page.goto("/");
  await expect(heading(page)).toHaveText("You’re not signed in");
  await page.getByRole("combobox").selectOption("fr");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(heading(page)).not.toHaveText("You’re not signed in");
  await page.route("**/config.json", (route) => route.fulfill({ json: { languageSwitch: false } }));
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  await expect(page.getByRole("combobox")).toHaveCount(0);
});

test("a file that the operator added is used, by its name in config.json", async ({ page, watch }) => {
  watch.expect(/locales\/sw, line 3: texts are missing: \d+; using English there/);
  await page.route("**/config.json", (route) => route.fulfill({ json: { locale: "sw" } }));
  await page.route("**/locales/sw.txt", (route) =>
    route.fulfill({ contentType: "text/plain", body: "title.login=Ingia\nfield.password=Nywila" }),
  );
  await page.goto("/login");
  await expect(heading(page)).toHaveText("Ingia");
  await expect(page.locator("html")).toHaveAttribute("lang", "sw");
  await expect(page.getByLabel("Nywila")).toBeVisible();
});
