import { handOver, preloadTags } from "propylon/server";
import { signedIn } from "../session.js";
import { Who } from "../who.jsx";

export default async function Inbox() {
  // A copy in `public`, which the client is told of, too.
  const links = preloadTags({ wasmUrl: "/core.wasm", kratosUrl: process.env.PUBLIC_KRATOS_URL });
  return [
    ...links.map(({ crossorigin, ...tag }) => <link key={tag.href} crossOrigin={crossorigin} {...tag} />),
    <Who key="who" url={process.env.PUBLIC_KRATOS_URL} session={handOver(await signedIn("/inbox"))} />,
  ];
}
