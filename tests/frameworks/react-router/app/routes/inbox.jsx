import { useEffect, useState } from "react";
import wasmUrl from "propylon/core.wasm?url";
import { handOver, preloadTags } from "propylon/server";
import { sessionContext, signedIn } from "../session.server.js";

export const middleware = [signedIn];

export const loader = ({ context }) => ({ session: handOver(context.get(sessionContext)), url: process.env.PUBLIC_KRATOS_URL });

export const links = () => preloadTags({ wasmUrl }).map(({ crossorigin, ...tag }) => ({ ...tag, crossOrigin: crossorigin }));

export default function Inbox({ loaderData: { url, session } }) {
  const [state, set] = useState(session);
  useEffect(() => {
    const connected = import("propylon").then(({ connect }) => connect({ url, session }));
    connected.then((auth) => auth.session.subscribe(set)).then(() => (document.title = "Connected"));
    return () => connected.then((auth) => auth.dispose());
  }, [url]);
  return <p id="who">{state.session?.identity.name ?? state.state}</p>;
}
