import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type Server, createServer, request as http } from "node:http";
import { request as https } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { given } from "../stack/given";
import { freePorts } from "../stack/ports";
import { Program } from "../stack/program";
import { Stack } from "../stack/stack";
import { until } from "../stack/until";
import { field } from "../support/screens";
import { expect, test } from "../support/test";

const ROOT = join(__dirname, "../../..");
const CADDYFILE = join(ROOT, "deploy/Caddyfile");

/** The policy of pages, files and errors. */
const POLICY = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "permissions-policy":
    "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
};

/** The policy of a captcha's frame, the only document with a script of another host. */
const CAPTCHA = [
  "default-src 'none'",
  "script-src 'self' https://challenges.cloudflare.com",
  "frame-src https://challenges.cloudflare.com",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** Headers that no answer over http may have. */
const UNSAID = ["server", "via", "strict-transport-security"];

interface Answer {
  status: number;
  /** All values by lower-case name. */
  lines: Map<string, string[]>;
  body: Buffer;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
}

/** Sends a request without normalising the path, redirects, decompression or caching. */
async function ask(url: string, { method = "GET", headers = {} }: Asked = {}): Promise<Answer> {
  const [, scheme, host, port, path] = /^(https?):\/\/([^:/]+):(\d+)(\/.*)$/.exec(url) ?? [];
  if (!host || !path) throw new Error(`no URL with host, port and path: ${url}`);
  const target = { host: "127.0.0.1", port, path, method, agent: false as const };
  const options = { ...target, headers: { Host: `${host}:${port}`, ...headers } };
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const sent =
      scheme === "https"
        ? // Caddy created the certificate authority for this test.
          https({ ...options, servername: host, rejectUnauthorized: false }, done)
        : http(options, done);
    sent.on("error", failed).end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const lines = new Map<string, string[]>();
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const name = (answer.rawHeaders[at] ?? "").toLowerCase();
    lines.set(name, [...(lines.get(name) ?? []), answer.rawHeaders[at + 1] ?? ""]);
  }
  return { status: answer.statusCode ?? 0, lines, body: Buffer.concat(chunks) };
}

/** The values of `names` in an answer, with policies' white space normalised. */
function said({ lines }: Answer, names: string[]): Record<string, string> {
  const found = names.flatMap((name) =>
    (lines.get(name) ?? []).map((value) => [name, value.replace(/\s+(?=;)/g, "").trim()] as const),
  );
  expect(new Set(found.map(([name]) => name)).size, "no line twice").toBe(found.length);
  return Object.fromEntries(found);
}

const ALL = [...Object.keys(POLICY), ...UNSAID];

/** Files whose names contain a content hash. */
function named(): string[] {
  const html = readFileSync(join(given("PROPYLON_SITE"), "index.html"), "utf8");
  const files = html.match(/\/[a-z]+-[0-9a-f]{16}\.(js|css|wasm)/g) ?? [];
  expect(files.length, "files in index.html").toBeGreaterThan(4);
  return [...new Set(files)];
}

for (const [what, status, path, asked] of [
  ["the front page", 200, "/", {}],
  ["a page of the shared document", 200, "/login", {}],
  ["a page of its own document", 200, "/settings", {}],
  ["a page that is Kratos' API for programs", 200, "/sessions", { headers: { Accept: "text/html" } }],
  ["a path that is no page", 200, "/nowhere", {}],
  ["a document by its file", 200, "/index.html", {}],
  ["the settings", 200, "/config.json", {}],
  ["a picture", 200, "/icons/favicon.svg", {}],
  ["words", 200, "/locales/de.txt", {}],
  ["a packed answer", 200, "/login", { headers: { "Accept-Encoding": "br" } }],
  ["a request for the lines only", 200, "/login", { method: "HEAD" }],
  ["a part of a file", 206, "/index.html", { headers: { Range: "bytes=0-9" } }],
  ["another spelling of a path", 308, "/index.html/", {}],
  ["a missing file", 404, "/missing.js", {}],
  ["a missing file in a folder", 404, "/icons/missing.svg", {}],
  ["a method that files do not have", 405, "/login", { method: "POST" }],
  ["a part that is not there", 416, "/index.html", { headers: { Range: "bytes=999999-" } }],
] as const satisfies [string, number, string, Asked][]) {
  test(`the whole policy on ${what} (${status})`, async ({ stack }) => {
    const answer = await ask(stack.site + path, asked);
    expect(answer.status).toBe(status);
    expect(said(answer, ALL)).toEqual(POLICY);
    const cache = status < 400 ? "no-cache" : "no-store";
    expect(said(answer, ["cache-control"])).toEqual({ "cache-control": cache });
  });
}

