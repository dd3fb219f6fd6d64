import { h } from "./draw.js";

/** Lets the browser save a file. */
export const save = (file) => {
  const url = URL.createObjectURL(file);
  h("a", { href: url, download: file.name }).click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
