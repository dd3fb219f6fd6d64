// The part of the page /doctor that records. Its texts are in English, as those of the doctor.
import { button, h } from "../doctor/draw.js";
import { save } from "../doctor/save.js";
import { begin, current } from "../record.js";

const sumOf = (count) => (count === 1 ? "One step" : `${count} steps`);

/** The panel. `settings` go into the file: who shows the flows, and which groups. */
export const panelOf = (settings) => {
  const status = h("p", { "data-part": "lead", "aria-live": "polite" });
  const actions = h("div", { "data-part": "doctor-actions" });
  let recording;

  const idle = (text) => {
    recording = undefined;
    status.textContent = text;
    actions.replaceChildren(button("Record", "primary", start));
  };

  const tell = () => {
    // It ends by itself, or in another tab.
    if (!current()) return idle("The recording is over.");
    const since = recording.started.toLocaleTimeString("en-GB");
    status.textContent = `Recording since ${since}. ${sumOf(recording.count())} so far.`;
  };

  const run = () => {
    actions.replaceChildren(
      button("Stop and save", "primary", () => {
        save(recording.stop());
        idle("Saved as propylon-recording.json. It is a text: look at it before you send it.");
      }),
      button("Discard", "secondary", () => {
        recording.stop();
        idle("Discarded.");
      }),
    );
    tell();
  };

  const start = () => {
    try {
      recording = begin(settings);
      run();
    } catch (error) {
      idle(`This browser stores nothing for this site, so nothing can be recorded (${error.name}).`);
    }
  };

  const look = () => {
    if (recording) tell();
  };
  addEventListener("storage", look);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);

  recording = current() ?? undefined;
  if (recording) run();
  else idle("");

  const words = [
    "Press Record, go through the sign-in in this tab or another one of this browser, and come back to save a file for a bug report.",
    "Passwords, codes, tokens, addresses, names and everything else that is somebody's are replaced before anything is stored. Nothing is sent to anybody. A recording ends by itself after half an hour.",
  ];
  const header = h("header", { "data-part": "header" }, h("h2", { "data-part": "title" }, "Record what happens"));
  const place = h("div", { "data-part": "doctor" }, words.map((text) => h("p", {}, text)), status, actions);
  const card = h("section", { "data-part": "card" }, header, place);
  return h("div", { "data-part": "gate", "data-kind": "doctor", lang: "en", dir: "ltr" }, card);
};
