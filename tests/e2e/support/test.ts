import { expect, test as base } from "@playwright/test";
import { App } from "../stack/app";
import type { Mailbox } from "../stack/mailbox";
import { Stack, type Around, type Variant, startMail } from "../stack/stack";
import { diagnoseAfter } from "./diagnosis";
import { Passkeys } from "./passkeys";
import { Watch } from "./watch";

export { expect };

interface ForTest {
  /** How this test's servers differ from the demo's. If set, they are not shared with other tests. */
  variant: Variant | undefined;
  /** The codes of what the doctor finds in these servers. Asked after each test, if the run is to. */
  findings: string[];
  /** The servers. */
  stack: Stack;
  /** The inbox. */
  mail: Mailbox;
  /** The app's URL, an allowed `return_to`. */
  app: string;
  /** Problems that the browser reports. */
  watch: Watch;
  /** An authenticator of this page. */
  passkeys: Passkeys;
  /** A unique address. */
  address: string;
}

interface ForWorker {
  around: Around;
  shared: Stack;
}

let people = 0;

/** A test with a real Kratos. It also fails if the browser reports a problem. */
export const test = base.extend<ForTest, ForWorker>({
  around: [
    async ({}, use, info) => {
      const worker = info.workerIndex;
      const { mail, program } = await startMail(worker);
      const app = await App.start(worker);
      await use({ worker, mail, app: app.origin });
      await Promise.all([program.stop(), app.stop()]);
    },
    { scope: "worker" },
  ],
  shared: [
    async ({ around }, use) => {
      const stack = await Stack.start(around);
      await use(stack);
      await stack.stop();
    },
    { scope: "worker" },
  ],
  variant: [undefined, { option: true }],
  findings: [[], { option: true }],
  stack: async ({ variant, around, shared }, use) => {
    if (!variant) return use(shared);
    const own = await Stack.start(around, variant);
    await use(own);
    await own.stop();
  },
  mail: ({ around }, use) => use(around.mail),
  app: ({ around }, use) => use(around.app),
  baseURL: ({ stack }, use) => use(stack.site),
  watch: async ({}, use) => use(new Watch()),
  context: async ({ context, watch, browser, stack, findings }, use, info) => {
    await watch.attach(context);
    await use(context);
    // The browser reports a violation after the script that made it has gone on.
    await expect.poll(() => watch.complaints(), "what the browser complains about").toEqual([]);
    if (process.env["PROPYLON_DIAGNOSE"] && info.status === info.expectedStatus) {
      const found = await diagnoseAfter(context, browser, stack);
      const codes = found.map(({ code }) => code).sort();
      expect(codes, `what the doctor finds: ${JSON.stringify(found)}`).toEqual([...findings].sort());
    }
  },
  page: async ({ page, watch }, use) => {
    await watch.ready();
    await use(page);
  },
  passkeys: async ({ page }, use) => use(await Passkeys.of(page)),
  address: async ({}, use, info) => {
    people += 1;
    await use(`person-${info.workerIndex}-${people}@example.org`);
  },
});
