import { SCREENS } from "./screens.js";

/** A copy, so that no test changes another's. */
const copied = (value) => JSON.parse(JSON.stringify(value));

const pick = (name) => {
  if (!Object.hasOwn(SCREENS, name)) throw new RangeError(`propylon/testing: there is no screen ${name}; there are: ${screenNames().join(", ")}`);
  return copied(SCREENS[name]);
};

const isNarrowed = (name) => name.includes(" ");

/** The names for `screen`. */
export const screenNames = () => Object.keys(SCREENS).filter((name) => !isNarrowed(name));

/** A screen as the core draws it from a recorded answer of Kratos. */
export const screen = (name) => pick(name);

/** The screens of a flow in the order in which somebody sees them. */
export const flow = (kind, { groups } = {}) => {
  const start = `${kind}/start`;
  const known = Object.keys(SCREENS).filter((name) => isNarrowed(name) && name.startsWith(start)).map((name) => name.split(" ").slice(1).join(" "));
  const wanted = (groups ?? []).filter((group) => group !== "default").sort().join(" ");
  if (groups && !known.includes(wanted)) {
    throw new RangeError(`propylon/testing: ${kind} has no screens of the groups ${wanted}; there are: ${known.join("; ") || "no narrower ones"}`);
  }
  const first = pick(groups ? `${start} ${wanted}` : start);
  const sent = `${kind}/code-sent`;
  const isByCode = groups ? wanted === "code" : kind === "recovery" || kind === "verification";
  return isByCode ? [first, pick(sent)] : [first];
};
