import { cache } from "react";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getSession } from "propylon/server";

/** The session of the request; asked for once, however many components want it. */
export const session = cache(async () => getSession(await headers(), { kratosUrl: process.env.KRATOS_URL }));

/** Nobody else sees the rest of a component. `path` is where to go after the sign-in. */
export const signedIn = async (path) => {
  const known = await session();
  if (known.state === "unreachable") throw known.error;
  if (known.state !== "active") redirect(`${process.env.LOGIN_URL}?${new URLSearchParams({ return_to: process.env.APP_URL + path })}`);
  return known;
};
