import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { given } from "./kratos.mjs";

export const call = promisify(execFile);

/** The packages installed for these tests. */
export const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** Creates a project with the packed package and `packages` installed; `[name, alias]` is one under another name here. */
export const makeConsumer = async (packages = []) => {
  const folder = mkdtempSync(join(tmpdir(), "propylon-consumer-"));
  const modules = join(folder, "node_modules");
  const place = join(modules, "propylon");
  mkdirSync(place, { recursive: true });
  await call("npm", ["pack", given("PROPYLON_PACKAGE"), "--pack-destination", folder]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")));
  await call("tar", ["-xzf", tarball, "-C", place, "--strip-components=1"]);
  for (const entry of new Set(packages)) {
    if (Array.isArray(entry)) {
      // A link would lead back to the packages here.
      cpSync(join(MODULES, entry[1]), join(modules, entry[0]), { recursive: true });
      continue;
    }
    const name = entry;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(MODULES, name), join(modules, name));
  }
  // Parcel resolves subpath exports only if this is set.
  const parcel = { "@parcel/resolver-default": { packageExports: true } };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true, ...parcel }));
  // Parcel finds the project root by the lock file.
  writeFileSync(join(folder, "package-lock.json"), "{}");
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
