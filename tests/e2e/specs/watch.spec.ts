import { expect, test } from "../support/test";

// Every test relies on the watch, so this one checks that it reports each kind of problem.
test("the watch sees what tests must not cause", async ({ page, stack, watch }) => {
  watch.expect(/^console: error said aloud/);
  watch.expect(/^console: warning said quietly/);
  watch.expect(/^error: Error: thrown/);
  watch.expect(/^violation: require-trusted-types-for/);
  watch.expect(/^console: error .*TrustedHTML/);
  watch.expect(/^violation: img-src/);
  watch.expect(/^console: error .*img-src/);
  watch.expect(/^webauthn\.js: /);
  watch.expect(/^console: error .*status of 404.*nothing\.js/);
  await page.goto("/login");
  await page.evaluate(() => {
    console.error("said aloud");
    console.warn("said quietly");
    setTimeout(() => {
      throw new Error("thrown");
    });
  });
  await page.evaluate(() => {
    try {
      document.createElement("p").innerHTML = "<b>x</b>";
    } catch {
      // Refused by Trusted Types, as intended.
    }
  });
  await page.evaluate(() => {
    const image = new Image();
    image.src = "https://elsewhere.example/x.png";
  });
  await page.evaluate(() => fetch("/.well-known/ory/webauthn.js"));
  await page.evaluate(() => fetch("/nothing.js"));
  await expect.poll(() => watch.complaints().filter((line) => line.startsWith("exp"))).toEqual([]);
  expect(stack.site).toBe(new URL(page.url()).origin);
});

test.describe("across origins", () => {
  test.use({ variant: { crossOrigin: true } });

  test("the watch sees a preflight", async ({ page, stack, watch }) => {
    watch.expect(/^preflight: OPTIONS .*\/sessions\/whoami/);
    watch.expect(/^console: error .*CORS/);
    watch.expect(/^console: error .*ERR_FAILED/);
    await page.goto("/login");
    await page.evaluate(
      (url) => fetch(url, { headers: { "X-Mine": "1" } }).catch(() => {}),
      `${stack.kratos}/sessions/whoami`,
    );
    await expect.poll(() => watch.complaints()).toEqual([]);
  });
});
