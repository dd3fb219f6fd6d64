/** As many sessions are kept at most. */
const MOST = 1_000;

const answers = new Map();

/**
 * The state that `ask` finds. One that is active is kept for `seconds`, by a hash of `proof`, so that no
 * secret stays in memory. Any other is asked for each time: a second factor or a restart of Kratos counts at once.
 */
export const kept = async (proof, seconds, ask) => {
  if (!(seconds > 0)) return ask();
  const hash = await hashOf(proof);
  const known = answers.get(hash);
  if (known && Date.now() < known.until) return known.state;
  const entry = { until: Date.now() + seconds * 1_000, state: ask() };
  answers.delete(hash);
  answers.set(hash, entry);
  if (answers.size > MOST) answers.delete(answers.keys().next().value);
  const state = await entry.state;
  if (state.state !== "active" && answers.get(hash) === entry) answers.delete(hash);
  const end = Date.parse(state.session?.expiresAt);
  if (end < entry.until) entry.until = end;
  return state;
};

const hashOf = async (text) => {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(bytes));
};
