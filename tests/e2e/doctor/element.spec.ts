import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { Servers } from "./rig/servers";
import { test } from "./rig/test";

const KRATOS = readFileSync(join(__dirname, "../../../crates/doctor/tests/files/healthy/kratos.yml"), "utf8");

/** A page of somebody else's, in Arabic, that has the element and no styles of its own. */
const html = (base: string): string => `
  <link rel="stylesheet" href="/npm/styles.css"><link rel="stylesheet" href="/npm/doctor.css">
  <script>document.documentElement.dir = "rtl"; document.documentElement.lang = "ar";</script>
  <main><h1>صفحة</h1><kratos-doctor base-url="${base}"></kratos-doctor></main>
  <script type="module" src="/npm/doctor.js"></script>`;

test("in another's page from right to left, files are dropped on the element, and axe finds nothing at 320 px", async ({ browser, inbox }) => {
  const setUp = { name: "the element", finds: [], html: html("http://localhost:{kratos}") };
  const servers = await Servers.start(setUp, inbox.worker, inbox.mail.smtpPort);
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  try {
    const page = await context.newPage();
    await page.goto(servers.places.page);
    await expect(page.getByRole("status")).toHaveText("Nothing wrong was found.");
    const files = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "kratos.yml"));
      return transfer;
    }, KRATOS.replace("same_site: Lax", "same_site: lax"));
    await page.dispatchEvent("kratos-doctor [data-part=title] >> nth=0", "drop", { dataTransfer: files });
    await expect(page.locator("kratos-doctor [data-part=place]")).toHaveText("kratos.yml:12:44 cookies.same_site");
    for (const summary of await page.locator("summary").all()) await summary.click();
    const { wide, outer, inner } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      outer: getComputedStyle(document.documentElement).direction,
      inner: [...new Set([...document.querySelectorAll("[data-part=gate] *")].map((it) => getComputedStyle(it).direction))],
    }));
    expect({ wide, outer, inner }).toEqual({ wide: 320, outer: "rtl", inner: ["ltr"] });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  } finally {
    await context.close();
    await servers.stop();
  }
});
