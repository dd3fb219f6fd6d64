import type { Page } from "playwright-core";

/**
 * The names of the visible fields and the values of the buttons, as sorted lines. A field's kind is the keyboard it
 * asks for: the site takes an address of e-mail in a text field, because browsers change what is typed in their own.
 */
export async function formOf(page: Page): Promise<string[]> {
  const lines = await page.evaluate(() => {
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const fields = [...document.querySelectorAll<HTMLInputElement>("input:not([type=hidden])")].filter(isShown);
    const buttons = [...document.querySelectorAll<HTMLButtonElement>("form button[name=method]")].filter(isShown);
    return [
      ...fields.map(({ name, type, inputMode }) => `${inputMode || type} ${name}`),
      ...buttons.map(({ name, value }) => `button ${name}=${value}`),
    ];
  });
  return lines.sort();
}

/** Throws unless the pages show the same form; otherwise their times are not comparable. */
export function sameForm(forms: Map<string, string[]>): void {
  const [floor, ...others] = forms;
  if (!floor) return;
  for (const [name, form] of others) {
    const missing = floor[1].filter((line) => !form.includes(line));
    const added = form.filter((line) => !floor[1].includes(line));
    if (missing.length + added.length > 0) {
      throw new Error(
        `${name} draws another form than ${floor[0]}: without ${missing.join(", ") || "nothing"}, with ${added.join(", ") || "nothing"}`,
      );
    }
  }
}
