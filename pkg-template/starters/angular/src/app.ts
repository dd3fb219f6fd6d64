import { CUSTOM_ELEMENTS_SCHEMA, Component, REQUEST_CONTEXT, afterNextRender, inject } from "@angular/core";
import { provideClientHydration } from "@angular/platform-browser";
import { ActivatedRoute, RouterLink, RouterOutlet, provideRouter } from "@angular/router";
import type { SessionState } from "propylon";
import { Propylon, providePropylon, signedIn } from "propylon/angular";

@Component({
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <link rel="preload" as="fetch" type="application/wasm" crossorigin="anonymous" href="/elements_bg.wasm">
    <kratos-login groups="default code passkey" [attr.return-to]="query.get('return_to') ?? '/inbox'" [attr.aal]="query.get('aal')"></kratos-login>`,
})
class Login {
  readonly query = inject(ActivatedRoute).snapshot.queryParamMap;
  // In the browser, once the page is hydrated: an element changes it.
  readonly elements = afterNextRender(() => import("propylon/elements"));
}

@Component({
  template: `
    <link rel="preload" as="fetch" type="application/wasm" crossorigin="anonymous" href="/core_bg.wasm">
    <p id="who">{{ propylon.session().session?.identity?.name }}</p>
    <button [disabled]="!propylon.auth()" (click)="signOut()">Sign out</button>`,
})
class Inbox {
  readonly propylon = inject(Propylon);
  readonly signOut = () => this.propylon.auth()?.logout({ returnTo: `${location.origin}/login` });
}

@Component({ selector: "app-root", imports: [RouterLink, RouterOutlet], template: `<a routerLink="/inbox">Inbox</a> <router-outlet />` })
export class App {}

const routes = [
  { path: "", children: [] },
  { path: "login", component: Login },
  { path: "inbox", component: Inbox, canActivate: [signedIn()] },
];

/** What the server's guard has found; nothing in the browser, where the page takes it over. */
const options = () => ({ session: (inject(REQUEST_CONTEXT, { optional: true }) as SessionState) ?? undefined });

export const providers = [provideClientHydration(), provideRouter(routes), providePropylon(options)];
