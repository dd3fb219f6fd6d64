// Uses the wrapper for Vue as a TypeScript developer would. Only type-checked, never run.
import { createSSRApp, h, ref, type GlobalComponents } from "vue";
import { KratosLogin, KratosUser, SignedIn, propylon, providePropylon, useAuth, useFlow, useSession } from "propylon/vue";

const to = ref("/inbox");

export const app = createSSRApp({
  setup() {
    providePropylon({ url: "https://auth.example.com" });
    const session = useSession();
    const { flow, screen } = useFlow("login", () => ({ returnTo: to.value, groups: ["default"] }));
    useFlow(ref<"login" | "registration">("login"), ref({ refresh: true }));
    // @ts-expect-error It is not a flow.
    useFlow("logon");
    void useAuth().value?.logout();
    return () => [
      session.value.state === "active" ? session.value.session.id : screen.value?.title,
      h("button", { onClick: () => flow.value?.retry() }),
      h(KratosLogin, { groups: ["default"], class: "card", onSuccess: ({ detail }) => void detail.flow, onNavigate: (event) => event.preventDefault() }),
      h(KratosUser, { settingsUrl: "/account" }),
      h(SignedIn, { aal: "aal2" }),
    ];
  },
}).use(propylon({ url: "https://auth.example.com", locale: "de", session: { state: "none", session: null, url: null, error: null } }));

type LoginProps = InstanceType<GlobalComponents["kratos-login"]>["$props"];
export const login: LoginProps = { "base-url": "https://auth.example.com", groups: "default code", onKratosSuccess: ({ detail }) => void detail.flow };
// @ts-expect-error Groups are strings.
export const wrong: LoginProps = { groups: 3 };
