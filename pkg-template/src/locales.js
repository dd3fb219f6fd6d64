/** The languages that come along, each in a file of its own; English is built in. */
const locales = new Map([["de", () => import("./locales/de.js").then((file) => file.default)]]);

/** Adds a language, or takes the place of one. */
export const addLocale = (tag, words) => {
  new Intl.Locale(tag);
  locales.set(tag.toLowerCase(), async () => words);
};

/** The words of `tag` as the module takes them, lines `key=template`; none for English. */
export const wordsOf = async (tag) => {
  if (!tag) return "";
  const parts = tag.toLowerCase().split("-");
  // de-AT is de, where it is not there itself.
  for (let count = parts.length; count > 0; count -= 1) {
    const name = parts.slice(0, count).join("-");
    const load = locales.get(name);
    if (load) {
      try {
        return Object.entries(await load()).map(([key, words]) => `${key}=${String(words).replace(/\s+/g, " ")}`).join("\n");
      } catch (cause) {
        console.warn(`propylon: the words for ${tag} could not be loaded; English is shown`, cause);
        return "";
      }
    }
    if (name === "en") return "";
  }
  console.warn(`propylon: there are no words for the locale ${tag}; English is shown. Add some with addLocale`);
  return "";
};
