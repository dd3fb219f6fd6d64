import { readFileSync } from "node:fs";
import { join } from "node:path";
import { identitySchema } from "../stack/settings";
import { settle } from "../support/people";
import {
  PASSWORD,
  button,
  field,
  message,
  openSettings,
  saved,
  signedIn,
  submits,
} from "../support/screens";
import { expect, test } from "../support/test";

const SCHEMA = readFileSync(join(__dirname, "../schemas/values.schema.json"), "utf8");

test.use({
  timezoneId: "Europe/Berlin",
  variant: {
    kratos: {
      identity: identitySchema(SCHEMA),
    },
  },
});

/** Traits that Kratos stores although the browser's controls can't show or would refuse them. */
const STORED = {
  staffno: "AB-123",
  news: false,
  height: 1.82,
  floor: -2,
  second: "jürgen@example.test",
  born: "1990-05-01T10:30:00.125Z",
  since: "2001-02-03",
  home: "https://example.test/a b",
  motto: "😀😀😀😀",
  tags: ["one, two", "three"],
  address: { lines: "Main Street 1\nBack yard", flat: 0 },
};

// The page refused to send values that Kratos accepts: a pattern that matches anywhere, a required
// checkbox that may be false, a fraction, letters beyond ASCII in an address. And Save on another field
// deleted what a control can't show.
test("values that nobody changed come back to Kratos as they were", async ({
  page,
  stack,
  address,
}) => {
  await settle(page, stack, address, { traits: STORED });
  await openSettings(page);
  await expect(field(page, "traits.born")).toHaveValue("1990-05-01T10:30");
  await field(page, "traits.address.flat").fill("7");
  await button(page, "method", "profile").click();
  await saved(page);
  const changed = { ...STORED, email: address, address: { ...STORED.address, flat: 7 } };
  expect((await stack.identity(address)).traits).toEqual(changed);
});

test("changed values are sent in the form that the schema asks for", async ({
  page,
  stack,
  address,
}) => {
  await settle(page, stack, address, { traits: STORED });
  await openSettings(page);
  await field(page, "traits.staffno").fill("CD 456 x");
  await field(page, "traits.news").check();
  await field(page, "traits.height").fill("1,79");
  await field(page, "traits.floor").fill("٣");
  await field(page, "traits.second").fill("müller@example.test");
  await field(page, "traits.born").fill("1991-06-02T11:45");
  await field(page, "traits.motto").fill("👍👍👍👍");
  await page.getByTestId("node/input/traits.tags").locator("input").fill("one, two");
  await button(page, "method", "profile").click();
  await saved(page);
  expect((await stack.identity(address)).traits).toEqual({
    ...STORED,
    email: address,
    staffno: "CD 456 x",
    news: true,
    height: 1.79,
    floor: 3,
    second: "müller@example.test",
    // The offset that was stored.
    born: "1991-06-02T11:45:00Z",
    motto: "👍👍👍👍",
    tags: ["one", "two"],
  });
});

test("a registration picks a valid date and time, and chooses nothing by itself", async ({
  page,
  stack,
  address,
}) => {
  await page.goto("/registration");
  await field(page, "traits.email").fill(address);
  await field(page, "traits.height").fill("1.82");
  await field(page, "traits.born").fill("1990-05-01T10:30");
  await button(page, "method", "profile").click();
  await field(page, "password").fill(PASSWORD);
  await button(page, "method", "password").click();
  await signedIn(page, address);
  expect((await stack.identity(address)).traits).toEqual({
    email: address,
    news: false,
    height: 1.82,
    // Summer time in the browser's zone.
    born: "1990-05-01T10:30:00+02:00",
    // Made by Kratos.
    address: {},
  });
});

test("what Kratos refuses is said at its field, and nothing typed is lost", async ({
  page,
  stack,
  address,
}) => {
  await settle(page, stack, address, { traits: { ...STORED, news: true } });
  await openSettings(page);
  await field(page, "traits.height").fill("tall");
  await field(page, "traits.born").fill("1991-06-02T11:45");
  await button(page, "method", "profile").click();
  const height = page.getByTestId("node/input/traits.height");
  await expect(height.locator("[data-part=message]")).toBeVisible();
  await expect(field(page, "traits.height")).toHaveValue("tall");
  await expect(field(page, "traits.born")).toHaveValue("1991-06-02T11:45");
  await field(page, "traits.height").fill("1.9");
  await button(page, "method", "profile").click();
  await saved(page);
  const { traits } = await stack.identity(address);
  expect(traits).toMatchObject({ height: 1.9, born: "1991-06-02T11:45:00Z", motto: STORED.motto });
});

test("an empty field is asked for once, and sent if the person insists", async ({ page }) => {
  const sent = submits(page);
  await page.goto("/login");
  await field(page, "password").fill("half a pass");
  await button(page, "method", "password").click();
  const identifier = page.getByTestId("node/input/identifier");
  await expect(identifier.locator("[data-part=message]")).toHaveText("Please fill this in.");
  await expect(field(page, "identifier")).toBeFocused();
  await expect(field(page, "identifier")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "password")).toHaveValue("half a pass");
  expect(sent).toEqual([]);
  await button(page, "method", "password").click();
  await expect(message(page, 4000002)).toBeVisible();
  expect(sent).toHaveLength(1);
});
