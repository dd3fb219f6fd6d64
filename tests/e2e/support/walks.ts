import type { Locator, Page } from "@playwright/test";
import type { CodeFor, Mailbox } from "../stack/mailbox";
import type { Stack } from "../stack/stack";
import type { Authenticator } from "./authenticators";
import { settle, signIn } from "./people";
import { PASSWORD, TITLE, button, card, field, message } from "./screens";
import type { Sight } from "./sight";

/** The person on a walk. */
export interface Walker {
  page: Page;
  stack: Stack;
  mail: Mailbox;
  address: string;
  /** An authenticator for passkeys, if the walk needs one. */
  laptop?: Authenticator;
  /** The browser of another person. */
  other: Parameters<typeof signIn>[0];
}

/** A step of a walk: fields to fill in, and one press. */
export interface Step {
  /** Its requests to Kratos, in order: `GET /self-service/login/browser`. */
  asks: string[];
  /** The URL to open, if nothing is pressed. */
  opens?: string;
  /** The path of its page, if another page has the same fields. */
  on?: string;
  /** The values to type, by the names of the fields. */
  typed?: (who: Walker) => Record<string, string>;
  /** The kind of mailed code to type. */
  code?: CodeFor;
  /** The button. */
  press?: (page: Page) => Locator;
  /** Its changing requests, if there is more than one. */
  sends?: string[];
  /** Whether it needs a confirmation. */
  isTwice?: boolean;
  /** The container of the fields. */
  within?: (page: Page) => Locator;
  /** The kind of code it sends by mail. */
  mails?: CodeFor;
  /** Whether the next screen is shown. */
  then: (sight: Sight, page: Page) => Promise<boolean>;
}

export interface Walk {
  /** The preparation, by requests. */
  before?: (who: Walker) => Promise<void>;
  /** Whether the device can store a passkey. */
  keepsPasskeys?: boolean;
  steps: Step[];
  /** The alternative steps if an earlier step has succeeded without an answer: the person signs
   * in. */
  otherwise?: Step[];
}

const WHOAMI = "GET /sessions/whoami";
const LOGOUT = "GET /self-service/logout/browser";

const at = (title: keyof typeof TITLE, part?: (page: Page) => Locator) => {
  return async (sight: Sight, page: Page) =>
    sight.heading === TITLE[title] && (!part || (await part(page).first().isVisible()));
};
const admit = async ({ stack, address }: Walker) => {
  await stack.admit(address);
};
const signedIn = ({ page, stack, address }: Walker) => settle(page, stack, address);
const method = (value: string) => (page: Page) => button(page, "method", value);
const named = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true });

const open = (kind: string, then: Step["then"]): Step => ({
  asks: [`GET /self-service/${kind}/browser`],
  opens: `/${kind}`,
  then,
});
/** The step that submits an address to get a code. */
const address = (kind: CodeFor, name: string): Step => ({
  asks: [`POST /self-service/${kind}`],
  on: `/${kind}`,
  typed: ({ address }) => ({ [name]: address }),
  press: method("code"),
  mails: kind,
  then: at("code", (page) => field(page, "code")),
});
const code = (kind: CodeFor, then: Step["then"], ...more: string[]): Step => ({
  asks: [`POST /self-service/${kind}`, ...more],
  on: `/${kind}`,
  code: kind,
  press: method("code"),
  then,
});
const home = at("home");
const signInPage = at("login", (page) => field(page, "identifier"));
const saved = at("settings", (page) => message(page, 1050001));
const signInByCode = [address("login", "identifier"), code("login", home, WHOAMI)];

