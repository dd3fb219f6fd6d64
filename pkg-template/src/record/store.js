// What is recorded so far, in the storage that the tabs of the origin share: a sign-in may go through several
// pages and tabs. Each step is an item of its own, so that tabs do not overwrite each other's. Only what is
// masked gets here; the key of the placeholders is removed with it at the end.

const HEAD = "propylon.recording";
const STEP = "propylon.recording.";

/** A recording ends by itself after so many milliseconds. */
export const LONGEST = 30 * 60_000;

/** And when its steps have so many characters. Browsers store five million. */
export const LARGEST = 2_000_000;

/** The names of all steps, in order. */
const names = () =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(STEP))
    .sort();

export const clear = () => {
  for (const name of [HEAD, ...names()]) localStorage.removeItem(name);
};

/** The recording that runs: `{ started, key, … }`. `null` if none does, or if its time is over. */
export const running = () => {
  try {
    const head = JSON.parse(localStorage.getItem(HEAD));
    return head && head.key && Date.now() - head.started < LONGEST ? head : null;
  } catch {
    return null;
  }
};

/** Begins a recording in place of any other. Throws where the browser stores nothing. */
export const begin = (head) => {
  clear();
  localStorage.setItem(HEAD, JSON.stringify(head));
};

/** Returns a function that stores the steps of one document, until the recording is over or full. */
export const writer = (head, page) => {
  let size = names().reduce((sum, name) => sum + localStorage.getItem(name).length, 0);
  let count = 0;
  return (step) => {
    const at = Date.now() - head.started;
    const text = JSON.stringify({ page, at, ...step });
    if (running()?.key !== head.key || size + text.length > LARGEST) return;
    size += text.length;
    count += 1;
    try {
      localStorage.setItem(`${STEP}${String(at).padStart(9, "0")}.${page}.${String(count).padStart(4, "0")}`, text);
    } catch {
      // The storage is full; the recording ends here.
      size = LARGEST;
    }
  };
};

/** How many steps are recorded. */
export const count = () => names().length;

/** All steps, in order. */
export const steps = () => names().map((name) => JSON.parse(localStorage.getItem(name)));
