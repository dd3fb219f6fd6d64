export const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";

/** Kratos under the app's own origin. */
export const passedOn = async ({ request, url }) => {
  const onward = new Request(new URL(url.pathname + url.search, kratosUrl), request);
  onward.headers.delete("connection");
  // What fetch unpacks would still be announced as packed.
  onward.headers.set("accept-encoding", "identity");
  const answer = await fetch(onward, { redirect: "manual" }).catch(() => undefined);
  return answer ? new Response(answer.body, answer) : new Response("Kratos is away", { status: 502 });
};
