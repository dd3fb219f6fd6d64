/** Kratos refuses, or does not answer; the message is for people. */
export class Refused extends Error {}

/** Kratos' public API at `base` for one person, who is remembered by a session token or by cookies.
 *
 * The client of the package has no flows with cookies outside a browser, and both kinds are the same requests. */
export const kratosAt = (base, { cookies }) => {
  const jar = new Map();
  const person = { token: undefined, cookies: jar };

  const call = async (path, body) => {
    const headers = { Accept: "application/json" };
    if (jar.size > 0) headers.Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    if (person.token) headers["X-Session-Token"] = person.token;
    const answer = await asked(base, path, { method: body ? "POST" : "GET", body, headers });
    if (cookies) keep(jar, answer.headers.getSetCookie());
    const json = await answer.json().catch(() => undefined);
    if (typeof json !== "object" || json === null) {
      throw new Refused(`${base} does not answer as Kratos does (status ${answer.status}); npx propylon doctor ${base} finds out why.`);
    }
    return { status: answer.status, body: json };
  };

  return {
    person,
    /** A new form to sign in; `aal2` is one for the second factor. */
    async create(aal) {
      const { status, body } = await call(`/self-service/login/${cookies ? "browser" : "api"}${aal ? `?aal=${aal}` : ""}`);
      if (status === 200 && body.ui) return body;
      throw new Refused(reasonOf(body, status));
    },
    /** Sends a form: `{ flow }` is the next one, without it the sign-in is over, or goes on at `url`. */
    async submit(flow, values) {
      const csrf = flow.ui.nodes.find(({ attributes }) => attributes.name === "csrf_token")?.attributes.value;
      const body = new URLSearchParams({ ...values, ...(csrf ? { csrf_token: csrf } : {}) });
      const answer = await call(`/self-service/login?flow=${encodeURIComponent(flow.id)}`, body);
      if (answer.status === 200) {
        person.token = answer.body.session_token ?? person.token;
        return {};
      }
      if (answer.body.ui) return { flow: answer.body };
      if (answer.status === 422) return { url: answer.body.redirect_browser_to };
      throw new Refused(reasonOf(answer.body, answer.status));
    },
    /** The session: `active`, `needs-aal2`, or `none`. */
    async session() {
      const { status, body } = await call("/sessions/whoami");
      if (status === 200) return { state: "active", session: body };
      if (status === 403 && body.error?.id === "session_aal2_required") return { state: "needs-aal2" };
      if (status === 401) return { state: "none" };
      throw new Refused(reasonOf(body, status));
    },
  };
};

const asked = async (base, path, { body, ...request }) => {
  try {
    // A redirect could take the password to another server.
    return await fetch(base + path, { ...request, body, redirect: "manual", signal: AbortSignal.timeout(20_000) });
  } catch (error) {
    throw new Refused(`Nothing answers at ${base}: ${error.cause?.message ?? error.message}.`);
  }
};

const reasonOf = ({ error }, status) => {
  const said = error?.reason ?? error?.message;
  return `Kratos refuses (status ${status})${said ? `: ${said}` : "."}`;
};

const keep = (jar, cookies) => {
  for (const cookie of cookies) {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined) continue;
    if (value === "" || /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(cookie)) jar.delete(name);
    else jar.set(name, value);
  }
};
