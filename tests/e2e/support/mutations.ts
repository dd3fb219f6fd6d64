import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const RECORDINGS = join(__dirname, "../../kratos");
const VERSIONS = ["v1.3.1", "v26.2.0", "2026-07-29"];

/** The kinds of requests to Kratos. */
export type Asked =
  | "login"
  | "registration"
  | "recovery"
  | "verification"
  | "settings"
  | "errors"
  | "logout"
  | "whoami"
  | "sessions";

/** An answer for the browser. */
export interface Answer {
  name: string;
  status: number;
  contentType: string;
  body: string;
}

/** Pseudorandom numbers, the same in every run. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A number in [0, 1) (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** JSON with its source text: members may be repeated, numbers invalid, and any text inserted. */
type Tree = { list: Tree[] } | { members: [string, Tree][] } | { text: string } | { raw: string };

interface Recorded {
  name: string;
  status: number;
  body: unknown;
}

/** The recorded answers, by kind of request. */
export function recordings(): Map<Asked, Recorded[]> {
  const found = new Map<Asked, Recorded[]>();
  for (const version of VERSIONS) {
    const folder = join(RECORDINGS, version);
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith(".json")) continue;
      const { request, status, body } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
        request: { path: string };
        status: number;
        body: unknown;
      };
      const asked = askedFor(request.path);
      if (!asked) continue;
      const name = `${version}/${file.replace(/\.json$/, "")}`;
      found.set(asked, [...(found.get(asked) ?? []), { name, status, body }]);
    }
  }
  return found;
}

/** The kind of a request, by its path. */
export function askedFor(path: string): Asked | undefined {
  if (path === "/sessions/whoami") return "whoami";
  if (/^\/sessions(\/|$)/.test(path)) return "sessions";
  const word = /^\/self-service\/([a-z]+)(\/(browser|flows))?$/.exec(path)?.[1];
  const known = ["login", "registration", "recovery", "verification", "settings", "errors", "logout"];
  return known.find((known) => known === word) as Asked | undefined;
}

/** A recorded answer with one mutation. */
export function mutated(dice: Dice, { name, status, body }: Recorded): Answer {
  const tree = planted(body);
  const changes = 1 + dice.below(6);
  for (let count = 0; count < changes; count += 1) change(dice, tree);
  let text = typeof body === "string" ? body : written(tree);
  if (dice.chance(0.03)) text = text.slice(0, dice.below(text.length + 1));
  if (dice.chance(0.04)) text = flipped(dice, text);
  if (dice.chance(0.01)) text = deep(100_000).slice(0, dice.pick([100_000, 200_000]));
  return {
    name,
    status: dice.chance(0.12) ? dice.pick(STATUSES) : status,
    contentType: dice.pick(TYPES),
    body: text,
  };
}

const TYPES = ["application/json", "application/json; charset=utf-8", "text/html", "text/plain"];
const STATUSES = [200, 201, 204, 302, 400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503];

const RUN = "window.__ran=1";
/** Texts that would run as script in HTML. */
const MARKUP = [
  `<img src=x onerror=${RUN}>`,
  `"><script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `'-${RUN}-'`,
  `<svg onload=${RUN}>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>">`,
  `{{constructor.constructor('${RUN}')()}}`,
];
/** URLs that would run as script or lead to a wrong place. */
const URLS = [
  `javascript:${RUN}`,
  ` JaVaScRiPt:${RUN}`,
  `java\nscript:${RUN}`,
  `\u0001javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19yYW49MTwvc2NyaXB0Pg==`,
  `vbscript:${RUN}`,
  "blob:http://localhost/0b1c",
  "file:///etc/passwd",
  "//evil.example/x",
  "https://evil.example/login",
  "http://",
  "http://[",
  "",
  "?",
  "#",
  "/",
  "/../../..",
  "\\\\evil.example",
  "myapp://callback",
  "mailto:a@example.org",
  "about:blank",
  "/login?flow=0b1c",
  "/settings?flow=0b1c",
  "/nowhere",
];
const TEXTS = [
  "",
  " ",
  "\u202eرجوع\u202c شكرا",
  "مرحبا بك في حسابك",
  "a\u200bb\u200cc\u200dd\ufeffe",
  "👩‍👩‍👧‍👦🏳️‍🌈😀".repeat(20),
  "Z̸̡͇̋a̶l̷g̴o̷".repeat(10),
  "\u0000\u0007\u001b[31m",
  "\ud800",
  "x".repeat(5_000),
  "word ".repeat(4_000),
  "Lorem ipsum\n\n\tdolor\r\nsit",
  "null",
  "undefined",
  "{reason}",
  "%s%n%x",
  "../../../etc/passwd",
  "__proto__",
];
/** Tokens in place of a value; some are not valid JSON. */
const TOKENS = [
  "null",
  "true",
  "false",
  "0",
  "-1",
  "-0",
  "1.5",
  "1e400",
  "-1e999",
  "9223372036854775807",
  "9223372036854775808",
  "18446744073709551616",
  "99999999999999999999999999999999",
  "1e-400",
  "00",
  "NaN",
  "[]",
  "{}",
  '""',
  "[[[[[[[[]]]]]]]]",
  "[null,null]",
  '{"a":{"b":{"c":{}}}}',
];
/** Values that are valid in one place of Kratos' answers and wrong in another. */
const WORDS = [
  "input",
  "a",
  "img",
  "text",
  "script",
  "div",
  "teleport",
  "submit",
  "button",
  "hidden",
  "password",
  "checkbox",
  "datetime-local",
  "file",
  "image",
  "reset",
  "default",
  "profile",
  "code",
  "oidc",
  "saml",
  "passkey",
  "webauthn",
  "totp",
  "lookup_secret",
  "captcha",
  "identifier_first",
  "success",
  "error",
  "sent_email",
  "passed_challenge",
  "choose_method",
  "show_form",
  "settings",
  "login",
  "oryPasskeyLogin",
  "oryPasskeyLoginAutocompleteInit",
  "oryWebAuthnRegistration",
  "oryUnknown",
  "show_settings_ui",
  "show_verification_ui",
  "redirect_browser_to",
  "set_ory_session_token",
  "session_aal2_required",
  "session_refresh_required",
  "self_service_flow_expired",
  "self_service_flow_replaced",
  "browser_location_change_required",
  "security_csrf_violation",
  "constructor",
];
const URL_NAMES =
  /^(action|href|src|url|request_url|return_to|redirect_to|redirect_browser_to|logout_url|onclick|onload)$/;

