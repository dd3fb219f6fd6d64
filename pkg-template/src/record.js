import { masker } from "./record/mask.js";
import { newKey, pseudonyms } from "./record/pseudonyms.js";
import * as store from "./record/store.js";
import { watch } from "./record/watch.js";

/** Ends the watching of this document, if it is watched. */
let unwatch;

const watchHere = (head) => {
  if (unwatch) return;
  const page = newKey().slice(0, 4);
  unwatch = watch(store.writer(head, page), masker(pseudonyms(head.key)));
};

/** The recording as a file. */
const fileOf = ({ started, by, groups }) => {
  const recording = { format: "propylon-recording", version: 1, started, by, groups, browser: navigator.userAgent, steps: store.steps() };
  return new File([`${JSON.stringify(recording, null, 1)}\n`], "propylon-recording.json", { type: "application/json" });
};

const handleOf = (head) => {
  let last;
  const isRunning = () => store.running()?.key === head.key;
  return {
    head,
    started: new Date(head.started),
    count: () => (isRunning() ? store.count() : 0),
    file() {
      return (last = isRunning() ? fileOf(head) : (last ?? fileOf(head)));
    },
    stop() {
      const file = this.file();
      unwatch?.();
      unwatch = undefined;
      if (isRunning()) store.clear();
      return file;
    },
  };
};

/** The recording that runs in this browser; `null` if none does. What is left of an old one is then removed. */
export const current = () => {
  const head = store.running();
  if (head) return handleOf(head);
  store.clear();
  return null;
};

/** Begins a recording in place of any other. Throws where the browser stores nothing. */
export const begin = (settings) => {
  store.begin({ ...settings, started: Date.now(), key: newKey() });
  return current();
};

/** Watches this document for a recording. */
export const watchFor = ({ head }) => watchHere(head);
