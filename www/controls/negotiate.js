/** The first wanted language that is there: in the same script, and of the same region if there is one. */
export const negotiate = (wanted, known) => {
  const localeOf = (tag) => {
    try {
      // Norwegian in general means Bokmål.
      return new Intl.Locale(String(tag).replace(/^n[no]\b/i, "nb"));
    } catch {
      return {};
    }
  };
  for (const locale of wanted.map(localeOf)) {
    const { language, script } = locale;
    const related = known.filter((tag) => language && localeOf(tag).language === language);
    if (related.length === 0) continue;
    // The only tag of a language, without a script, is found without `maximize`, whose first call takes 20 ms.
    if (related.length === 1 && !script && !localeOf(related[0]).script) return related[0];
    const whole = locale.maximize();
    const same = related.filter((tag) => localeOf(tag).maximize().script === whole.script);
    const found = same.find((tag) => localeOf(tag).maximize().region === whole.region) ?? same[0];
    if (found) return found;
  }
};