test("the whole policy on files named by their content, which alone are kept", async ({ stack }) => {
  for (const path of named()) {
    const answer = await ask(stack.site + path);
    expect(answer.status, path).toBe(200);
    expect(said(answer, ALL), path).toEqual(POLICY);
    const cache = { "cache-control": "public, max-age=31536000, immutable" };
    expect(said(answer, ["cache-control"]), path).toEqual(cache);
  }
});

test("the whole policy on a file that has not changed (304)", async ({ stack }) => {
  const first = await ask(`${stack.site}/login`);
  const { etag } = said(first, ["etag"]);
  const answer = await ask(`${stack.site}/login`, { headers: { "If-None-Match": etag ?? "" } });
  expect(answer.status).toBe(304);
  expect(said(answer, ALL)).toEqual(POLICY);
});

// A request for an old file during an update got 404, which was cached for a year.
test("a missing file is not kept, whatever its name promises", async ({ stack }) => {
  for (const method of ["GET", "HEAD"]) {
    const answer = await ask(`${stack.site}/site-0123456789abcdef.js`, { method });
    expect(answer.status).toBe(404);
    expect(said(answer, ["cache-control"])).toEqual({ "cache-control": "no-store" });
  }
});

test("packed files come by Accept-Encoding only", async ({ stack }) => {
  const plain = (body: Buffer) => createHash("sha256").update(body).digest("hex");
  for (const path of ["/index.html", "/settings", "/locales/de.txt", ...named()]) {
    const whole = await ask(stack.site + path);
    for (const [coding, suffix, unpack] of [
      ["br", ".br", brotliDecompressSync],
      ["gzip", ".gz", gunzipSync],
    ] as const) {
      const packed = await ask(stack.site + path, { headers: { "Accept-Encoding": coding } });
      expect(said(packed, ["content-encoding", "vary"]), path).toEqual({
        "content-encoding": coding,
        vary: "Accept-Encoding",
      });
      expect(said(packed, ["content-type"])).toEqual(said(whole, ["content-type"]));
      expect(plain(unpack(packed.body)), path).toBe(plain(whole.body));

      const file = await ask(stack.site + path + suffix);
      expect(file.status, path + suffix).toBe(404);
      expect(said(file, ALL)).toEqual(POLICY);
    }
  }
  // The same file, spelled differently.
  for (const path of ["/index.html%2Ebr", "/./index.html.br", "//index.html.br", "/index.html.br/."]) {
    expect((await ask(stack.site + path)).status, path).toBe(404);
  }
});

test("under another name there is nothing", async ({ stack }) => {
  const { port } = new URL(stack.site);
  for (const host of ["elsewhere.example.test", "127.0.0.1"]) {
    for (const path of ["/login", "/index.html", "/self-service/login/browser"]) {
      const answer = await ask(`http://${host}:${port}${path}`);
      expect(answer.body.toString(), host + path).toBe("");
      expect(answer.lines.has("set-cookie"), host + path).toBe(false);
    }
  }
});

for (const [what, status, path, headers] of [
  ["a flow", 200, "/self-service/login/browser", { Accept: "application/json" }],
  ["a redirect", 303, "/self-service/login/browser", { Accept: "text/html" }],
  ["nobody's session", 401, "/sessions/whoami", {}],
  ["nobody's sessions", 401, "/sessions", { Accept: "application/json" }],
  ["schemas", 200, "/schemas", {}],
  ["its script", 200, "/.well-known/ory/webauthn.js", {}],
  ["its health", 200, "/health/ready", {}],
  ["nothing there", 404, "/self-service/nothing", {}],
] as const) {
  test(`Kratos' answers as it means them: ${what} (${status})`, async ({ stack }) => {
    const answer = await ask(stack.site + path, { headers });
    expect(answer.status).toBe(status);
    expect(said(answer, ALL)).toEqual({ "x-content-type-options": "nosniff" });
    if (status >= 400) expect(said(answer, ["cache-control"])["cache-control"]).toBe("no-store");
  });
}

