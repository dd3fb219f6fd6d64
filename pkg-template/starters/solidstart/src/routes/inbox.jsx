import { createAsync, useLocation } from "@solidjs/router";
import wasmUrl from "propylon/core.wasm?url";
import { preloadTags } from "propylon/server";
import { PropylonProvider, useAuth, useSession } from "propylon/solid";
import { Show } from "solid-js";
import { signedIn } from "../session.js";

const [preload] = preloadTags({ wasmUrl });

const Inbox = () => {
  const auth = useAuth();
  const session = useSession();
  return (
    <>
      <p id="who">{session().session?.identity.name}</p>
      <button disabled={!auth()} onClick={() => auth().logout({ returnTo: `${location.origin}/login` })}>Sign out</button>
    </>
  );
};

export default () => {
  const { pathname, search } = useLocation();
  const known = createAsync(() => signedIn(pathname + search), { deferStream: true });
  return <Show when={known()}>{(session) => <PropylonProvider session={session()}><link {...preload} /><Inbox /></PropylonProvider>}</Show>;
};
