import { tooLong } from "./bounds.js";
import { correctedOf } from "./corrected.js";
import { actions, button, copying, h } from "./draw.js";
import { fieldOf, hostOf } from "./field.js";
import { findingsOf, notSeenOf, sumOf } from "./findings.js";
import { markdownOf } from "./markdown.js";

const INTRO =
  "Drop files anywhere here, choose them, or paste one: kratos.yml, the identity schema, Oathkeeper's configuration and rules, config.json of the site, Kubernetes' Ingresses. They are checked against each other in this page, and sent nowhere.";

/** A name for a pasted text that has none. */
const nameFor = (text, files) => {
  const ending = /^\s*[[{]/.test(text) ? "json" : "yml";
  for (let number = 1; ; number += 1) {
    const name = `pasted-${number}.${ending}`;
    if (!files.has(name)) return name;
  }
};

/** What a report knows of a file: a file can hold several configurations. */
const kindsOf = (name, facts) => {
  const own = facts.filter((fact) => fact.group === "Files" && (fact.name === name || fact.name.startsWith(`${name} `)));
  return [...new Set(own.map(({ value }) => value))].join(", ");
};

/** The card that checks files: dropped, chosen or pasted. `load` loads the module. */
export const filesOf = (load) => {
  /** The texts, by name. */
  const files = new Map();
  let run = 0;

  const list = h("ul", { "data-part": "doctor-files" });
  const said = h("p", { "data-part": "lead", "aria-live": "polite", tabindex: "-1" });
  const place = h("div", { "data-part": "doctor" });
  const picker = fieldOf("Files", h("input", { type: "file", multiple: "", accept: ".yml,.yaml,.json,.txt,.conf" }));
  const name = fieldOf("Its name, if it has one", h("input", { type: "text", autocomplete: "off", spellcheck: "false", autocapitalize: "off" }));
  const text = fieldOf("Its content", h("textarea", { rows: "8", autocomplete: "off", spellcheck: "false", autocapitalize: "off" }));
  const hosts = {
    url: hostOf("Kratos, as browsers reach it"),
    site: hostOf("The sign-in pages"),
    api: hostOf("The API behind the gateway"),
  };

  const say = (sentence, ...parts) => {
    said.textContent = sentence;
    place.replaceChildren(...parts.filter((part) => part !== null));
  };

  const remove = async (known) => {
    files.delete(known);
    picker.control.focus();
    await check();
  };

  const showFiles = (facts) => {
    const removing = (known) => {
      const drawn = button("Remove", "plain", () => remove(known));
      drawn.setAttribute("aria-label", `Remove ${known}`);
      return drawn;
    };
    const lineOf = (known, kinds) => h("span", {}, h("code", {}, known), kinds ? ` · ${kinds}` : null);
    list.replaceChildren(...[...files.keys()].map((known) => h("li", {}, lineOf(known, kindsOf(known, facts)), removing(known))));
  };

  const use = async (file) => {
    files.set(file.name, file.text);
    await check();
    said.focus();
  };

  const check = async () => {
    const own = ++run;
    const wrong = Object.values(hosts).filter((host) => !host.judge());
    if (wrong.length > 0) return wrong[0].control.focus();
    const pasted = text.control.value;
    if (pasted.trim()) {
      files.set(name.control.value.trim() || nameFor(pasted, files), pasted);
      text.control.value = "";
      name.control.value = "";
    }
    const urls = Object.fromEntries(Object.entries(hosts).map(([part, host]) => [part, host.url()]));
    const input = { files: [...files].map(([known, content]) => ({ name: known, text: content })), urls };
    showFiles([]);
    if (files.size === 0) return say("Give a file to check.");
    try {
      const module = await load();
      if (own !== run) return;
      const report = JSON.parse(module.check(JSON.stringify(input)));
      showFiles(report.facts);
      const corrected = report.corrected.map((file) => correctedOf(file, use));
      say(sumOf(report), findingsOf(report), ...corrected, notSeenOf(report), actions(copying("Copy as Markdown", () => markdownOf(report))));
    } catch (error) {
      say(`The files could not be checked: ${error?.message ?? error}`);
    }
  };

  const take = async (chosen) => {
    const refused = [];
    for (const file of chosen) {
      const long = tooLong(file.name, file.size);
      try {
        if (long) refused.push(long);
        else files.set(file.name, await file.text());
      } catch (error) {
        // A folder, or a file that is gone.
        refused.push(`${file.name} cannot be read: ${error.message}`);
      }
    }
    await check();
    if (refused.length > 0) said.textContent = [...refused, said.textContent].join(" ");
  };

  picker.control.addEventListener("change", async () => {
    await take([...picker.control.files]);
    // So that the same file can be chosen again.
    picker.control.value = "";
  });
  const card = h(
    "section",
    { "data-part": "card", "data-kind": "files" },
    h("header", { "data-part": "header" }, h("h2", { "data-part": "title" }, "Check files"), h("p", { "data-part": "lead" }, INTRO)),
    picker.field,
    list,
    h("details", {}, h("summary", {}, "Paste a file"), h("div", { "data-part": "doctor" }, name.field, text.field)),
    h(
      "details",
      {},
      h("summary", {}, "Where the parts are"),
      h(
        "div",
        { "data-part": "doctor" },
        h("p", { "data-part": "lead" }, "Host names or URLs. Without them, the files are compared with each other only."),
        Object.values(hosts).map((host) => host.field),
      ),
    ),
    actions(button("Check", "primary", check)),
    said,
    place,
  );
  return { card, take };
};

/** Lets files be dropped on an element, or pasted into it. */
export const dropping = (element, take) => {
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
  element.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    element.dataset.state = "over";
  });
  element.addEventListener("dragleave", (event) => {
    if (!element.contains(event.relatedTarget)) delete element.dataset.state;
  });
  element.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    delete element.dataset.state;
    take([...event.dataTransfer.files]);
  });
  element.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0) return;
    event.preventDefault();
    take(pasted);
  });
};