/** All walks through the site. */
export const WALKS: Record<string, Walk> = {
  "sign-in by password": {
    before: admit,
    steps: [
      open("login", signInPage),
      {
        asks: ["POST /self-service/login", WHOAMI],
        typed: ({ address }) => ({ identifier: address, password: PASSWORD }),
        press: method("password"),
        then: home,
      },
    ],
  },
  "sign-in by code": {
    before: admit,
    steps: [open("login", signInPage), ...signInByCode],
  },
  "registration by code": {
    steps: [
      open(
        "registration",
        at("registration", (page) => field(page, "traits.email")),
      ),
      {
        asks: ["POST /self-service/registration"],
        typed: ({ address }) => ({ "traits.email": address, "traits.name": "Ada" }),
        press: method("profile"),
        then: at("credential", method("code")),
      },
      {
        // The sign-in has such a button too, and asks for the address with it.
        on: "/registration",
        asks: ["POST /self-service/registration"],
        press: method("code"),
        mails: "registration",
        then: at("code", (page) => field(page, "code")),
      },
      code("registration", home, WHOAMI),
    ],
    otherwise: signInByCode,
  },
  recovery: {
    before: admit,
    steps: [
      open(
        "recovery",
        at("recovery", (page) => field(page, "email")),
      ),
      address("recovery", "email"),
      code(
        "recovery",
        at("settings", (page) => card(page, "password")),
        "GET /self-service/settings/browser",
      ),
      {
        asks: ["POST /self-service/settings", "GET /self-service/settings/browser"],
        typed: () => ({ password: `a new ${PASSWORD}` }),
        within: (page) => card(page, "password"),
        press: (page) => button(card(page, "password"), "method", "password"),
        then: saved,
      },
    ],
  },
  verification: {
    before: async ({ stack, address }) => {
      await stack.admit(address, { verified: false });
    },
    steps: [
      open(
        "verification",
        at("verification", (page) => field(page, "email")),
      ),
      address("verification", "email"),
      code("verification", at("verified")),
    ],
  },
  settings: {
    before: signedIn,
    steps: [
      open("settings", at("settings", method("profile"))),
      {
        asks: ["POST /self-service/settings", "GET /self-service/settings/browser"],
        typed: () => ({ "traits.name": "Ada", password: `a new ${PASSWORD}` }),
        press: (page) => button(card(page, "profile"), "method", "profile"),
        then: saved,
      },
    ],
  },
  "the front page and its sign-out": {
    before: signedIn,
    steps: [
      { asks: [WHOAMI], opens: "/", then: home },
      { asks: [LOGOUT], press: named("Sign out"), then: signInPage },
    ],
  },
  "the address of the sign-out": {
    before: signedIn,
    steps: [{ asks: [LOGOUT], opens: "/logout", then: signInPage }],
  },
  "the sessions": {
    before: async (who) => {
      await signedIn(who);
      await signIn(who.other, who.stack, who.address);
    },
    steps: [
      {
        asks: [WHOAMI, "GET /sessions"],
        opens: "/sessions",
        then: at("sessions", (page) => page.getByRole("listitem").nth(1)),
      },
      {
        asks: ["DELETE /sessions/…", WHOAMI, "GET /sessions"],
        press: (page) => page.getByRole("listitem").nth(1).getByRole("button", { name: "Sign out" }),
        isTwice: true,
        then: async (sight, page) =>
          sight.heading === TITLE.sessions && (await page.getByRole("listitem").count()) === 1,
      },
    ],
  },
  "signing out everywhere": {
    before: async (who) => {
      await signedIn(who);
      await signIn(who.other, who.stack, who.address);
    },
    steps: [
      {
        asks: [],
        opens: "/sessions",
        then: at("sessions", named("Sign out everywhere")),
      },
      {
        asks: ["DELETE /sessions", LOGOUT],
        sends: ["DELETE /sessions", LOGOUT],
        press: named("Sign out everywhere"),
        then: signInPage,
      },
    ],
  },
  "whether to offer a passkey": {
    keepsPasskeys: true,
    before: async (who) => {
      await signedIn(who);
      await who.laptop?.touch(false);
    },
    steps: [
      {
        asks: ["GET /self-service/settings/browser"],
        opens: "/passkey?by=code",
        // Without an offer, the sign-in continues.
        then: async (sight) => /^Sign in faster|^You’re signed in$/.test(sight.heading),
      },
    ],
  },
  "taking the offered passkey": {
    keepsPasskeys: true,
    before: signedIn,
    steps: [
      {
        asks: [],
        opens: "/passkey?by=code",
        then: async (sight) => /^Sign in faster/.test(sight.heading),
      },
      {
        asks: ["POST /self-service/settings"],
        press: (page) => button(page, "passkey_register_trigger", ""),
        then: home,
      },
    ],
  },
  "the stored error": {
    steps: [
      {
        asks: ["GET /self-service/errors"],
        opens: "/error?id=stub:500",
        // The error, or the reason why it can't be shown.
        then: async ({ heading, sentences }) =>
          heading === "Something went wrong" && !sentences.join().includes("no error to show"),
      },
    ],
  },
};
