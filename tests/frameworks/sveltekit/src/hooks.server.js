import { redirect } from "@sveltejs/kit";
import { requireSession } from "propylon/server";

const options = { kratosUrl: process.env.KRATOS_URL, loginUrl: process.env.LOGIN_URL, appUrl: process.env.APP_URL };

export const handle = async ({ event, resolve }) => {
  if (!event.url.pathname.startsWith("/inbox")) return resolve(event);
  // The data of a page is asked for as by a script; its redirect leads the page.
  const isData = event.isDataRequest;
  const session = await requireSession(event.request, { ...options, page: isData || undefined, returnTo: event.url.pathname + event.url.search });
  if (session instanceof Response) {
    if (isData && session.status === 303) redirect(303, session.headers.get("location"), { external: true });
    return session;
  }
  event.locals.session = session;
  return resolve(event);
};
