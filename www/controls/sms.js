// The code from an SMS, for the field that asks for it: https://wicg.github.io/web-otp/

/** Where the ceremonies of a page register; see src/browser/page_lock.rs. */
const [CEREMONY, AUTOFILL] = ["propylon.ceremony", "propylon.autofill"].map((name) => Symbol.for(name));

export default async (input) => {
  const isTaken = [CEREMONY, AUTOFILL].some((place) => globalThis[place] && !globalThis[place].signal.aborted);
  if (!("OTPCredential" in globalThis) || isTaken) return;
  const controller = new AbortController();
  const observer = new MutationObserver(() => input.isConnected || controller.abort());
  // The root of a shadow tree or of the document: whatever around the field may be removed.
  observer.observe(input.getRootNode(), { childList: true, subtree: true });
  // A ceremony that begins later aborts what is registered here.
  globalThis[AUTOFILL] = controller;
  try {
    const { code } = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal: controller.signal });
    if (!input.isConnected || input.value) return;
    input.value = code;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    // Aborted, refused or timed out: the code is typed.
  } finally {
    observer.disconnect();
    if (globalThis[AUTOFILL] === controller) globalThis[AUTOFILL] = undefined;
  }
};
