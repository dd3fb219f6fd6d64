import { query } from "@solidjs/router";
import { handOver, requireSession } from "propylon/server";
import { getRequestEvent } from "solid-js/web";
import { options } from "./options.js";

/** What a page takes over. A link within the app asks for it by a script, so this is guarded, too. */
export const signedIn = query(async (returnTo) => {
  "use server";
  const { locals, request } = getRequestEvent();
  const session = locals.session ?? (await requireSession(request, { ...options, page: true, returnTo }));
  if (session instanceof Response) throw session;
  return handOver(session);
}, "session");
