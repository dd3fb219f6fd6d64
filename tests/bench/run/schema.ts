import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FOLDER, type Settings } from "../../e2e/stack/settings";

/** Kratos settings for accounts with this many traits: the demo's address, and strings. */
export function settingsOf(fields: number): Settings {
  const schema = JSON.parse(readFileSync(join(FOLDER, "identity.schema.json"), "utf8"));
  const { traits } = schema.properties;
  traits.properties = { email: traits.properties.email };
  for (let place = 2; place <= fields; place += 1) {
    traits.properties[`field_${place}`] = { type: "string", title: `Field ${place}`, maxLength: 200 };
  }
  const url = `base64://${Buffer.from(JSON.stringify(schema)).toString("base64")}`;
  return { identity: { default_schema_id: "person", schemas: [{ id: "person", url }] } };
}
