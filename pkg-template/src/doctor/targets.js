/** What the targets of cures are called, after "in". */
export const TARGETS = {
  kratos: "Kratos' configuration",
  schema: "the identity schema",
  oathkeeper: "Oathkeeper's configuration",
  rule: "an access rule of Oathkeeper",
  gateway: "the gateway or web server",
  page: "the page",
  site: "config.json of the site",
  command: "a terminal",
  link: "the browser",
};
