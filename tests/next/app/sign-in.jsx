"use client";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";

const useStore = (store) => {
  const snapshot = () => store.snapshot();
  return useSyncExternalStore(useCallback((heard) => store.subscribe(heard), [store]), snapshot, snapshot);
};

/** A client, a flow and two elements, with the Kratos in the URL. */
export function SignIn({ connect }) {
  const [shown, setShown] = useState();
  useEffect(() => {
    const url = new URLSearchParams(location.search).get("kratos");
    const made = connect({ url, locale: "de" }).then((auth) => {
      setShown({ url, auth, login: auth.login() });
      return auth;
    });
    made.catch((error) => setShown({ error }));
    return () => void made.then((auth) => auth.dispose(), () => {});
  }, [connect]);
  if (!shown) return <p>Waiting</p>;
  return shown.error ? <p id="error">{shown.error.code}</p> : <Screen {...shown} />;
}

function Screen({ url, auth, login }) {
  const screen = useStore(login);
  const [whole, setWhole] = useState("");
  useEffect(() => {
    // Without a session Kratos refuses to list sessions, which shows that this code was loaded.
    auth.sessions().list().catch((error) => setWhole(error.code));
  }, [auth]);
  return (
    <main>
      <h1 id="title">{screen.phase === "ready" && screen.title}</h1>
      <p id="whole">{whole}</p>
      <kratos-login base-url={url} locale="de" />
      <kratos-session base-url={url} />
    </main>
  );
}
