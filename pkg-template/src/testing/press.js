import { PropylonError } from "../errors.js";

/** Groups whose fields go with every method. */
const SHARED = ["default", "identifier_first", "captcha"];

/** Values by name: nested objects by dotted names. */
export const valuesOf = (fields = {}) => {
  const values = {};
  const put = (name, value) => {
    if (value === undefined || value === null) return;
    if (typeof value === "object" && !Array.isArray(value) && !(value instanceof Date)) for (const key of Object.keys(value)) put(`${name}.${key}`, value[key]);
    else values[name] = value;
  };
  for (const [name, value] of typeof fields.entries === "function" ? fields.entries() : Object.entries(fields)) put(name, value);
  return values;
};

export const formsOf = ({ body }) => (body.kind === "form" ? [body.form] : body.kind === "cards" ? body.cards.map(({ form }) => form) : []);

const partsOf = (screen) => formsOf(screen).flatMap(({ sections }) => sections).flatMap(({ parts }) => parts);

export const buttonsOf = (screen) => partsOf(screen).flatMap(({ button, item }) => button ?? item?.button ?? []);

/**
 * The button that the values mean, and those that it takes, by the rules of the core (src/flow/headless.rs), so that a name that Kratos
 * does not have fails in a unit test, too.
 */
export const pressed = (screen, values) => {
  const fields = partsOf(screen).flatMap(({ field }) => field ?? []);
  const hidden = formsOf(screen).flatMap((form) => form.hidden.map(([name]) => name));
  const buttons = buttonsOf(screen).filter(({ disabled, trigger }) => !disabled && !trigger);
  const isField = (name) => hidden.includes(name) || fields.some((field) => field.name === name);
  const named = (name) => buttons.filter((button) => button.name === name);
  const name = Object.keys(values).find((name) => name !== "method" && named(name).length > 0 && !isField(name)) ?? ("method" in values ? "method" : undefined);
  const button = name ? named(name).find(({ value }) => value === values[name]) : onlyOneFor(buttons, fields, values);
  if (!button) throw new PropylonError(name === "method" ? "unknown-method" : "unknown-button", { name: String(values[name]), known: named(name).map(({ value }) => value) });
  const own = fields.filter(({ group }) => group === button.group || SHARED.includes(group)).map((field) => field.name);
  for (const given of Object.keys(values)) {
    if (given !== name && given !== "method" && !isField(given)) throw new PropylonError("unknown-field", { name: given, known: own });
  }
  const taken = Object.entries(values).filter(([given]) => given === "method" || own.includes(given) || hidden.includes(given));
  return [button, { ...Object.fromEntries(taken), [button.name]: button.value }];
};

const onlyOneFor = (buttons, fields, values) => {
  const methods = buttons.filter(({ name, isResend }) => name !== "screen" && !isResend);
  const having = (isGiven) => methods.filter(({ group }) => fields.some((field) => field.group === group && group !== "default" && isGiven(field.name)));
  // A whole form names the fields of all methods: then the filled ones count.
  const named = having((name) => name in values);
  const meant = named.length > 1 ? having((name) => String(values[name] ?? "") !== "") : named;
  const left = meant.length > 0 ? meant : methods;
  if (left.length !== 1) throw new PropylonError("which-method", { known: methods.map(({ value }) => value) });
  return left[0];
};
