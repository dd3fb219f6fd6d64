import { complaints } from "../webdriver/complaints";
import { expect, test } from "../webdriver/test";

test.describe("what tests must not cause", () => {
  test.use({ expected: /./ });

  test("is seen by every test", async ({ tab, driver, stack }) => {
    await tab.open("/login");
    await tab.at("login");
    await tab.browser.executeAsyncScript(
      `const done = arguments[0];
      console.error("a word to developers");
      const style = document.createElement("style");
      style.textContent = "p { color: red }";
      document.body.append(style);
      setTimeout(() => {
        setTimeout(done);
        throw new Error("thrown");
      });`,
    );
    const lines = (await complaints(tab.browser, stack.site, driver.kind)).join("\n");
    for (const what of ["a word to developers", "style-src", "thrown"]) expect(lines).toContain(what);
  });
});
