// A date that can't be changed here, in the words of the page's language.
import { languageOf } from "./page.js";

export default (input) => {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?/.exec(input.defaultValue) ?? [];
  // Its own local time; a hint names the offset.
  const instant = new Date(`${date}T${time ?? "00:00"}Z`);
  if (Number.isNaN(instant.getTime())) return;
  const style = { dateStyle: "long", timeStyle: time && "short", timeZone: "UTC" };
  input.type = "text";
  input.value = new Intl.DateTimeFormat(languageOf(input), style).format(instant);
};
