"use client";
import { useAuth, useSession } from "propylon/react";
import { preloadTags } from "propylon/server";

const tags = preloadTags({ wasmUrl: new URL("propylon/core.wasm", import.meta.url).pathname });

export const Who = () => {
  const auth = useAuth();
  const { session } = useSession();
  return (
    <>
      {tags.map(({ crossorigin, ...tag }) => <link key={tag.href} crossOrigin={crossorigin} {...tag} />)}
      <p id="who">{session?.identity.name}</p>
      <button disabled={!auth} onClick={() => auth.logout({ returnTo: `${location.origin}/login` })}>Sign out</button>
    </>
  );
};
