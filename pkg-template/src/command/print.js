import { TARGETS } from "../doctor/targets.js";

/** Whether a report has something that people have to mend. */
export const isBad = ({ findings }) => findings.some(({ severity }) => severity === "danger" || severity === "broken");

const indented = (text, by) => text.replace(/^/gm, by);

const placed = ({ place }) => (place ? `${place.file}:${place.line}:${place.column}: ` : "");

/** A report as text for a terminal. */
export const printed = ({ findings, unseen }) => {
  const parts = findings.map((finding) =>
    [
      `${placed(finding)}${finding.severity} (${finding.certainty}) ${finding.code}`,
      `  ${finding.title}`,
      ...finding.evidence.map(({ what, seen }) => `  seen  ${what}: ${seen}`),
      `  why   ${finding.why}`,
      ...finding.cures.map(({ target, text }) => `  cure, in ${TARGETS[target]}:\n${indented(text, "      ")}`),
    ].join("\n"),
  );
  const sum = findings.length === 0 ? "Nothing wrong was found." : `${findings.length} ${findings.length === 1 ? "finding" : "findings"}.`;
  const rest = unseen.map(({ what, command }) => `  ${what}${command ? `\n      ${command}` : ""}`);
  return [...parts, sum, ...(rest.length > 0 ? [["Not seen from here:", ...rest].join("\n")] : [])].join("\n\n");
};
