// Uses the wrapper for Angular as a TypeScript developer would. Only type-checked, never run.
import { LOCALE_ID, inject, type ApplicationConfig } from "@angular/core";
import { Router, type Routes } from "@angular/router";
import { Propylon, providePropylon, signedIn } from "propylon/angular";

export const config: ApplicationConfig = { providers: [providePropylon({ url: "https://auth.example.com", locale: "de" })] };

export const injected: ApplicationConfig = { providers: [providePropylon(() => ({ locale: inject(LOCALE_ID) }))] };

export const routes: Routes = [
  { path: "inbox", children: [], canActivate: [signedIn()] },
  { path: "bank", children: [], canActivate: [signedIn({ aal: "aal2", loginUrl: () => inject(Router).parseUrl("/login") })] },
];

export class Page {
  readonly propylon = inject(Propylon);
  readonly login = this.propylon.flow("login", () => ({ groups: ["default"] }));
  // @ts-expect-error It is not a flow.
  readonly wrong = () => this.propylon.flow("logon");

  title(): string | undefined {
    const session = this.propylon.session();
    return session.state === "active" ? session.session.id : this.login.screen()?.title;
  }

  async leave(): Promise<void> {
    await this.login.flow()?.retry();
    await this.propylon.auth()?.logout();
  }
}
