// A phone number as people write it where they are, with its country beside it. The form sends E.164.
import { adopt, h, languageOf } from "./page.js";
import { countries, countryOf, isInternational, sent, understood } from "./number.js";
import sheet from "./tel.css";

/** The countries that were chosen, by the names of the inputs: a form may be drawn again. */
const chosen = new Map();

export default (input) => {
  const { name, form } = input;
  // The attribute: what Kratos has stored, or what was typed before a reload.
  const stored = input.defaultValue;
  const known = understood(stored);
  const shown = known?.formatInternational() ?? stored;
  if (input.value === stored) input.value = shown;
  if (input.disabled || !form) return;

  adopt(input, sheet);
  const language = languageOf(input);
  const select = h("select", { "aria-label": input.dataset.words, autocomplete: "off" });
  const face = h("span", { "aria-hidden": "true", dir: "ltr" });
  const all = countries(language);
  // Isolated, because a sign and digits at the end of Arabic words would change places.
  const options = all.map(({ code, name, calling }) => h("option", { value: code }, `${name} \u2066${calling}\u2069`));
  select.append(h("option", { value: "" }, "–"), ...options);

  const show = (country) => {
    select.value = country ?? "";
    const { code = "", calling = "+" } = all.find(({ code }) => code === select.value) ?? {};
    face.textContent = `${code} ${calling}`.trim();
  };
  const choose = (country) => {
    chosen.set(name, country);
    show(country);
  };
  show(chosen.get(name) ?? (known ? known.country : countryOf(navigator.languages)));

  input.addEventListener("input", () => {
    const number = isInternational(input.value) && understood(input.value);
    if (number?.country) choose(number.country);
  });
  select.addEventListener("change", () => {
    // The country is the chosen one now, and not that of the number.
    const number = isInternational(input.value) && understood(input.value);
    if (number) input.value = number.formatNational();
    choose(select.value);
  });
  const post = ({ formData }) => {
    if (formData.has(name)) formData.set(name, input.value === shown ? stored : sent(input.value, select.value, stored));
  };
  form.addEventListener("formdata", post);

  input.parentElement.dataset.kind = "tel";
  input.before(h("div", { "data-part": "country" }, face, select));
};
