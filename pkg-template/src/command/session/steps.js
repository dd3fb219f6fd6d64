/** What a form asks for next, of what a terminal can answer: one of `identifier`, `code`, `password`, `send-code`,
 * `totp`, `lookup`; none if only a browser can go on. */
export const stepOf = ({ ui }) => {
  const has = (name, value) => ui.nodes.some(({ attributes }) => attributes.name === name && (value ?? attributes.value) === attributes.value);
  if (has("method", "identifier_first")) return "identifier";
  // Only a form whose code is on its way has this field.
  if (has("code")) return "code";
  if (has("password")) return "password";
  if (has("method", "code")) return "send-code";
  if (has("totp_code")) return "totp";
  return has("lookup_secret") ? "lookup" : undefined;
};

/** Whether the form can send a code in place of the password. */
export const canSendCode = ({ ui }) => ui.nodes.some(({ attributes }) => attributes.name === "method" && attributes.value === "code");

/** Whether a backup code does in place of one of the app. */
export const hasLookup = ({ ui }) => ui.nodes.some(({ attributes }) => attributes.name === "lookup_secret");

/** The methods of a form by Kratos' names, for the sentence that a browser is needed. */
export const methodsOf = ({ ui }) => [...new Set(ui.nodes.map(({ group }) => group))].filter((group) => group !== "default");

/** The messages of a form, errors apart. */
export const messagesOf = ({ ui }) => {
  const all = [...(ui.messages ?? []), ...ui.nodes.flatMap(({ messages }) => messages ?? [])];
  const textsOf = (isError) => all.filter(({ type }) => (type === "error") === isError).map(({ text }) => text);
  return { errors: textsOf(true), infos: textsOf(false) };
};
