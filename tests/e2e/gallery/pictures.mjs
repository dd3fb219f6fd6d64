// Takes the pictures of the README of the gallery, for `cargo xtask gallery --pictures`.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";

const { CHROME_BIN, PROPYLON_GALLERY, PROPYLON_PICTURES } = process.env;

const STORIES = {
  "sign-in": "form/sign-in",
  code: "waiting/next-code",
  "passkey-offer": "page/passkey-offer",
  settings: "settings/create-all-enrolled",
};

/** A phone's screen. */
const SIZE = { width: 390, height: 700 };

const browser = await chromium.launch({ executablePath: CHROME_BIN });
try {
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 2, reducedMotion: "reduce" });
  await page.goto(String(pathToFileURL(join(PROPYLON_GALLERY, "frame.html"))));
  for (const [name, id] of Object.entries(STORIES)) {
    for (const scheme of ["light", "dark"]) {
      await page.evaluate(([id, scheme]) => window.gallery.show(id, { scheme, focus: "off" }), [id, scheme]);
      await page.screenshot({ path: join(PROPYLON_PICTURES, `${name}-${scheme}.png`) });
    }
  }
} finally {
  await browser.close();
}
