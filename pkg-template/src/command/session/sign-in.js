import { Refused } from "./kratos.js";
import { canSendCode, hasLookup, messagesOf, methodsOf, stepOf } from "./steps.js";

/** As often may one form refuse what is typed. */
const MOST_TRIES = 5;

/** Signs in by what the person answers, with the second factor if Kratos or `aal2` asks for it, and returns
 * the session. */
export const signIn = async (kratos, asking, { identifier, aal2, tell }) => {
  const person = { ...asking, tell, identifier };
  await walk(kratos, person, await kratos.create());
  let { state, session } = await kratos.session();
  if (state === "needs-aal2" || (state === "active" && aal2 && session.authenticator_assurance_level !== "aal2")) {
    await walk(kratos, person, await kratos.create("aal2"));
    ({ state, session } = await kratos.session());
  }
  if (state === "active") return session;
  throw new Refused("Kratos took the answers, but gives no session for them.");
};

/** From a form to the end of its flow. */
const walk = async (kratos, person, first) => {
  let flow = first;
  for (let refused = 0; refused < MOST_TRIES; ) {
    const step = stepOf(flow);
    if (!step) throw new Refused(`This sign-in needs a browser: it is by ${methodsOf(flow).join(", ") || "nothing that Kratos names"}.`);
    const next = await kratos.submit(flow, await ANSWERS[step](person, flow));
    if (!next.flow) return;
    flow = next.flow;
    const { errors, infos } = messagesOf(flow);
    for (const text of errors.length > 0 ? errors : infos) person.tell(text);
    if (errors.length === 0) continue;
    // The next line of a script answers another question.
    if (!person.isTerminal) break;
    refused += 1;
  }
  throw new Refused("Nobody was signed in.");
};

const named = async (person) => {
  person.identifier ??= await person.ask("E-mail address or user name: ");
  return person.identifier;
};

const sent = async (person) => ({ method: "code", identifier: await named(person) });

/** What is sent for each step, asked for if it is not known. */
const ANSWERS = {
  identifier: async (person) => ({ method: "identifier_first", identifier: await named(person) }),
  async password(person, flow) {
    const identifier = await named(person);
    const byCode = canSendCode(flow);
    const password = await person.ask(byCode ? "Password (or nothing, for a code in a message): " : "Password: ", { secret: true });
    return password === "" && byCode ? sent(person) : { method: "password", identifier, password };
  },
  "send-code": sent,
  code: async (person) => ({ ...(await sent(person)), code: await person.ask("Code from the message: ") }),
  async totp(person, flow) {
    const code = await person.ask(hasLookup(flow) ? "Code of the authenticator app, or a backup code: " : "Code of the authenticator app: ", { secret: true });
    return /^\d{6,8}$/.test(code) || !hasLookup(flow) ? { method: "totp", totp_code: code } : { method: "lookup_secret", lookup_secret: code };
  },
  lookup: async (person) => ({ method: "lookup_secret", lookup_secret: await person.ask("Backup code: ", { secret: true }) }),
};
