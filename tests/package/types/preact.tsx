/** @jsxImportSource preact */
// Uses the elements in Preact as a TypeScript developer would. Only type-checked, never run.
import "preact";
import type { MarkupMap } from "propylon/elements";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements extends MarkupMap {}
  }
}

export const login = <kratos-login base-url="https://auth.example.com" groups={["default", "code"]} onkratos-success={({ detail }) => void detail.flow} />;
export const user = <kratos-user settingsUrl="/account"><a href="/billing">Billing</a></kratos-user>;
// @ts-expect-error Groups are strings.
export const wrong = <kratos-login groups={3} />;
