import { requireSession } from "propylon/server";

const options = { kratosUrl: process.env.KRATOS_URL, loginUrl: process.env.LOGIN_URL, appUrl: process.env.APP_URL };

export const onRequest = async (context, next) => {
  if (!context.url.pathname.startsWith("/inbox")) return next();
  const session = await requireSession(context.request, options);
  if (session instanceof Response) return session;
  context.locals.session = session;
  return next();
};
