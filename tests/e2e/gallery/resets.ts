import { readFileSync } from "node:fs";

const file = (path: string) => readFileSync(require.resolve(path), "utf8");

/** Tailwind's functions of its own, resolved as its compiler does without a configuration. */
const compiled = (css: string) => css.replace(/--theme\(\s*--[\w-]+,([^()]*)\)/g, "$1");

/** What WordPress themes do to the whole page, in their common shapes. */
const THEME = `
  * { box-sizing: border-box; margin: 0; padding: 0; }
  html { font-size: 100%; }
  body { color: #404040; font: italic 700 19px/1.8 Georgia, serif; letter-spacing: .02em; text-align: center; }
  h1, h2, h3 { clear: both; margin: 1.5em 0; font: 700 3rem/1 Georgia, serif; text-transform: uppercase; }
  p { margin-bottom: 1.5em; }
  ul, ol { margin: 0 0 1.5em 3em; list-style: square; }
  dl dd { margin: 0 1.5em 1.5em; }
  li > ul, dt { font-weight: bold; }
  a { color: royalblue; text-decoration: none; }
  img { max-width: 100%; height: auto; border: 1px solid; }
  small { font-size: 75%; }
  label { display: inline-block; font-weight: 700; text-transform: uppercase; }
  fieldset { margin: 1em; padding: 1em; border: 2px groove; }
  input, select, textarea { width: auto; padding: 3px; color: #666; background: #fafafa; border: 1px solid #ccc; border-radius: 3px; font: 16px/1 monospace; }
  button { padding: .6em 1em .4em; color: rgba(0, 0, 0, .8); background: #e6e6e6; border: 1px solid; border-radius: 0; line-height: 1; text-transform: uppercase; }
  form div { margin-bottom: 2em; }
  section { padding: 4em 0; background: #eee; }
  header { text-align: center; }
  span { line-height: 1; }
  ::placeholder { color: red; }
  *::before, *::after { box-sizing: inherit; border: 0 solid; }
`;

/** What pages do to all elements, and whether they have to stand before our styles. */
export const RESETS: Record<string, { css: string; isFirst?: boolean }> = {
  "* { margin: 0; padding: 0 }": { css: "* { margin: 0; padding: 0; box-sizing: border-box }" },
  "a WordPress theme": { css: THEME },
  "normalize.css": { css: file("normalize.css/normalize.css") },
  "modern-normalize": { css: file("modern-normalize/modern-normalize.css") },
  "Bootstrap's reboot": { css: file("bootstrap/dist/css/bootstrap-reboot.css") },
  Bootstrap: { css: file("bootstrap/dist/css/bootstrap.css") },
  "Eric Meyer's": { css: file("@unocss/reset/eric-meyer.css") },
  // It names types of buttons.
  "Tailwind 3": { css: file("@unocss/reset/tailwind.css"), isFirst: true },
  // It is in a layer, and the last layer wins.
  "Tailwind 4": { css: `@layer theme, base; @layer base { ${compiled(file("tailwindcss/preflight.css"))} }`, isFirst: true },
  "Tailwind 4, outside of its layer": { css: compiled(file("tailwindcss/preflight.css")) },
};
