import { type BootstrapContext, bootstrapApplication } from "@angular/platform-browser";
import { RenderMode, provideServerRendering, withRoutes } from "@angular/ssr";
import { App, providers } from "./app";

const rendering = provideServerRendering(withRoutes([{ path: "**", renderMode: RenderMode.Server }]));

export default (context: BootstrapContext) => bootstrapApplication(App, { providers: [...providers, rendering] }, context);
