import type { Page } from "@playwright/test";

/** A call of `navigator.credentials`. */
export interface Ceremony {
  call: "get" | "create";
  /** `conditional` for requests without a dialog: autofill and silent creation. */
  mediation: "conditional" | "modal";
  /** The name of the new credential. */
  name?: string;
  /** The result: `done` or the name of the error. Undefined while pending. */
  end?: string;
}

/** A signal to the password manager, by the method of `PublicKeyCredential`. */
export interface Signal {
  method: string;
  about: Record<string, string>;
}

declare global {
  interface Window {
    propylonBegan?: (id: string, ceremony: Ceremony) => Promise<void>;
    propylonEnded?: (id: string, end: string) => Promise<void>;
    propylonSignalled?: (signal: Signal) => Promise<void>;
  }
}

/** Records every ceremony of a page, starting with its next document. Results are reported without
 * waiting, because a page may navigate right after a ceremony. */
export async function ceremonies(page: Page): Promise<Ceremony[]> {
  const seen: Ceremony[] = [];
  const open = new Map<string, Ceremony>();
  await page.exposeFunction("propylonBegan", (id: string, ceremony: Ceremony) => {
    open.set(id, ceremony);
    seen.push(ceremony);
  });
  await page.exposeFunction("propylonEnded", (id: string, end: string) => {
    const ceremony = open.get(id);
    if (ceremony) ceremony.end = end;
  });
  await page.addInitScript(() => {
    const watched = <T>(
      call: Ceremony["call"],
      ask: () => Promise<T>,
      options?: CredentialCreationOptions & CredentialRequestOptions,
    ) => {
      const { mediation } = options as { mediation?: string };
      const id = crypto.randomUUID();
      void window.propylonBegan?.(id, {
        call,
        mediation: mediation === "conditional" ? "conditional" : "modal",
        name:
          call === "create"
            ? (options?.publicKey as PublicKeyCredentialCreationOptions).user.name
            : undefined,
      });
      const asked = ask();
      asked.then(
        () => void window.propylonEnded?.(id, "done"),
        (error: Error) => void window.propylonEnded?.(id, error.name),
      );
      return asked;
    };
    const { get, create } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.get = function (options) {
      return watched("get", () => get.call(this, options), options as never);
    };
    CredentialsContainer.prototype.create = function (options) {
      return watched("create", () => create.call(this, options), options as never);
    };
  });
  return seen;
}

/** Records a page's signals to the password manager, starting with its next document. */
export async function signals(page: Page): Promise<Signal[]> {
  const seen: Signal[] = [];
  await page.exposeFunction("propylonSignalled", (signal: Signal) => void seen.push(signal));
  await page.addInitScript(() => {
    const api = PublicKeyCredential as unknown as Record<string, (about: object) => Promise<void>>;
    for (const method of [
      "signalUnknownCredential",
      "signalCurrentUserDetails",
      "signalAllAcceptedCredentials",
    ]) {
      const tell = api[method];
      if (!tell) continue;
      api[method] = function (about) {
        window.propylonSignalled?.({ method, about: { ...about } as Record<string, string> });
        return tell.call(this, about);
      };
    }
  });
  return seen;
}

/** Keeps a failed modal request pending for three seconds of the page's clock, like a browser's
 * dialog. Without a screen, Chromium shows none. */
export async function askPerson(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { get, create } = CredentialsContainer.prototype;
    const slowly = async <T>(ask: () => Promise<T>, options?: object) => {
      try {
        return await ask();
      } catch (error) {
        const { mediation } = (options ?? {}) as { mediation?: string };
        if (mediation !== "conditional") await new Promise((go) => setTimeout(go, 3_000));
        throw error;
      }
    };
    CredentialsContainer.prototype.get = function (options) {
      return slowly(() => get.call(this, options), options);
    };
    CredentialsContainer.prototype.create = function (options) {
      return slowly(() => create.call(this, options), options);
    };
  });
}
