// Uses every export as a TypeScript developer would. Only type-checked, never run.
import { addLocale, connect, PropylonError, type Auth, type ErrorCode, type Flow, type NativeOutcome, type Part, type Screen, type SessionState } from "propylon";
import { connect as connectInline } from "propylon/inline";
import { connect as connectElements, load, type KratosElement } from "propylon/elements";
import "propylon/elements/inline";
import "propylon/styles.css";
import "propylon/themes/rounded.css";
import de from "propylon/locales/de";
import { getSession, handOver, preloadHtml, preloadTags, requireSession, type ServerSession } from "propylon/server";
import { KratosLogin, PropylonProvider, SignedIn, useFlow, useSession } from "propylon/react";
import { fakeAuth, flow, screen as drawn, signedIn, type FakeAuth, type ScreenName } from "propylon/testing";
import { createIdentity, latestCode, signIn, virtualPasskey } from "propylon/testing/playwright";

addLocale("de-CH", { ...de, sign_out: "Ausloggen" });

const auth: Auth = await connect({ url: "https://auth.example.com", locale: "de", navigate: (event) => event.preventDefault(), onFinding: ({ code, remedy }) => console.warn(code, remedy) });
export const token: string = await auth.token("api", { signal: AbortSignal.timeout(1_000) });
export const orders: Response = await auth.fetch("/orders", { token: "api", method: "POST", body: "{}" });
await connectInline({ api: ["https://api.example.com", new URL("https://other.example.com")], session: auth.session.snapshot(), url: new URL("https://auth.example.com"), wasm: async () => new Uint8Array() });
await connectElements();
await load("/elements_bg.wasm");

export const shown = (screen: Screen): string => {
  switch (screen.phase) {
    case "leaving":
      return screen.leaving.url;
    case "stopped":
      return screen.stop satisfies "unreachable" | "not-kratos" | "refused" | "loop" | "cookie-lost" | "return-to-forbidden" | "switched-off" | "signed-in" | "account-made" | "signed-out" | "stranded";
    default:
      // @ts-expect-error There is no navigation.
      return screen.leaving.url;
  }
};

export const named = (part: Part): string => {
  switch (part.kind) {
    case "field":
      return part.field.control.kind === "choice" ? part.field.control.options.join() : part.field.label;
    case "button":
      return part.button.label;
    case "item":
      return part.item.name;
    case "text":
      return part.text;
    case "secret":
      return part.secret;
    case "codes":
      return part.codes.map(([code, used]) => (used ? "" : code)).join();
    case "image":
      return part.src;
    case "anchor":
      return part.href;
    default:
      return part satisfies never;
  }
};

const abort = new AbortController();
const login: Flow = auth.login({ returnTo: "/inbox", groups: ["default", "code"] as const, signal: abort.signal });
const stop: () => void = login.subscribe((screen) => console.log(shown(screen)));
const screen: Screen = await login.submit({ method: "code", identifier: "ada@example.com" }, { signal: abort.signal });
await login.submit(new FormData());
await login.passkey({ traits: { email: "ada@example.com" } });
await login.securityKey();
await login.resend();
await login.back();
await login.retry();
for (const link of screen.links) await login.act(link);
console.log(login.snapshot().title, login.flow?.ui.nodes[0]?.attributes.name);
stop();
login.dispose();
{
  using settings = auth.settings();
  void settings;
}
for (const flow of [auth.registration(), auth.recovery(), auth.verification()]) flow[Symbol.dispose]();
// @ts-expect-error Kratos' return_to is returnTo here.
auth.login({ return_to: "/" });

const state: SessionState = await auth.session();
if (state.state === "active") console.log(state.session.identity?.name);
if (state.state === "unreachable") console.log(state.error.remedy);
auth.session.subscribe(({ state }) => state)();
auth.session.refresh();
console.log((await auth.whoami())?.identity?.traits);
for (const { id } of await auth.sessions().list()) await auth.sessions().revoke(id);
await auth.sessions().revokeOthers();
const out = await auth.logout({ mode: "everywhere", returnTo: "/bye" });
const url: string = out.kind === "leaving" ? out.url : "";

const native = auth.native();
const created: NativeOutcome = await native.login({ tokenExchange: true, refresh: true });
if (created.kind === "form") {
  const end = await native.submit(created.flow, { method: "password", identifier: "ada", password: "x" });
  if (end.kind === "done" && end.sessionToken) await native.logout(end.sessionToken);
  if (end.kind === "sign-in") end.reason satisfies "signed-out" | "too-old" | "second-factor";
}
await native.exchange({ initCode: "a", returnToCode: "b" });
console.log(await native.whoami(url), await native.flow("login", "id"));

try {
  await login.resend();
} catch (error) {
  if (error instanceof PropylonError) error.code satisfies ErrorCode;
}

