import { connect } from "propylon";
import { StrictMode, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";

const auth = await connect({
  url: import.meta.env.VITE_KRATOS_URL,
  // Stay on this page after a sign-in.
  navigate: (event) => event.done && event.preventDefault(),
});

const useStore = (store) =>
  useSyncExternalStore(useCallback((heard) => store.subscribe(heard), [store]), () => store.snapshot());

function App() {
  const { state, session } = useStore(auth.session);
  if (state === "none") return <SignIn />;
  if (state !== "active") return <p>{state}</p>;
  return <p>{session.identity.name} <button onClick={() => auth.logout({ mode: "fetch" })}>Sign out</button></p>;
}

function SignIn() {
  const [login, setLogin] = useState();
  useEffect(() => {
    const flow = auth.login({ groups: ["default", "code", "passkey"] });
    setLogin(flow);
    return () => flow.dispose();
  }, []);
  return login && <Flow flow={login} />;
}

function Flow({ flow }) {
  const { title, notices, body, busy } = useStore(flow);
  const submit = (event) => {
    event.preventDefault();
    flow.submit(new FormData(event.currentTarget, event.nativeEvent.submitter)).catch(console.error);
  };
  const part = (part) => {
    const { name, value, label, autocomplete, trigger } = part.field ?? part.button ?? {};
    if (part.kind === "text") return <p key={part.id}>{part.text}</p>;
    if (part.kind === "field") return <label key={name}>{label} <input name={name} defaultValue={value} autoComplete={autocomplete} /></label>;
    if (part.kind !== "button") return null;
    const ceremony = trigger && (() => flow.passkey().catch(console.error));
    return <button key={name + value} name={name} value={value} type={trigger ? "button" : "submit"} onClick={ceremony}>{label}</button>;
  };
  return (
    <form onSubmit={submit} aria-busy={busy.kind !== "no"}>
      <h1>{title}</h1>
      {notices.map(({ text }) => <p key={text} role="alert">{text}</p>)}
      {body.form?.sections.flatMap(({ parts }) => parts.map(part))}
    </form>
  );
}

createRoot(document.querySelector("#app")).render(<StrictMode><App /></StrictMode>);
