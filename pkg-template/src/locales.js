import { negotiate } from "./controls/negotiate.js";

/** The included languages, each in its own file; English is built in. */
const locales = new Map([
  ["de", () => import("./locales/de.js")],
  ["fr", () => import("./locales/fr.js")],
  ["es", () => import("./locales/es.js")],
  ["pt-BR", () => import("./locales/pt-BR.js")],
  ["it", () => import("./locales/it.js")],
  ["nl", () => import("./locales/nl.js")],
  ["pl", () => import("./locales/pl.js")],
  ["cs", () => import("./locales/cs.js")],
  ["sv", () => import("./locales/sv.js")],
  ["da", () => import("./locales/da.js")],
  ["nb", () => import("./locales/nb.js")],
  ["fi", () => import("./locales/fi.js")],
  ["uk", () => import("./locales/uk.js")],
  ["ru", () => import("./locales/ru.js")],
  ["tr", () => import("./locales/tr.js")],
  ["ar", () => import("./locales/ar.js")],
  ["he", () => import("./locales/he.js")],
  ["fa", () => import("./locales/fa.js")],
  ["hi", () => import("./locales/hi.js")],
  ["id", () => import("./locales/id.js")],
  ["vi", () => import("./locales/vi.js")],
  ["ja", () => import("./locales/ja.js")],
  ["ko", () => import("./locales/ko.js")],
  ["zh-Hans", () => import("./locales/zh-Hans.js")],
  ["zh-Hant", () => import("./locales/zh-Hant.js")],
]);

/** Adds or replaces a language. */
export const addLocale = (tag, words) => {
  new Intl.Locale(tag);
  const known = [...locales.keys()].find((other) => other.toLowerCase() === tag.toLowerCase());
  locales.set(known ?? tag, async () => ({ default: words }));
};

/** The tag for a `locale`, a tag or `auto`; `en` where there are no translations for it. */
const tagOf = (locale) => {
  const isAuto = !locale || locale === "auto";
  const wanted = isAuto ? (globalThis.navigator?.languages ?? []) : [locale];
  const tag = negotiate(wanted, [...locales.keys(), "en"]);
  if (!tag && !isAuto) console.warn(`propylon: there are no translations for the locale ${locale}; using English. Add them with addLocale`);
  return tag ?? "en";
};

/** The texts for a `locale` in the module's format, lines of `key=template`; none for English. */
export const wordsOf = async (locale) => {
  const tag = tagOf(locale);
  const load = locales.get(tag);
  if (!load) return "";
  try {
    const lines = Object.entries((await load()).default).map(([key, words]) => `${key}=${String(words).replace(/\s+/g, " ")}`);
    return [...lines, `tag=${tag}`].join("\n");
  } catch (cause) {
    console.warn(`propylon: the translations for ${tag} could not be loaded; using English`, cause);
    return "";
  }
};
