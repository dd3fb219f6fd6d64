export const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";

/** Kratos under the app's own origin. */
export const passedOn = async ({ request, url }) => {
  const headers = new Headers(request.headers);
  for (const name of ["connection", "content-length"]) headers.delete(name);
  // What fetch unpacks would still be announced as packed.
  headers.set("accept-encoding", "identity");
  const onward = { method: request.method, headers, body: request.body, duplex: "half", redirect: "manual" };
  const answer = await fetch(new URL(url.pathname + url.search, kratosUrl), onward).catch(() => undefined);
  return answer ? new Response(answer.body, answer) : new Response("Kratos is away", { status: 502 });
};
