import type { Settings } from "./settings";

/** A password that Kratos accepts. */
export const PASSWORD = "correct horse battery staple 7";

/** The options of a created account. */
export interface Person {
  traits?: Settings;
  schema?: string;
  password?: string;
  verified?: boolean;
}

/** An account as Kratos stores it. */
export interface Identity {
  id: string;
  traits: Settings;
  verifiable_addresses: { value: string; verified: boolean }[];
}

/** Kratos' admin API at a port. */
export class Admin {
  readonly url: string;

  constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Creates an account with a password and a verified address. */
  admit(address: string, person: Person = {}): Promise<Identity> {
    return this.ask("POST", "identities", 201, {
      schema_id: person.schema ?? "person",
      traits: { email: address, ...person.traits },
      credentials: { password: { config: { password: person.password ?? PASSWORD } } },
      verifiable_addresses: [
        { value: address, via: "email", verified: person.verified ?? true, status: "completed" },
      ],
    });
  }

  /** The accounts of an address. */
  identities(address: string): Promise<Identity[]> {
    return this.ask("GET", `identities?credentials_identifier=${encodeURIComponent(address)}`, 200);
  }

  /** Deletes an account. */
  remove({ id }: Identity): Promise<void> {
    return this.ask("DELETE", `identities/${id}`, 204);
  }

  private async ask<T>(method: string, path: string, status: number, body?: object): Promise<T> {
    const answer = await fetch(`${this.url}/admin/${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== status) throw new Error(`Kratos answers ${answer.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
