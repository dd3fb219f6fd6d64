const SENSOR = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true };

/** Gives a page an authenticator that is always touched. */
export const touched = async (page) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { ...SENSOR, automaticPresenceSimulation: true } });
  // A conditional request would succeed before the button is pressed.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
};

/** Adds a passkey to the account that is signed in at the Kratos at `url`; gives the tone of what the settings say. */
export const passkeyAdded = (page, url) =>
  page.evaluate(async (url) => {
    const { connect } = await import("/propylon/inline.js");
    const auth = await connect({ url });
    const { notices } = await auth.settings().passkey();
    auth.dispose();
    return notices[0]?.tone;
  }, url);
