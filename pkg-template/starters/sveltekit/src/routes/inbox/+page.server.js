import { handOver } from "propylon/server";

export const load = ({ locals }) => ({ session: handOver(locals.session) });
