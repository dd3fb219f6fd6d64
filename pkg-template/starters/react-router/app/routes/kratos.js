import { kratosUrl } from "../session.server.js";

/** Kratos under the app's own origin. */
export const loader = async ({ request, url }) => {
  const onward = new Request(new URL(url.pathname + url.search, kratosUrl), request);
  onward.headers.delete("connection");
  // What fetch unpacks would still be announced as packed.
  onward.headers.set("accept-encoding", "identity");
  return fetch(onward, { redirect: "manual" }).catch(() => new Response("Kratos is away", { status: 502 }));
};

export const action = loader;
