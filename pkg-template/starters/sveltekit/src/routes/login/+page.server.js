import { getSession, handOver } from "propylon/server";
import { kratosUrl } from "../../kratos.server.js";

export const load = async ({ request }) => ({ session: handOver(await getSession(request, { kratosUrl })) });
