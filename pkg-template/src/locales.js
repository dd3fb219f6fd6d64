/** The included languages, each in its own file; English is built in. */
const locales = new Map([["de", () => import("./locales/de.js").then((file) => file.default)]]);

/** Adds or replaces a language. */
export const addLocale = (tag, words) => {
  new Intl.Locale(tag);
  locales.set(tag.toLowerCase(), async () => words);
};

/** The texts of `tag` in the module's format, lines of `key=template`; none for English. */
export const wordsOf = async (tag) => {
  if (!tag) return "";
  const parts = tag.toLowerCase().split("-");
  // `de-AT` falls back to `de`.
  for (let count = parts.length; count > 0; count -= 1) {
    const name = parts.slice(0, count).join("-");
    const load = locales.get(name);
    if (load) {
      try {
        return Object.entries(await load()).map(([key, words]) => `${key}=${String(words).replace(/\s+/g, " ")}`).join("\n");
      } catch (cause) {
        console.warn(`propylon: the translations for ${tag} could not be loaded; using English`, cause);
        return "";
      }
    }
    if (name === "en") return "";
  }
  console.warn(`propylon: there are no translations for the locale ${tag}; using English. Add them with addLocale`);
  return "";
};
