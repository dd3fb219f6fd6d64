const kratosUrl = process.env.KRATOS_URL ?? "http://localhost:4433";

/** Kratos under the app's own origin. */
export default defineEventHandler((event) => {
  if (!/^\/(self-service|sessions|\.well-known\/ory)([/?]|$)/.test(event.path)) return;
  // proxyRequest leaves it out, and Kratos would answer with pages.
  const headers = { accept: getHeader(event, "accept") ?? "*/*" };
  return proxyRequest(event, kratosUrl + event.path, { headers, fetchOptions: { redirect: "manual" } });
});
