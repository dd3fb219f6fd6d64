// Angular without zones in Chromium, compiled in the browser, with a real Kratos.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ACTIVE, askedInFront, makeApp, signedOutPage } from "./support/hydrated.mjs";

const PAGE = `
  import "@angular/compiler";
  import { Component, CUSTOM_ELEMENTS_SCHEMA, ErrorHandler, effect, inject, provideZonelessChangeDetection, signal } from "@angular/core";
  import { bootstrapApplication } from "@angular/platform-browser";
  import { provideRouter, Router, RouterOutlet } from "@angular/router";
  import { Propylon, providePropylon, signedIn } from "propylon/angular";

  const flows = new Set();
  class Title {
    login = inject(Propylon).flow("login", { groups: ["default", "code"] });
    constructor() { effect(() => this.login.flow() && flows.add(this.login.flow())); }
  }
  Component({ selector: "app-title", template: '<p id="title">{{ login.screen()?.title ?? "…" }}</p>' })(Title);

  class App {
    propylon = inject(Propylon);
    url = props.url;
    isThere = signal(true);
    heard(event) { heard.push(event.detail.phase); }
  }
  Component({
    selector: "app-root",
    imports: [Title, RouterOutlet],
    schemas: [CUSTOM_ELEMENTS_SCHEMA],
    template: \`
      <button id="toggle" (click)="isThere.set(!isThere())">Toggle</button>
      <p id="who">{{ propylon.session().state }}</p>
      @if (isThere()) {
        <app-title />
        <kratos-login [attr.base-url]="url" groups="default password" (kratos-screen)="heard($event)" (kratos-navigate)="$event.preventDefault()"></kratos-login>
      }
      @if (propylon.session().state === "active") { <b>Inbox</b> } @else if (propylon.session().state !== "unknown") { <b>Somebody else</b> }
      <router-outlet />\`,
  })(App);
  class Inside {}
  Component({ selector: "app-inside", template: '<p id="inside">Inside</p>' })(Inside);
  class SignIn {}
  Component({ selector: "app-sign-in", template: '<p id="sign-in">Sign in first</p>' })(SignIn);

  const routes = [
    { path: "inside", component: Inside, canActivate: [signedIn({ loginUrl: () => inject(Router).parseUrl("/sign-in") })] },
    { path: "second", component: Inside, canActivate: [signedIn({ aal: "aal2", loginUrl: "/index.html" })] },
    { path: "sign-in", component: SignIn },
    { path: "**", children: [] },
  ];
  const options = { url: props.url, session: props.session };
  const tell = { handleError: (error) => wrong.push(error.code + " " + error.remedy) };
  const app = await bootstrapApplication(App, { providers: [
    provideZonelessChangeDetection(), provideRouter(routes), { provide: ErrorHandler, useValue: tell },
    props.url ? providePropylon(props.session ? () => options : options) : [],
  ] }).catch((error) => wrong.push(error.code + " " + error.remedy));
  const client = () => app.injector.get(Propylon).auth();
  Object.assign(window, { flows, client, unmount: () => app.destroy(), go: (url) => app.injector.get(Router).navigateByUrl(url) });
`;

let app;

before(async () => {
  app = await makeApp({ packages: ["@angular", "rxjs", "tslib"], files: { "page.js": PAGE } });
});
after(() => app?.stop());

const opened = (props) => app.opened(props, "<app-root></app-root>");

test("signals follow the session and a flow, and the element's events are heard", async () => {
  const { page, lines, wrong, heard } = await opened({ url: app.kratos.url });
  await signedOutPage(page);
  assert.ok((await heard()).includes("ready"));
  for (let times = 1; times <= 20; times += 1) {
    await page.waitForFunction((times) => flows.size === times, times);
    await page.locator("#toggle").click();
    await page.locator("#title").waitFor({ state: "detached" });
    await page.locator("#toggle").click();
    await page.locator("#title").waitFor();
  }
  await page.waitForFunction(() => flows.size === 21);
  const ended = () => page.evaluate(() => [...flows].filter((flow) => {
    try { flow.subscribe(() => {})(); } catch (error) { return error.code === "disposed"; }
  }).length);
  assert.equal(await ended(), 20);
  const isOver = await page.evaluate(() => {
    const auth = client();
    unmount();
    try { auth.login(); } catch (error) { return error.code; }
  });
  assert.equal(isOver, "disposed");
  assert.equal(await ended(), 21);
  assert.deepEqual(await wrong(), []);
  assert.deepEqual(lines, []);
});

test("what the server knows of the session is known at once, and asked when the page comes to the front", async () => {
  const known = await opened({ url: app.kratos.url, session: ACTIVE });
  await known.page.getByText("Inbox").waitFor();
  await askedInFront(known);
});

test("the guard lets in who is signed in, and leads others to the sign-in", async () => {
  const known = await opened({ url: app.kratos.url, session: ACTIVE });
  await known.page.evaluate(() => go("/inside"));
  await known.page.locator("#inside").waitFor();
  // A second factor is missing: the page leaves for the sign-in.
  await Promise.all([known.page.waitForURL(/index\.html\?return_to=.*second&aal=aal2$/), known.page.evaluate(() => void go("/second"))]);
  const unknown = await opened({ url: app.kratos.url });
  await unknown.page.evaluate(() => go("/inside"));
  await unknown.page.locator("#sign-in").waitFor();
  assert.equal(await unknown.page.locator("#inside").count(), 0);
});

test("where there is no client, the session is not known, and the guard refuses with the error", async () => {
  const { page } = await opened({ url: "nowhere:1" });
  await page.locator("#who", { hasText: "unreachable" }).waitFor();
  assert.equal(await page.evaluate(() => go("/inside").catch((error) => error.code)), "bad-option");
});

test("a service without its provider says which one is missing", async () => {
  const { page, wrong } = await opened({});
  await page.waitForFunction(() => wrong.length > 0);
  assert.match((await wrong())[0], /no-provider Add providePropylon\(/);
});