const element: KratosElement = document.createElement("kratos-login");
element.returnTo = "/inbox";
element.addEventListener("kratos-navigate", (event) => event.detail.url);
document.querySelector("kratos-session")?.addEventListener("kratos-session", ({ detail }) => detail.state);
await element.restart();
const user = document.createElement("kratos-user");
user.settingsUrl = "/account";
const content = document.createElement("kratos-signed-in");
content.aal = "aal2";
content.addEventListener("kratos-session", ({ detail }) => detail.session?.assuranceLevel);
// @ts-expect-error It has no flow.
content.restart();
export const header = (
  <kratos-signed-in aal="aal2" onkratos-session={({ detail }) => detail.state}>
    <kratos-user settings-url="/account"><a href="/billing">Billing</a></kratos-user>
  </kratos-signed-in>
);
export const jsx = <kratos-login base-url="https://auth.example.com" groups="default code" onkratos-success={({ detail }) => detail.flow} />;
// @ts-expect-error Groups are strings in markup. (Attribute names with a hyphen are never checked.)
export const wrong = <kratos-login groups={3} />;

const Page = () => {
  const { flow, screen } = useFlow("login", { groups: ["default"] });
  const session = useSession();
  if (session.state === "active") session.session.identity satisfies object | null;
  return (
    <PropylonProvider url="https://auth.example.com" session={session}>
      <SignedIn aal="aal2" fallback="…">Inbox</SignedIn>
      <KratosLogin groups={["default"]} onError={({ detail }) => void detail.remedy} onNavigate={(event) => event.preventDefault()}>
        <a href="https://auth.example.com/self-service/login/browser">Sign in</a>
      </KratosLogin>
      {screen?.phase === "ready" && <button onClick={() => void flow?.retry()}>{screen.title}</button>}
    </PropylonProvider>
  );
};
void Page;

export const guarded = async (request: Request): Promise<Response | string> => {
  const found: ServerSession = await getSession(request, { kratosUrl: "http://kratos:4433", cache: 5 });
  await connect({ session: handOver(found) });
  const session = await requireSession(request, { kratosUrl: "http://kratos:4433", loginUrl: "/login", aal: "aal2", allow: ["https://shop.example.com"] });
  if (session instanceof Response) return session;
  return session.session.id;
};

const onScreen = ({ detail }: CustomEvent<{ phase: Screen["phase"] }>) => console.log(detail.phase);
const parent = document.querySelector("kratos-login");
parent?.addEventListener("kratos-screen", onScreen);
parent?.removeEventListener("kratos-screen", onScreen);
document.addEventListener("kratos-navigate", (event) => event.detail.leaves && event.preventDefault());
addEventListener("kratos-error", ({ detail }) => console.log(detail.remedy));
document.querySelector("main")?.addEventListener("kratos-success", ({ detail }) => console.log(detail.flow));
export const markup = <kratos-login baseUrl="https://auth.example.com" returnTo="/inbox" groups={["default", "code"]} title="Sign in" lang="de" hidden data-test="1" />;
export const entries = <kratos-user settingsUrl="/account" tabIndex={-1}><a href="/billing">Billing</a></kratos-user>;

// As the README begins.
const begun = await native.login();
if (begun.kind !== "form") throw new Error(begun.kind);
const ended = await native.submit(begun.flow, { method: "password", identifier: "ada", password: "x" });
if (ended.kind === "done" && ended.sessionToken) await native.whoami(ended.sessionToken);

const fake: FakeAuth = fakeAuth({ session: signedIn({ email: "ada@example.com" }), tokens: { api: "a.b.c" } });
export const isWrong: ScreenName = "login/code-wrong";
// @ts-expect-error There is no such screen.
drawn("login/nothing");
fake.script("login", [...flow("login", { groups: ["default", "code"] }), ({ code }) => (code === "123456" ? null : drawn(isWrong))]);
export const given: unknown = fake.login().submitted[0]?.["identifier"];
export const faked = <PropylonProvider auth={fake}>Inbox</PropylonProvider>;

export const endToEnd = async (page: Parameters<typeof virtualPasskey>[0]): Promise<string> => {
  await createIdentity({ adminUrl: "http://localhost:4434", email: "ada@example.com", password: "secret" });
  const session = await signIn(page, { kratosUrl: "http://localhost:4433", identifier: "ada@example.com", password: "secret" });
  const passkey = await virtualPasskey(page, { isUserVerified: false });
  for (const credential of await passkey.credentials()) await passkey.add(credential);
  return session.id + (await latestCode(new URL("http://localhost:8025"), "ada@example.com", { timeout: 1_000 }));
};

export const head: string = preloadHtml({ wasmUrl: new URL("https://app.example.com/core.wasm"), kratosUrl: "https://auth.example.com", scripts: ["/a.js"] });
export const links = preloadTags({ wasmUrl: "/core.wasm" }).map(({ crossorigin, ...tag }) => <link key={tag.href} crossOrigin={crossorigin} {...tag} />);
