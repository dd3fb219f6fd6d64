import { copying, h, lines } from "./draw.js";
import { TARGETS } from "./targets.js";

const SEVERITIES = { danger: "Dangerous", broken: "Broken", warning: "Warning", note: "Note" };
const CERTAINTIES = { certain: "certain", likely: "likely", hint: "one of several causes" };

/** A sentence whose names are between backticks. */
const sentence = (text) => text.split("`").map((part, at) => (at % 2 === 1 ? h("code", {}, part) : part));

const cureOf = ({ target, text }) => {
  const isLink = target === "link" && /^https?:\/\//.test(text);
  const head = h("div", { "data-part": "cure-head" }, h("span", {}, `In ${TARGETS[target]}`), isLink ? null : copying("Copy", () => text));
  return h("div", { "data-part": "cure" }, head, isLink ? h("a", { href: text, rel: "noreferrer" }, text) : lines(text));
};

const pairs = (items) => h("dl", { "data-part": "pairs" }, items.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]));

const placeOf = ({ file, line, column, key }) => h("code", {}, `${file}:${line}:${column}${key ? ` ${key}` : ""}`);

const findingOf = ({ severity, certainty, code, title, evidence, why, cures, place }) =>
  h(
    "li",
    { "data-part": "finding", "data-severity": severity, "data-code": code },
    h("p", { "data-part": "kind" }, h("strong", {}, SEVERITIES[severity]), ` · ${CERTAINTIES[certainty]} · `, h("code", {}, code)),
    h("h3", {}, sentence(title)),
    place ? h("p", { "data-part": "place" }, placeOf(place)) : null,
    h("p", {}, sentence(why)),
    cures.map(cureOf),
    h("details", {}, h("summary", {}, "What was seen"), pairs(evidence.map(({ what, seen }) => [what, seen]))),
  );

const unseenOf = ({ what, command }) => h("li", {}, h("p", {}, what), command ? lines(command) : null);

/** How many things were found. */
export const sumOf = ({ findings }) => {
  if (findings.length === 0) return "Nothing wrong was found.";
  return findings.length === 1 ? "One thing was found." : `${findings.length} things were found.`;
};

/** The findings of a report; `null` without one. */
export const findingsOf = ({ findings }) => (findings.length > 0 ? h("ol", { "data-part": "findings" }, findings.map(findingOf)) : null);

/** What a report could not see; `null` if it saw everything. */
export const notSeenOf = ({ unseen }) =>
  unseen.length > 0 ? h("section", {}, h("h3", {}, "Not seen from here"), h("ul", { "data-part": "unseen" }, unseen.map(unseenOf))) : null;
