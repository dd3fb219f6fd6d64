import { requireSession } from "propylon/server";

const options = { kratosUrl: process.env.KRATOS_URL, loginUrl: process.env.LOGIN_URL, appUrl: process.env.APP_URL };

export const proxy = async (request) => {
  const session = await requireSession(request, options);
  if (session instanceof Response) return session;
};

export const config = { matcher: "/inbox/:path*" };
