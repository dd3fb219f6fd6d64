import { requireSession } from "propylon/server";

const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";
const options = { kratosUrl, loginUrl: "/login", appUrl: process.env.APP_URL ?? "http://localhost:4455" };

/** Kratos under the app's own origin. */
const passedOn = async ({ request, url }) => {
  const onward = new Request(new URL(url.pathname + url.search, kratosUrl), request);
  onward.headers.delete("connection");
  // What fetch unpacks would still be announced as packed.
  onward.headers.set("accept-encoding", "identity");
  const answer = await fetch(onward, { redirect: "manual" }).catch(() => undefined);
  return answer ? new Response(answer.body, answer) : new Response("Kratos is away", { status: 502 });
};

export const onRequest = async (context, next) => {
  const { pathname } = context.url;
  if (/^\/(self-service|sessions|\.well-known\/ory)(\/|$)/.test(pathname)) return passedOn(context);
  if (!pathname.startsWith("/inbox")) return next();
  const session = await requireSession(context.request, options);
  if (session instanceof Response) return session;
  context.locals.session = session;
  return next();
};
