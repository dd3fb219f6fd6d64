// Uses the wrapper for Svelte as a TypeScript developer would. Only type-checked, never run.
import { get } from "svelte/store";
import type { SvelteHTMLElements } from "svelte/elements";
import { getPropylon, setPropylon } from "propylon/svelte";

setPropylon({ url: "https://auth.example.com", locale: "de" });
const { auth, element, error, flow, session } = getPropylon();
const login = flow("login", { groups: ["default"] });
// @ts-expect-error It is not a flow.
flow("logon");
const state = get(session);
export const shown = state.state === "active" ? state.session.id : get(login.screen)?.title ?? get(error)?.remedy;
void get(login.flow)?.retry();
void get(auth)?.logout();
export const end: () => void = element(document.createElement("kratos-login"));

type LoginProps = SvelteHTMLElements["kratos-login"];
export const markup: LoginProps = { "base-url": "https://auth.example.com", groups: "default code", class: "card", "defer-hydration": true, "onkratos-success": ({ detail }) => void detail.flow };
// @ts-expect-error Groups are strings.
export const wrong: LoginProps = { groups: 3 };
