import { TARGETS } from "./targets.js";

const fenced = (text) => `\`\`\`\n${text}\n\`\`\``;

const inline = (text) => text.replace(/\s+/g, " ").trim();

const findingOf = ({ severity, certainty, code, title, evidence, why, cures, place }) =>
  [
    `### ${title}`,
    `\`${code}\` · ${severity} · ${certainty}${place ? ` · ${place.file}:${place.line}:${place.column}` : ""}`,
    why,
    evidence.map(({ what, seen }) => `- ${inline(what)}: ${inline(seen)}`).join("\n"),
    ...cures.map(({ target, text }) => `In ${TARGETS[target]}:\n\n${fenced(text)}`),
  ].join("\n\n");

/** A report as Markdown, for an issue or a chat. Secrets were masked when it was made. */
export const markdownOf = ({ findings, unseen, facts }) =>
  [
    "## What is wrong",
    ...(findings.length > 0 ? findings.map(findingOf) : ["Nothing was found."]),
    "## Not seen from here",
    unseen.map(({ what, command }) => `- ${what}${command ? `: \`${command}\`` : ""}`).join("\n"),
    "## Facts",
    ["| | | |", "| --- | --- | --- |", ...facts.map(({ group, name, value }) => `| ${group} | ${name} | ${value.replaceAll("|", "\\|")} |`)].join("\n"),
  ].join("\n\n");