test.describe("with servers of its own", () => {
  test.use({ variant: {} });

  test("the whole policy when Kratos is down (502)", async ({ stack }) => {
    await stack.stopKratos();
    for (const path of ["/self-service/login/browser", "/sessions/whoami", "/health/ready"]) {
      const answer = await ask(stack.site + path);
      expect(answer.status).toBe(502);
      expect(said(answer, ALL)).toEqual(POLICY);
      expect(said(answer, ["cache-control", "content-type"])).toEqual({
        "cache-control": "no-store",
        "content-type": "application/json",
      });
      const error = { code: 502, message: "Kratos cannot be reached." };
      expect(JSON.parse(answer.body.toString())).toEqual({ error });
    }
  });
});

test.describe("across origins", () => {
  test.use({ variant: { crossOrigin: true } });

  test("the policy names Kratos for requests and forms, and nothing else", async ({ stack }) => {
    const policy = POLICY["content-security-policy"]
      .replace("connect-src 'self'", `connect-src 'self' ${stack.kratos}`)
      .replace("form-action 'self'", `form-action 'self' ${stack.kratos}`);
    for (const path of ["/login", "/missing.js"]) {
      const answer = await ask(stack.site + path);
      expect(said(answer, ALL)).toEqual({ ...POLICY, "content-security-policy": policy });
    }
  });
});

// The package and its elements run on other origins than the site.
test("pages of other origins reach Kratos where it allows them, and no file of the site", async ({
  page,
  around,
  app,
  watch,
}) => {
  watch.expect(/^webauthn\.js: /);
  watch.expect(/^console: error .*ERR_BLOCKED_BY_RESPONSE\.NotSameOrigin.*favicon\.svg/);
  const cors = { enabled: true, allowed_origins: [app], allow_credentials: true };
  const stack = await Stack.start(around, { kratos: { serve: { public: { cors } } } });
  try {
    await page.goto(app);
    const reached = await page.evaluate(async (site) => {
      const loads = (element: HTMLScriptElement | HTMLImageElement, url: string) =>
        new Promise<boolean>((done) => {
          element.onload = () => done(true);
          element.onerror = () => done(false);
          element.src = url;
          document.body.append(element);
        });
      const read = async (path: string) => {
        const headers = { Accept: "application/json" };
        const answer = await fetch(site + path, { headers, credentials: "include" });
        return [answer.status, Object.keys((await answer.json()) as object).includes("ui")];
      };
      return {
        flow: await read("/self-service/login/browser"),
        nobody: await read("/sessions/whoami"),
        script: await loads(
          document.createElement("script"),
          `${site}/.well-known/ory/webauthn.js`,
        ),
        picture: await loads(document.createElement("img"), `${site}/icons/favicon.svg`),
      };
    }, stack.site);
    expect(reached).toEqual({
      flow: [200, true],
      nobody: [401, false],
      script: true,
      picture: false,
    });
  } finally {
    await stack.stop();
  }
});

test("no script makes a policy of Trusted Types, the default one neither", async ({ page, watch }) => {
  watch.expect(/^violation: trusted-types trusted-types-policy .*\bmine\b/);
  watch.expect(/^violation: trusted-types trusted-types-policy .*\bdefault\b/);
  watch.expect(/^console: error .*TrustedTypePolicy named 'mine'/);
  watch.expect(/^console: error .*TrustedTypePolicy named 'default'/);
  await page.goto("/login");
  await expect(field(page, "identifier")).toBeVisible();
  const refused = await page.evaluate(() => {
    const { trustedTypes } = window as unknown as {
      trustedTypes: { createPolicy(name: string, rules: object): unknown };
    };
    return ["mine", "default"].map((name) => {
      try {
        trustedTypes.createPolicy(name, { createHTML: (text: string) => text });
        return "made";
      } catch (error) {
        return (error as Error).name;
      }
    });
  });
  expect(refused).toEqual(["TypeError", "TypeError"]);
});

