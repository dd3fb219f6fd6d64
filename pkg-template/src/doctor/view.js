import { markdownOf } from "./markdown.js";
import { TARGETS } from "./targets.js";

/** An element; no text becomes markup. */
const h = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null));
  return element;
};

/** A sentence whose names are between backticks. */
const sentence = (text) => text.split("`").map((part, at) => (at % 2 === 1 ? h("code", {}, part) : part));

const SEVERITIES = { danger: "Dangerous", broken: "Broken", warning: "Warning", note: "Note" };
const CERTAINTIES = { certain: "certain", likely: "likely", hint: "one of several causes" };

const button = (label, kind, press) => {
  const element = h("button", { type: "button", "data-part": "button", "data-kind": kind }, label);
  element.addEventListener("click", () => press(element));
  return element;
};

/** A button that copies a text, and says whether it did. */
const copying = (label, text) =>
  button(label, "secondary", async (element) => {
    const done = await navigator.clipboard?.writeText(text()).then(
      () => "Copied",
      () => "Select the text to copy it",
    );
    element.textContent = done ?? "Select the text to copy it";
    setTimeout(() => {
      element.textContent = label;
    }, 2000);
  });

const paste = (text) => h("pre", { "data-part": "paste", tabindex: "0" }, h("code", {}, text));

const cureOf = ({ target, text }) => {
  const isLink = target === "link" && /^https?:\/\//.test(text);
  const name = TARGETS[target];
  const head = h("div", { "data-part": "cure-head" }, h("span", {}, `In ${name}`), isLink ? null : copying("Copy", () => text));
  return h("div", { "data-part": "cure" }, head, isLink ? h("a", { href: text, rel: "noreferrer" }, text) : paste(text));
};

const pairs = (items) => h("dl", { "data-part": "pairs" }, items.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]));

const findingOf = ({ severity, certainty, code, title, evidence, why, cures, place }) =>
  h(
    "li",
    { "data-part": "finding", "data-severity": severity, "data-code": code },
    h("p", { "data-part": "kind" }, h("strong", {}, SEVERITIES[severity]), ` · ${CERTAINTIES[certainty]} · `, h("code", {}, code)),
    h("h3", {}, sentence(title)),
    place ? h("p", {}, h("code", {}, `${place.file}:${place.line}:${place.column} ${place.key}`)) : null,
    h("p", {}, sentence(why)),
    cures.map(cureOf),
    h("details", {}, h("summary", {}, "What was seen"), pairs(evidence.map(({ what, seen }) => [what, seen]))),
  );

const unseenOf = ({ what, command }) => h("li", {}, h("p", {}, what), command ? paste(command) : null);

const factsOf = (facts) => {
  const rows = facts.map(({ group, name, value }) => h("tr", {}, h("th", { scope: "row" }, `${group}: ${name}`), h("td", {}, value)));
  return h("details", {}, h("summary", {}, "Facts"), h("table", { "data-part": "facts-table" }, h("tbody", {}, rows)));
};

const sumOf = (findings) => {
  if (findings.length === 0) return "Nothing wrong was found.";
  return findings.length === 1 ? "One thing was found." : `${findings.length} things were found.`;
};

/** What is shown while probes run. */
export const runningOf = () => {
  const live = h("p", { "data-part": "lead", role: "status" }, "Looking …");
  return { content: [live], tell: (purpose) => { live.textContent = purpose; } };
};

/** A report, with buttons to copy it and to run again. */
export const reportOf = (report, again) => [
  h("p", { "data-part": "lead", role: "status" }, sumOf(report.findings)),
  report.findings.length > 0 ? h("ol", { "data-part": "findings" }, report.findings.map(findingOf)) : null,
  h("div", { "data-part": "doctor-actions" }, button("Run again", "primary", again), copying("Copy as Markdown", () => markdownOf(report))),
  report.unseen.length > 0 ? h("section", {}, h("h3", {}, "Not seen from here"), h("ul", { "data-part": "unseen" }, report.unseen.map(unseenOf))) : null,
  factsOf(report.facts),
];

/** What is shown if the doctor itself does not run. */
export const failureOf = (error, again) => [
  h("p", { "data-part": "lead", role: "alert" }, `The doctor could not run: ${error?.message ?? error}`),
  h("div", { "data-part": "doctor-actions" }, button("Run again", "primary", again)),
];

/** The frame around the content. Its texts are in English, whatever the page's language. */
export const shellOf = () => {
  const place = h("div", { "data-part": "doctor" });
  const title = h("h2", { "data-part": "title" }, "What is wrong with this set-up?");
  const gate = h("div", { "data-part": "gate", "data-kind": "doctor", lang: "en", dir: "ltr" });
  gate.append(h("section", { "data-part": "card" }, h("header", { "data-part": "header" }, title), place));
  return { gate, show: (content) => place.replaceChildren(...content.filter((part) => part !== null)) };
};
