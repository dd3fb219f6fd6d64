/** Without accents and capitals. */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** The places of the texts that have a word beginning with `query`, those that begin with it first; then of
 * those that have it anywhere. Without a query, of all but empty texts. */
export const matches = (texts, query) => {
  const wanted = fold(query);
  const rank = (text) => {
    const folded = fold(text);
    const at = folded.indexOf(wanted);
    if (at < 0 || !folded) return -1;
    if (at === 0) return 0;
    return folded.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  const ranked = texts.map((text, place) => ({ place, rank: rank(text) })).filter(({ rank }) => rank >= 0);
  // The order within a rank stays.
  return ranked.sort((one, other) => one.rank - other.rank).map(({ place }) => place);
};

/** The place of the text that `typed` is, whatever its capitals and accents; -1 if there is none. */
export const named = (texts, typed) => texts.findIndex((text) => fold(text) === fold(typed));
