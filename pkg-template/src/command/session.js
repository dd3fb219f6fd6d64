import { asking } from "./session/ask.js";
import { Refused, kratosAt } from "./session/kratos.js";
import { signIn } from "./session/sign-in.js";
import { UsageError, bare, parsed, urlOf } from "./usage.js";

const OPTIONS = {
  url: { type: "string" },
  identifier: { type: "string" },
  bearer: { type: "boolean" },
  cookie: { type: "boolean" },
  aal2: { type: "boolean" },
  json: { type: "boolean" },
};

/** The header that proves the session: a cookie like a browser's, or the token of a native app. */
const headerOf = ({ token, cookies }, { bearer }) => {
  if (token) return bearer ? { name: "Authorization", value: `Bearer ${token}` } : { name: "X-Session-Token", value: token };
  // The other cookies only protect forms.
  const kept = [...cookies].filter(([name]) => !name.startsWith("csrf_token"));
  return { name: "Cookie", value: kept.map(([name, value]) => `${name}=${value}`).join("; ") };
};

const reportOf = (header, { token }, session) => ({
  kind: token ? "token" : "cookie",
  ...(token ? { token } : {}),
  header,
  identity: { id: session.identity?.id ?? null },
  aal: session.authenticator_assurance_level ?? null,
  expires_at: session.expires_at ?? null,
});

/** `propylon session --url URL`: signs in on the terminal and prints the header that proves it. */
export const run = async (args) => {
  const { values, positionals } = parsed(args, OPTIONS);
  // Everybody on the machine can read arguments.
  if (positionals.length > 0) throw new UsageError("session takes no argument; a password is asked for, or a line of standard input.");
  if (values.url === undefined) throw new UsageError("Give Kratos' public URL with --url.");
  if (values.bearer && values.cookie) throw new UsageError("--bearer and --cookie are two kinds of session; give one.");
  const url = urlOf(values.url, "--url");
  const tell = (text) => console.error(text);
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !isHere) tell(`${url.origin} has no https: whoever is on the way reads the password.`);
  const kratos = kratosAt(bare(url), { cookies: values.cookie ?? false });
  const person = asking();
  try {
    const session = await signIn(kratos, person, { identifier: values.identifier, aal2: values.aal2 ?? false, tell });
    const header = headerOf(kratos.person, values);
    console.log(values.json ? JSON.stringify(reportOf(header, kratos.person, session), null, 2) : `${header.name}: ${header.value}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message);
    return 1;
  } finally {
    person.close();
  }
};
