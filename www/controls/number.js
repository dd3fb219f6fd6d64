// What a person means by a phone number. Nothing here touches the page.
import parse, { getCountries, getCountryCallingCode } from "libphonenumber-js/min";

const isDigit = (code) => /\p{Nd}/u.test(String.fromCodePoint(code));

/** A digit of any script as `0` to `9`: the ten digits of a script follow each other. */
const digit = (letter) => {
  const code = letter.codePointAt(0);
  let value = 0;
  while (value < 9 && isDigit(code - value - 1)) value += 1;
  return String(value);
};

/** The number as `0` to `9` and signs, without the invisible marks of direction that copied ones have. */
const plain = (text) => text.replace(/\p{Nd}/gu, digit).replace(/\p{Cf}/gu, "").trim().replace(/^tel:/i, "");

/** Whether a number names its country: `+49…`, `0049…`. */
export const isInternational = (text) => /^([+＋]|00)/.test(plain(text));

/**
 * The number that `text` means in a country; `undefined` if that is not clear. A number with its country's
 * code may be newer than the metadata; an extension has no place in E.164.
 */
export const understood = (text, country) => {
  const given = plain(text);
  // `00` leads abroad in most countries, and begins no number in the others.
  for (const number of [given, given.replace(/^00/, "+")]) {
    const found = parse(number, { defaultCountry: country || undefined, extract: false });
    const isPlausible = found && (found.isValid() || (/^[+＋]/.test(number) && found.isPossible()));
    if (isPlausible && !found.ext) return found;
  }
};

/** What is sent for `typed`: E.164, or the text itself where no number is understood. A number that is the
 * `stored` one goes back as it was stored. */
export const sent = (typed, country, stored) => {
  const number = understood(typed, country)?.number;
  if (!number) return typed;
  return number === understood(stored)?.number ? stored : number;
};

/** The country that people with these languages are likely in; none if it has no phone numbers. */
export const countryOf = (languages) => {
  try {
    const { region } = new Intl.Locale(languages[0]).maximize();
    return getCountries().includes(region) ? region : "";
  } catch {
    return "";
  }
};

/** All countries by their names in a language: the code of ISO 3166, the name and the calling code. */
export const countries = (language) => {
  const names = new Intl.DisplayNames(language, { type: "region" });
  const all = getCountries().map((code) => ({ code, name: names.of(code), calling: `+${getCountryCallingCode(code)}` }));
  return all.sort((one, other) => one.name.localeCompare(other.name, language));
};
