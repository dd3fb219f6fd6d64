import { useSearchParams } from "@solidjs/router";
import wasmUrl from "propylon/elements.wasm?url";
import { preloadTags } from "propylon/server";
import { KratosLogin } from "propylon/solid";

const [preload] = preloadTags({ wasmUrl });

export default () => {
  const [query] = useSearchParams();
  return <><link {...preload} /><KratosLogin groups={["default", "code", "passkey"]} returnTo={query.return_to ?? "/inbox"} aal={query.aal} /></>;
};
