import { createContext } from "react-router";
import { requireSession } from "propylon/server";

export const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";
const appUrl = process.env.APP_URL ?? "http://localhost:4455";

export const sessionContext = createContext();

export const signedIn = async ({ request, url, context }) => {
  // The data of a page is asked for as by a script; its redirect leads the page.
  const isData = new URL(request.url).pathname !== url.pathname;
  const session = await requireSession(request, { kratosUrl, loginUrl: "/login", appUrl, page: isData || undefined, returnTo: url.pathname + url.search });
  if (session instanceof Response) throw session;
  context.set(sessionContext, session);
};