/** All places in a tree that can be mutated. */
function* places(tree: Tree): Generator<{ tree: Tree; at: number; name?: string; value: Tree }> {
  const below: [Tree, string?][] =
    "list" in tree
      ? tree.list.map((value) => [value])
      : "members" in tree
        ? tree.members.map(([name, value]) => [value, name])
        : [];
  for (const [at, [value, name]] of below.entries()) {
    yield { tree, at, name, value };
    yield* places(value);
  }
}

function change(dice: Dice, tree: Tree): void {
  const all = [...places(tree)];
  if (all.length === 0) return;
  const urls = all.filter(({ name, value }) => {
    const isUrl = "text" in value && /^https?:/.test(value.text);
    return isUrl || (name !== undefined && URL_NAMES.test(name));
  });
  if (urls.length > 0 && dice.chance(0.3)) {
    const place = dice.pick(urls);
    return put(place, { text: dice.pick(URLS) });
  }
  const place = dice.pick(all);
  const other = dice.pick(all).value;
  const ways = [
    () => put(place, { raw: dice.pick(TOKENS) }),
    () => put(place, { raw: dice.pick(TOKENS) }),
    () => put(place, { text: dice.pick(TEXTS) }),
    () => put(place, { text: dice.pick(MARKUP) }),
    () => put(place, { text: dice.pick(MARKUP) }),
    () => put(place, { text: dice.pick(URLS) }),
    () => put(place, { text: dice.pick(WORDS) }),
    () => put(place, { text: dice.pick(WORDS) }),
    () => put(place, copied(other)),
    () => put(place, nested(dice.pick([8, 60, 200]), place.value)),
    () => put(place, { raw: deep(dice.pick([100, 1_000, 10_000])) }),
    () => remove(place),
    () => remove(place),
    () => double(dice, place),
    () => double(dice, place),
    () => rename(dice, place),
    () => shuffle(dice, place.tree),
  ];
  dice.pick(ways)();
}

interface Place {
  tree: Tree;
  at: number;
}

function put({ tree, at }: Place, value: Tree): void {
  if ("list" in tree) tree.list[at] = value;
  else if ("members" in tree) (tree.members[at] as [string, Tree])[1] = value;
}

function remove({ tree, at }: Place): void {
  if ("list" in tree) tree.list.splice(at, 1);
  else if ("members" in tree) tree.members.splice(at, 1);
}

/** Repeats a value, once or a hundred times: duplicate ids, duplicate members. */
function double(dice: Dice, { tree, at }: Place): void {
  const times = dice.pick([1, 1, 2, 100]);
  for (let count = 0; count < times; count += 1) {
    if ("list" in tree) tree.list.push(copied(tree.list[at] as Tree));
    else if ("members" in tree) {
      const [name, value] = tree.members[at] as [string, Tree];
      tree.members.push([name, copied(value)]);
    }
  }
}

function rename(dice: Dice, { tree, at }: Place): void {
  if (!("members" in tree)) return;
  const name = dice.pick([...TEXTS, ...WORDS, ...MARKUP]);
  (tree.members[at] as [string, Tree])[0] = name;
}

function shuffle(dice: Dice, tree: Tree): void {
  const swap = <T>(list: T[]) => {
    const [one, other] = [dice.below(list.length), dice.below(list.length)];
    [list[one], list[other]] = [list[other] as T, list[one] as T];
  };
  if ("list" in tree && tree.list.length > 0) swap(tree.list);
  if ("members" in tree && tree.members.length > 0) {
    const values = tree.members.map(([, value]) => value);
    swap(values);
    tree.members.forEach((member, at) => {
      member[1] = values[at] as Tree;
    });
  }
}

function nested(depth: number, value: Tree): Tree {
  let around = value;
  for (let count = 0; count < depth; count += 1) {
    around = count % 2 ? { list: [around] } : { members: [["ui", around]] };
  }
  return around;
}

/** Nested lists. */
function deep(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}

/** Flips bits in a text's bytes. */
function flipped(dice: Dice, text: string): string {
  const bytes = Buffer.from(text);
  const count = 1 + dice.below(8);
  for (let flip = 0; flip < count && bytes.length > 0; flip += 1) {
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << dice.below(8));
  }
  return bytes.toString("utf8");
}

function planted(value: unknown): Tree {
  if (typeof value === "string") return { text: value };
  if (Array.isArray(value)) return { list: value.map(planted) };
  if (typeof value !== "object" || value === null) return { raw: JSON.stringify(value) };
  return { members: Object.entries(value).map(([name, value]) => [name, planted(value)]) };
}

function copied(tree: Tree): Tree {
  return structuredClone(tree);
}

function written(tree: Tree): string {
  if ("raw" in tree) return tree.raw;
  if ("text" in tree) return JSON.stringify(tree.text);
  if ("list" in tree) return `[${tree.list.map(written).join(",")}]`;
  return `{${tree.members.map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`).join(",")}}`;
}