test("README shows the policies that are sent", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const shown = readme.match(/(?<=```\n)default-src[^`]+(?=\n```)/g) ?? [];
  const policies = shown.map((policy) => policy.replace(/\s+/g, " "));
  expect(policies).toEqual([POLICY["content-security-policy"], CAPTCHA]);
});

test("only the document of a captcha's frame allows its script", async ({ stack }) => {
  const frame = await ask(`${stack.site}/captcha/frame.html`);
  expect(frame.status).toBe(200);
  expect(said(frame, ALL)).toEqual({ ...POLICY, "content-security-policy": CAPTCHA });
  for (const path of ["/captcha", "/captcha/", "/captcha/frame.js", "/captcha/missing.html"]) {
    expect(said(await ask(stack.site + path), ALL), path).toEqual(POLICY);
  }
});

test.describe("a site with https, behind which is a gateway that talks", () => {
  /** Headers that a gateway in front of Kratos may add. */
  const CHATTER = {
    Server: "gateway/1.2.3",
    Via: "1.1 gateway",
    "Strict-Transport-Security": "max-age=1; includeSubDomains; preload",
    "X-Content-Type-Options": "sniff",
  };
  const HSTS = { "strict-transport-security": "max-age=31536000" };
  const NAME = "auth.example.test";

  let gateway: Server;
  let caddy: Program;
  let folder: string;
  let plain: string;
  let secure: string;
  let onLocalhost: string;

  // These tests only read, so they share one server.
  test.describe.configure({ mode: "serial" });

  test.beforeAll(async ({}, info) => {
    const ports = (await freePorts(3, info.workerIndex)) as [number, number, number];
    plain = `http://${NAME}:${ports[0]}`;
    secure = `https://${NAME}:${ports[1]}`;
    onLocalhost = `https://localhost:${ports[1]}`;
    folder = mkdtempSync(join(tmpdir(), "propylon-https-"));
    gateway = createServer((_, answer) => answer.writeHead(200, CHATTER).end("{}"));
    await new Promise<void>((done) => gateway.listen(ports[2], "127.0.0.1", done));

    // The shipped Caddyfile, with certificates from a test authority that isn't installed, and
    // without redirects, which need port 80.
    const shipped = readFileSync(CADDYFILE, "utf8");
    const certificates = "auto_https disable_redirects\n\tlocal_certs\n\tskip_install_trust\n";
    const config = join(folder, "Caddyfile");
    expect(shipped.match(/^\tauto_https off\n/gm)).toHaveLength(1);
    writeFileSync(config, shipped.replace("auto_https off\n", certificates));
    caddy = await Program.start(
      {
        name: "Caddy with https",
        command: [given("PROPYLON_CADDY_BIN"), "run", "--adapter", "caddyfile", "--config", config],
        cwd: folder,
        env: {
          PROPYLON_ADDRESS: `http://localhost:${ports[0]}, ${plain}, ${secure}, ${onLocalhost}`,
          PROPYLON_SITE: given("PROPYLON_SITE"),
          PROPYLON_KRATOS_URL: `http://127.0.0.1:${ports[2]}`,
          PROPYLON_CONNECT: "",
          XDG_DATA_HOME: folder,
          XDG_CONFIG_HOME: folder,
        },
        log: join(__dirname, `../results/servers/${info.workerIndex}-https-caddy.log`),
      },
      `http://localhost:${ports[0]}/login`,
    );
    // Caddy serves before its certificates are ready.
    for (const site of [secure, onLocalhost]) {
      await until(`${site} answers`, async () => (await ask(`${site}/login`)).status === 200);
    }
  });

  test.afterAll(async () => {
    await caddy?.stop();
    gateway?.closeAllConnections();
    await new Promise((done) => (gateway ? gateway.close(done) : done(undefined)));
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("Strict-Transport-Security on everything over https", async () => {
    for (const [path, status] of [
      ["/login", 200],
      ["/index.html", 200],
      ["/missing.js", 404],
      ["/index.html.br", 404],
    ] as const) {
      const answer = await ask(secure + path);
      expect(answer.status, path).toBe(status);
      expect(said(answer, ALL), path).toEqual({ ...POLICY, ...HSTS });
    }
  });

  test("Strict-Transport-Security never over http, and not for localhost", async () => {
    for (const path of ["/login", "/missing.js", "/health/ready"]) {
      for (const site of [plain, onLocalhost]) {
        const answer = await ask(site + path);
        expect(said(answer, UNSAID), site + path).toEqual({});
      }
    }
  });

  test("what a gateway says of these is not passed on", async () => {
    const raw = await fetch(`http://127.0.0.1:${(gateway.address() as { port: number }).port}/`);
    for (const [name, value] of Object.entries(CHATTER)) expect(raw.headers.get(name)).toBe(value);
    for (const path of ["/self-service/login/browser", "/sessions/whoami"]) {
      const answer = await ask(secure + path);
      expect(answer.status, path).toBe(200);
      expect(said(answer, ALL), path).toEqual({ ...HSTS, "x-content-type-options": "nosniff" });
    }
  });

  test("Strict-Transport-Security when Kratos is down", async () => {
    gateway.closeAllConnections();
    await new Promise((done) => gateway.close(done));
    const answer = await ask(`${secure}/sessions/whoami`);
    expect(answer.status).toBe(502);
    expect(said(answer, ALL)).toEqual({ ...POLICY, ...HSTS });
  });
});
