import { test as base, expect } from "@playwright/test";
import type { Mailbox } from "../../stack/mailbox";
import { startMail } from "../../stack/stack";
import { ask, askInTerminal } from "./doctor";
import { Servers } from "./servers";
import type { SetUp } from "./set-up";

interface ForTest {
  /** Sets it up, asks the doctor, and compares the findings. */
  examine: (setUp: SetUp) => Promise<void>;
}

/** A test with the doctor. */
export const test = base.extend<ForTest, { inbox: { mail: Mailbox; worker: number } }>({
  inbox: [
    async ({}, use, info) => {
      const { mail, program } = await startMail(info.workerIndex);
      await use({ mail, worker: info.workerIndex });
      await program.stop();
    },
    { scope: "worker" },
  ],
  examine: async ({ browser, inbox }, use) => {
    await use(async (setUp) => {
      const servers = await Servers.start(setUp, inbox.worker, inbox.mail.smtpPort);
      try {
        const report = setUp.isFromTerminal
          ? askInTerminal(servers)
          : await ask(servers, browser, inbox.mail);
        const codes = report.findings.map(({ code }) => code);
        expect(codes, JSON.stringify(report.findings, null, 2)).toEqual(setUp.finds);
      } finally {
        await servers.stop();
      }
    });
  },
});
