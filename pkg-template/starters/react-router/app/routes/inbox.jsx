import wasmUrl from "propylon/core.wasm?url";
import { PropylonProvider, useAuth, useSession } from "propylon/react";
import { handOver, preloadTags } from "propylon/server";
import { sessionContext, signedIn } from "../session.server.js";

export const middleware = [signedIn];

export const loader = ({ context }) => ({ session: handOver(context.get(sessionContext)) });

export const links = () => preloadTags({ wasmUrl }).map(({ crossorigin, ...tag }) => ({ ...tag, crossOrigin: crossorigin }));

const Who = () => {
  const auth = useAuth();
  const { session } = useSession();
  return (
    <>
      <p id="who">{session?.identity.name}</p>
      <button disabled={!auth} onClick={() => auth.logout({ returnTo: `${location.origin}/login` })}>Sign out</button>
    </>
  );
};

export default function Inbox({ loaderData }) {
  return <PropylonProvider session={loaderData.session}><Who /></PropylonProvider>;
}
