import { actions, button, copying, h } from "./draw.js";
import { findingsOf, notSeenOf, sumOf } from "./findings.js";
import { markdownOf } from "./markdown.js";

const factsOf = (facts) => {
  const rows = facts.map(({ group, name, value }) => h("tr", {}, h("th", { scope: "row" }, `${group}: ${name}`), h("td", {}, value)));
  return h("details", {}, h("summary", {}, "Facts"), h("table", { "data-part": "facts-table" }, h("tbody", {}, rows)));
};

/** What is shown while probes run. */
export const runningOf = () => {
  const live = h("p", { "data-part": "lead", role: "status" }, "Looking …");
  return { content: [live], tell: (purpose) => { live.textContent = purpose; } };
};

/** A report, with buttons to copy it and to run again. */
export const reportOf = (report, again) => [
  h("p", { "data-part": "lead", role: "status" }, sumOf(report)),
  findingsOf(report),
  actions(button("Run again", "primary", again), copying("Copy as Markdown", () => markdownOf(report))),
  notSeenOf(report),
  factsOf(report.facts),
];

/** What is shown if the doctor itself does not run. */
export const failureOf = (error, again) => [
  h("p", { "data-part": "lead", role: "alert" }, `The doctor could not run: ${error?.message ?? error}`),
  actions(button("Run again", "primary", again)),
];

/** The frame around the report, with cards below it. Its texts are in English, whatever the page's language. */
export const shellOf = (...cards) => {
  const place = h("div", { "data-part": "doctor" });
  const title = h("h2", { "data-part": "title" }, "What is wrong with this set-up?");
  const report = h("section", { "data-part": "card" }, h("header", { "data-part": "header" }, title), place);
  const gate = h("div", { "data-part": "gate", "data-kind": "doctor", lang: "en", dir: "ltr" }, report, cards);
  return { gate, report, show: (content) => place.replaceChildren(...content.filter((part) => part !== null)) };
};
