/**
 * What end-to-end tests do with a real Kratos. Written with `then` only, because Cypress has commands in place of
 * promises. `ask` sends a request with the browser's cookies and gives `{ status, body }`.
 */
const JSON_ONLY = { Accept: "application/json" };

const trimmed = (url) => String(url).replace(/\/+$/, "");

/** What Kratos said, in a sentence for a test's report. */
const said = ({ status, body }) => {
  const messages = [body?.ui?.messages ?? [], ...(body?.ui?.nodes ?? []).map((node) => node.messages ?? [])].flat();
  const words = messages.filter(({ type }) => type === "error").map(({ text }) => text);
  return [`HTTP ${status}`, body?.error?.reason ?? body?.error?.message, ...words].filter(Boolean).join(": ");
};

const refuse = (what, answer) => {
  throw new Error(`propylon/testing: ${what}: ${said(answer)}`);
};

/** Signs in by a browser flow, so that the browser has the session's cookie; gives the session. */
export const signInBy = (ask, { kratosUrl, identifier, password }) =>
  ask({ method: "GET", url: `${trimmed(kratosUrl)}/self-service/login/browser`, headers: JSON_ONLY })
    .then((begun) => {
      if (begun.status !== 200) refuse("no sign-in begins", begun);
      const { action, nodes } = begun.body.ui;
      const token = nodes.find(({ attributes }) => attributes.name === "csrf_token")?.attributes.value ?? "";
      return ask({ method: "POST", url: action, headers: JSON_ONLY, form: { csrf_token: token, method: "password", identifier, password } });
    })
    .then((end) => {
      if (end.status !== 200 || !end.body?.session) refuse(`${identifier} is not signed in`, end);
      return end.body.session;
    });

/** Makes an identity by Kratos' admin API, its e-mail address verified; gives it. */
export const createIdentityBy = (ask, { adminUrl, email, traits = { email }, password, schema, verified = true }) => {
  const credentials = password && { password: { config: { password } } };
  const addresses = verified && typeof traits.email === "string" && [{ value: traits.email, via: "email", verified: true, status: "completed" }];
  const json = { schema_id: schema ?? "", traits, ...(credentials && { credentials }), ...(addresses && { verifiable_addresses: addresses }) };
  return ask({ method: "POST", url: `${trimmed(adminUrl)}/admin/identities`, headers: JSON_ONLY, json }).then((answer) => {
    if (answer.status !== 201) refuse("no identity is made", answer);
    return answer.body;
  });
};

/** The mails whose codes were given. */
const read = new Set();

/** The code in the newest mail to `address` that was not given before; waits for it by `pause`. */
export const latestCodeBy = (ask, pause, mailpitUrl, address, { timeout = 10_000 } = {}) => {
  const inbox = `${trimmed(mailpitUrl)}/api/v1`;
  const query = encodeURIComponent(`to:"${address}"`);
  const end = Date.now() + timeout;
  const look = () =>
    ask({ method: "GET", url: `${inbox}/search?query=${query}` }).then(({ status, body }) => {
      if (status !== 200) refuse("Mailpit does not answer", { status, body });
      return next(body.messages.filter(({ ID }) => !read.has(ID)));
    });
  const next = ([mail, ...older]) => {
    if (!mail) {
      if (Date.now() > end) throw new Error(`propylon/testing: no mail with a code to ${address} came in ${timeout} ms`);
      return pause(100).then(look);
    }
    return ask({ method: "GET", url: `${inbox}/message/${mail.ID}` }).then(({ body }) => {
      read.add(mail.ID);
      const code = /\b\d{6}\b/.exec(body.Text)?.[0];
      return code ?? next(older);
    });
  };
  return look();
};

/** An authenticator of Chromium, by its debugging protocol. */
export const virtualPasskeyBy = (send, { isUserVerified = true } = {}) => {
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified, automaticPresenceSimulation: true };
  return send("WebAuthn.enable", {})
    .then(() => send("WebAuthn.addVirtualAuthenticator", { options }))
    .then(({ authenticatorId }) => ({
      credentials: () => send("WebAuthn.getCredentials", { authenticatorId }).then(({ credentials }) => credentials),
      add: (credential) => send("WebAuthn.addCredential", { authenticatorId, credential }),
      setUserVerified: (isUserVerified) => send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
      touch: (isPresent) => send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: isPresent }),
      remove: () => send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
    }));
};
