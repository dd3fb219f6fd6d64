import { createElement as h, StrictMode } from "react";
import { cleanup, fireEvent, render, screen as page } from "@testing-library/react";
import { PropylonProvider } from "propylon/react";
import { fakeAuth, flow, needsAal2, screen, signedIn, unreachable } from "propylon/testing";
import { App } from "./app.js";

const show = (auth) => render(h(StrictMode, null, h(PropylonProvider, { auth }, h(App))));
const type = (label, value) => fireEvent.change(page.getByLabelText(label), { target: { value } });

afterEach(cleanup);

test("signs in by a code", async () => {
  const auth = fakeAuth();
  auth.script("login", flow("login", { groups: ["default", "code"] }));
  show(auth);
  await page.findByRole("heading", { name: "Sign in" });
  type("E-Mail", "ada@example.com");
  fireEvent.click(page.getByText("Send me a sign-in code"));
  await page.findByText("Check your email");
  type("Code", "123456");
  fireEvent.click(page.getByText("Continue"));
  await page.findByText("Inbox of ada@example.com");
  expect(auth.submitted.login).toEqual([
    { identifier: "ada@example.com", method: "code" },
    { code: "123456", method: "code" },
  ]);
  expect(auth.navigations).toEqual([{ url: "/", done: true, flow: "login", defaultPrevented: false }]);
  fireEvent.click(page.getByText("Sign out"));
  await page.findByRole("heading", { name: "Sign in" });
});

test("says that a code is wrong, and takes the right one", async () => {
  const auth = fakeAuth();
  const step = ({ code }) => (code === "123456" ? null : screen("login/code-wrong"));
  auth.script("login", [screen("login/code-sent"), step]);
  show(auth);
  await page.findByText("Check your email");
  type("Code", "000000");
  fireEvent.click(page.getByText("Continue"));
  await page.findByText(/That code is wrong/);
  type("Code", "123456");
  fireEvent.click(page.getByText("Continue"));
  await page.findByText("Inbox of ada@example.com");
});

test("shows what the session is", async () => {
  const auth = fakeAuth({ session: signedIn({ email: "grace@example.com" }) });
  show(auth);
  await page.findByText("Inbox of grace@example.com");
  for (const state of [needsAal2(), unreachable()]) {
    auth.setSession(state);
    await page.findByRole("heading", { name: "Sign in" });
    auth.setSession(signedIn());
    await page.findByText("Inbox of ada@example.com");
  }
});
