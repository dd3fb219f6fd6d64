"use client";
import { useEffect, useState } from "react";

export const Who = ({ url, session }) => {
  const [state, set] = useState(session);
  useEffect(() => {
    const connected = import("propylon").then(({ connect }) => connect({ url, session, wasm: "/core.wasm" }));
    connected.then((auth) => auth.session.subscribe(set)).then(() => (document.title = "Connected"));
    return () => connected.then((auth) => auth.dispose());
  }, [url]);
  return <p id="who">{state.session?.identity.name ?? state.state}</p>;
};
