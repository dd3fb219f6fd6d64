import { createContext } from "react-router";
import { requireSession } from "propylon/server";

export const sessionContext = createContext();

const options = { kratosUrl: process.env.KRATOS_URL, loginUrl: process.env.LOGIN_URL, appUrl: process.env.APP_URL };

export const signedIn = async ({ request, url, context }) => {
  // The data of a page is asked for as by a script; its redirect leads the page.
  const isData = new URL(request.url).pathname !== url.pathname;
  const session = await requireSession(request, { ...options, page: isData || undefined, returnTo: url.pathname + url.search });
  if (session instanceof Response) throw session;
  context.set(sessionContext, session);
};
