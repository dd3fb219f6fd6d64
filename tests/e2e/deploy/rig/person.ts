import { type Locator, type Page, type Response, expect } from "@playwright/test";
import type { CodeFor, Mailbox } from "../../stack/mailbox";
import { PASSWORD, TITLE, at, button, field, message, signedIn } from "../../support/screens";

/** How somebody signs up and in. */
export type Method = "password" | "code";

type Screen = keyof typeof TITLE;

/** The words for an answer that was lost with a Kratos. */
const LOST = "Something went wrong on our side. Try again in a moment.";

/** What Kratos says of a form that it had before, if its answer was lost: by the id of the message. */
const BEFORE = {
  4000007: "taken",
  4010002: "over",
  4010003: "made",
  4010008: "used",
  4040003: "used",
  4070002: "done",
  4070006: "used",
} as const;

type Outcome = "next" | (typeof BEFORE)[keyof typeof BEFORE];

/** Somebody who presses again when the page says that an answer was lost, and goes where it leads. */
export class Person {
  /** How many answers were lost. */
  lost = 0;

  constructor(
    private readonly page: Page,
    private readonly mail: Mailbox,
    readonly address: string,
  ) {}

  /** Signs up. Ends signed in. */
  async signUp(method: Method): Promise<void> {
    const { page, address } = this;
    await page.goto("/registration");
    await at(page, "registration");
    await field(page, "traits.email").fill(address);
    expect(await this.press("profile", { "traits.email": address }, "credential")).toBe("next");
    if (["taken", "made"].includes(await this.choose(method))) {
      await page.getByRole("main").getByRole("link", { name: "Sign in" }).first().click();
      await at(page, "login");
      await this.enter(method);
    }
    await page.goto("/");
    await signedIn(page, address);
  }

  /** Signs in. */
  async signIn(method: Method): Promise<void> {
    await this.page.goto("/login");
    await at(this.page, "login");
    await this.enter(method);
    await signedIn(this.page, this.address);
  }

  private async enter(method: Method): Promise<void> {
    const { page, address } = this;
    await field(page, "identifier").fill(address);
    if (method === "password") {
      await field(page, "password").fill(PASSWORD);
      const typed = { identifier: address, password: PASSWORD };
      expect(await this.press("password", typed, "home")).toBe("next");
    } else {
      expect(await this.press("code", { identifier: address }, "code")).toBe("next");
      // The page begins again, with the address, if the code has been used.
      if ((await this.code("login", "home")) === "over") await this.enter(method);
    }
  }

  private async choose(method: Method): Promise<Outcome> {
    const { page } = this;
    if (method === "code") {
      expect(await this.press("code", {}, "code")).toBe("next");
      return this.code("registration", "home");
    }
    await field(page, "password").fill(PASSWORD);
    const outcome = await this.press("password", { password: PASSWORD }, "code");
    return outcome === "next" ? this.code("verification", "verified") : outcome;
  }

  /** Enters the code of a mail; of a new one, if the one before has been used. */
  private async code(purpose: CodeFor, next: Screen): Promise<Outcome> {
    const { page, mail, address } = this;
    const lost = this.lost;
    for (;;) {
      const code = await mail.code(address, purpose);
      const again = button(page, "method", "code").first();
      const outcome = await this.send(() => field(page, "code").fill(code), again, { code }, next);
      if (outcome !== "used") return outcome;
      expect(this.lost, "an answer was lost with which the code was used").toBeGreaterThan(lost);
      if (await mail.hasNext(address, purpose)) continue;
      const resend = page.getByRole("button", { name: /^Send a new code/ });
      // The page counts down before it sends another.
      await expect(resend).toBeEnabled({ timeout: 40_000 });
      await this.send(() => resend.click(), resend, {}, "code");
    }
  }

  private press(method: string, typed: Record<string, string>, next: Screen): Promise<Outcome> {
    const pressed = button(this.page, "method", method);
    return this.send(() => pressed.click(), pressed, typed, next);
  }

  /** Sends a form until it is answered. While it is not, the page says why and keeps what is typed. */
  private async send(
    first: () => Promise<void>,
    again: Locator,
    typed: Record<string, string>,
    next: Screen,
  ): Promise<Outcome> {
    const { page } = this;
    for (let act = first; ; act = () => again.click()) {
      const [answer] = await Promise.all([page.waitForResponse(isForm), act()]);
      if (![502, 503].includes(answer.status())) return this.read(answer, next);
      this.lost += 1;
      await expect(page.getByText(LOST)).toBeVisible();
      for (const [name, text] of Object.entries(typed)) await expect(field(page, name)).toHaveValue(text);
    }
  }

  /** Waits for what an answer leads to. */
  private async read(answer: Response, next: Screen): Promise<Outcome> {
    const outcome = await before(answer);
    if (!outcome) {
      await at(this.page, next);
      return "next";
    }
    const said = BEFORE[outcome];
    if (said === "made") await at(this.page, "accountMade");
    else if (said === "over") await expect(field(this.page, "identifier")).toHaveValue(this.address);
    else await expect(message(this.page, outcome)).toBeVisible();
    return said;
  }
}

/** The message with which Kratos says that it had the form before. */
async function before(answer: Response): Promise<keyof typeof BEFORE | undefined> {
  // Kratos makes a new flow with this message, which the page asks for.
  if (answer.status() === 410) return 4070002;
  // After a sign-in the page is left, and the body is gone. There is no message in it.
  if (answer.ok() && !answer.url().includes("/verification")) return undefined;
  const body = await answer.text();
  return ([4000007, 4010002, 4010003, 4010008, 4040003, 4070006] as const).find((id) => body.includes(`"id":${id},`));
}

function isForm(answer: Response): boolean {
  return answer.request().method() === "POST" && answer.url().includes("/self-service/");
}
