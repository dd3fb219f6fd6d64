import { actions, button, copying, h, lines } from "./draw.js";
import { save } from "./save.js";

/** What a line of a unified difference is. The first two name the files. */
const changeOf = (line, index) => {
  if (index < 2 || line.startsWith("@@")) return "head";
  return { "+": "added", "-": "removed" }[line[0]] ?? "same";
};

/** The lines of a difference. Their signs stay: colours alone do not tell what changes. */
const diffOf = (diff) => diff.trimEnd().split("\n").map((line, index) => h("span", { "data-change": changeOf(line, index) }, `${line}\n`));

/** A corrected file: what changes, and ways to take it. `use` is called with it to check it again. */
export const correctedOf = (file, use) =>
  h(
    "section",
    { "data-part": "corrected", "data-file": file.name },
    h("h3", {}, h("code", {}, file.name), ", corrected where it is safe"),
    h("p", { "data-part": "lead" }, "The lines are those of your file, with any secret in them."),
    lines(diffOf(file.diff)),
    actions(
      button("Check the corrected file", "secondary", () => use(file)),
      button("Save the file", "secondary", () => save(new File([file.text], file.name.replaceAll("/", "-"), { type: "text/plain" }))),
      copying("Copy the file", () => file.text),
      copying("Copy the difference", () => file.diff),
    ),
  );
