import { PASSWORD } from "../stack/admin";
import { test } from "../webdriver/test";

test("the elements and the client of the package sign a person in on somebody’s page", async ({
  tab,
  stack,
  address,
}) => {
  await stack.admit(address);
  await tab.open("/elements.html");
  await tab.titled("Somebody’s page: none");
  await tab.fill("identifier", address);
  await tab.fill("password", PASSWORD);
  await tab.press("method", "password");
  await tab.see(`leads to ${stack.site}/inbox`);
  await tab.see(address);
  await tab.titled("Somebody’s page: active");
});
