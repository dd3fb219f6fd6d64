import { redirect } from "@sveltejs/kit";
import { requireSession } from "propylon/server";
import { kratosUrl, passedOn } from "./kratos.server.js";

export const handle = async ({ event, resolve }) => {
  const { pathname, search } = event.url;
  if (/^\/(self-service|sessions|\.well-known\/ory)(\/|$)/.test(pathname)) return passedOn(event);
  if (!pathname.startsWith("/inbox")) return resolve(event);
  // The data of a page is asked for as by a script; its redirect leads the page.
  const isData = event.isDataRequest;
  const session = await requireSession(event.request, { kratosUrl, loginUrl: "/login", page: isData || undefined, returnTo: pathname + search });
  if (session instanceof Response) {
    if (isData && session.status === 303) redirect(303, session.headers.get("location"));
    return session;
  }
  event.locals.session = session;
  return resolve(event);
};
