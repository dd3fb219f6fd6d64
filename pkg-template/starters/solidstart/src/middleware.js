import { createMiddleware } from "@solidjs/start/middleware";
import { proxyRequest } from "nitro/h3";
import { requireSession } from "propylon/server";
import { getRequestEvent } from "solid-js/web";
import { options } from "./options.js";

export default createMiddleware([
  async (event, next) => {
    const { pathname, search } = new URL(event.req.url);
    // Kratos under the app's own origin.
    if (/^\/(self-service|sessions|\.well-known\/ory)(\/|$)/.test(pathname)) return proxyRequest(event, options.kratosUrl + pathname + search);
    if (!pathname.startsWith("/inbox")) return next();
    const session = await requireSession(event.req, options);
    if (session instanceof Response) return session;
    getRequestEvent().locals.session = session;
    return next();
  },
]);
