import { requireSession } from "propylon/server";

const options = {
  kratosUrl: process.env.KRATOS_URL ?? "http://localhost:4433",
  loginUrl: "/login",
  appUrl: process.env.APP_URL ?? "http://localhost:4455",
};

export default defineEventHandler(async (event) => {
  if (!event.path.startsWith("/inbox")) return;
  const session = await requireSession(event.node.req, options);
  if (session instanceof Response) return session;
  event.context.session = session;
});
