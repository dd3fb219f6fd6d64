import { type Frame, type Page, expect } from "@playwright/test";
import { PASSWORD } from "../../stack/admin";
import { Authenticators } from "../../support/authenticators";
import type { Mailbox } from "../../stack/mailbox";

/** What a person does before the doctor is asked. */
export type Person =
  | "signs in with a password"
  | "signs up with a code"
  | "signs up with a password"
  | "signs up with a passkey";

interface Client {
  login(): Flow;
  registration(): Flow;
}

interface Flow {
  submit(fields: object): Promise<{ phase: string }>;
  passkey(): Promise<{ phase: string }>;
}

declare global {
  interface Window {
    /** The client of the app's page. */
    auth: Client & { diagnose(options: object): Promise<{ findings: { code: string }[] }> };
    registration: Flow;
  }
}

let people = 0;

/** Lets a person use the client in a page. */
export async function act(
  person: Person,
  page: Page,
  frame: Frame,
  admin: number,
  mail: Mailbox,
): Promise<void> {
  people += 1;
  const email = `person-${people}-${Date.now()}@example.org`;
  const known = { email, password: PASSWORD };
  if (person === "signs in with a password") {
    await admit(admin, email);
    await frame.evaluate(
      ({ email, password }) =>
        window.auth.login().submit({ method: "password", identifier: email, password }),
      known,
    );
    return;
  }
  if (person === "signs up with a passkey") await (await Authenticators.of(page)).add("laptop");
  await frame.evaluate(async (email) => {
    window.registration = window.auth.registration();
    await window.registration.submit({ method: "profile", traits: { email } });
  }, email);
  if (person === "signs up with a passkey") {
    await frame.evaluate(() => window.registration.passkey());
  } else if (person === "signs up with a password") {
    await frame.evaluate(
      ({ password }) => window.registration.submit({ method: "password", password }),
      known,
    );
  } else {
    await frame.evaluate(() => window.registration.submit({ method: "code" }));
    const code = await mail.code(email, "registration");
    await frame.evaluate((code) => window.registration.submit({ code }), code);
  }
}

/** Creates an account. */
async function admit(admin: number, email: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${admin}/admin/identities`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      schema_id: "person",
      traits: { email },
      credentials: { password: { config: { password: PASSWORD } } },
    }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}
