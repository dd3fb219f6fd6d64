import { cache } from "react";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getSession } from "propylon/server";

export const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";
export const appUrl = process.env.APP_URL ?? "http://localhost:4455";

/** The session of the request; asked for once, however many components want it. */
export const session = cache(async () => getSession(await headers(), { kratosUrl }));

/** Nobody else sees the rest of a component. `path` is where to go after the sign-in. */
export const signedIn = async (path) => {
  const known = await session();
  if (known.state === "unreachable") throw known.error;
  if (known.state !== "active") redirect(`/login?${new URLSearchParams({ return_to: appUrl + path })}`);
  return known;
};
