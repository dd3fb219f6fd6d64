import { NextResponse } from "next/server";
import { requireSession } from "propylon/server";
import { appUrl, kratosUrl } from "./app/session.js";

export const proxy = async (request) => {
  const { pathname, search } = request.nextUrl;
  // Kratos under the app's own origin.
  if (!pathname.startsWith("/inbox")) return NextResponse.rewrite(new URL(pathname + search, kratosUrl));
  const session = await requireSession(request, { kratosUrl, loginUrl: "/login", appUrl });
  if (session instanceof Response) return session;
};

export const config = { matcher: ["/inbox/:path*", "/self-service/:path*", "/sessions/:path*", "/.well-known/ory/:path*"] };
