import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { given } from "./kratos.mjs";

export const call = promisify(execFile);

/** The packages of these tests. */
export const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** A project of its own, with the packed package, and `packages` as if it had installed them. */
export const makeConsumer = async (packages = []) => {
  const folder = mkdtempSync(join(tmpdir(), "propylon-consumer-"));
  const modules = join(folder, "node_modules");
  const place = join(modules, "propylon");
  mkdirSync(place, { recursive: true });
  await call("npm", ["pack", given("PROPYLON_PACKAGE"), "--pack-destination", folder]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")));
  await call("tar", ["-xzf", tarball, "-C", place, "--strip-components=1"]);
  for (const name of packages) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(MODULES, name), join(modules, name));
  }
  // Parcel looks for subpaths of packages only when it is told to.
  const parcel = { "@parcel/resolver-default": { packageExports: true } };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true, ...parcel }));
  // By it, Parcel knows where a project begins.
  writeFileSync(join(folder, "package-lock.json"), "{}");
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
