import type { Page } from "@playwright/test";

declare global {
  interface CredentialsContainer {
    /** How many conditional requests are pending; here because tests compare the names on window. */
    pendingAutofill?: number;
  }
}

/** Counts the page's pending conditional requests. */
export async function countAutofill(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (!window.CredentialsContainer) return;
    const { prototype } = CredentialsContainer;
    const { get } = prototype;
    prototype.pendingAutofill = 0;
    prototype.get = function (options) {
      const answer = get.call(this, options);
      if (options?.mediation === "conditional") {
        prototype.pendingAutofill! += 1;
        const ended = () => void (prototype.pendingAutofill! -= 1);
        answer.then(ended, ended);
      }
      return answer;
    };
  });
}

/** Puts a finger on the sensor for what comes next: a button that is pressed, or the next page. A conditional
 * request of this page that starts later would take it, so it has to be pending before. */
export async function touchForButton(
  page: Page,
  device: { touch(present: boolean): Promise<void> },
): Promise<void> {
  await page.waitForFunction(() => navigator.credentials?.pendingAutofill);
  await device.touch(true);
}
