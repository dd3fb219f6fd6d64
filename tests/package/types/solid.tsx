/** @jsxImportSource solid-js */
// Uses the wrapper for Solid as a TypeScript developer would. Only type-checked, never run.
import { KratosLogin, KratosUser, PropylonProvider, SignedIn, useAuth, useFlow, useSession } from "propylon/solid";

const Title = () => {
  const session = useSession();
  const auth = useAuth();
  const { flow, screen } = useFlow("login", () => ({ groups: ["default"] }));
  // @ts-expect-error It is not a flow.
  useFlow("logon");
  const state = session();
  if (state.state === "active") void state.session.identity;
  return <button onClick={() => void (flow()?.retry() ?? auth()?.logout())}>{screen()?.title}</button>;
};

export const App = () => (
  <PropylonProvider url="https://auth.example.com" locale="de">
    <SignedIn aal="aal2" fallback="…">Inbox</SignedIn>
    <Title />
    <KratosLogin groups={["default"]} class="card" onError={({ detail }) => void detail.remedy} onNavigate={(event) => event.preventDefault()}>
      <a href="https://auth.example.com/self-service/login/browser">Sign in</a>
    </KratosLogin>
    <KratosUser settingsUrl="/account"><a href="/billing">Billing</a></KratosUser>
    <kratos-login base-url="https://auth.example.com" groups="default code" on:kratos-success={({ detail }) => void detail.flow} />
  </PropylonProvider>
);
// @ts-expect-error Groups are strings in markup.
export const wrong = <kratos-login groups={3} />;
