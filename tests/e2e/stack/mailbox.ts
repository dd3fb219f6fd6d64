import { until } from "./until";

interface Mail {
  ID: string;
  Subject: string;
}

/** The purpose of a code, by the subject of Kratos' mail. */
const SUBJECTS = {
  login: "Your sign-in code",
  recovery: "Recover your account",
  registration: "Your sign-up code",
  verification: "Confirm your email address",
} as const;

export type CodeFor = keyof typeof SUBJECTS;

/** Mailpit: the inbox of all recipients. */
export class Mailbox {
  private readonly read = new Set<string>();

  constructor(
    private readonly url: string,
    /** The port for incoming mail. */
    readonly smtpPort: number,
  ) {}

  /** Waits for the next unread mail of this kind to `address`; returns its code. */
  async code(address: string, purpose: CodeFor): Promise<string> {
    return this.find(/\b\d{6}\b/, address, purpose);
  }

  /** The same for the link in a mail. */
  async link(address: string, purpose: CodeFor): Promise<string> {
    return this.find(/https?:\S+/, address, purpose);
  }

  /** Waits for a mail to `address`, whatever it is for. */
  async any(address: string): Promise<{ Subject: string; Text: string; HTML: string }> {
    const { ID } = await until(`a mail arrives for ${address}`, async () => (await this.to(address))[0]);
    return (await this.get(`/api/v1/message/${ID}`)) as { Subject: string; Text: string; HTML: string };
  }

  private async find(what: RegExp, address: string, purpose: CodeFor): Promise<string> {
    const mail = await until(`a mail with a ${purpose} code arrives for ${address}`, async () => {
      const mails = await this.mails(address, purpose);
      // Newest first; the oldest unread one is the next.
      return mails.reverse().find((mail) => !this.read.has(mail.ID));
    });
    this.read.add(mail.ID);
    const { Text } = (await this.get(`/api/v1/message/${mail.ID}`)) as { Text: string };
    const found = what.exec(Text)?.[0];
    if (!found) throw new Error(`no ${what} in the mail: ${Text}`);
    return found;
  }

  /** Whether a mail of this kind to `address` is there that was not read. */
  async hasNext(address: string, purpose: CodeFor): Promise<boolean> {
    return (await this.mails(address, purpose)).some(({ ID }) => !this.read.has(ID));
  }

  /** The number of mails of this kind to `address`. */
  async count(address: string, purpose: CodeFor): Promise<number> {
    return (await this.mails(address, purpose)).length;
  }

  private async mails(address: string, purpose: CodeFor): Promise<Mail[]> {
    return (await this.to(address)).filter((mail) => mail.Subject === SUBJECTS[purpose]);
  }

  private async to(address: string): Promise<Mail[]> {
    const query = encodeURIComponent(`to:"${address}"`);
    const { messages } = (await this.get(`/api/v1/search?query=${query}`)) as { messages: Mail[] };
    return messages;
  }

  private async get(path: string): Promise<unknown> {
    const answer = await fetch(this.url + path);
    if (!answer.ok) throw new Error(`Mailpit answers ${path} with ${answer.status}`);
    return answer.json();
  }
}
