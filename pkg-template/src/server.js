export { PropylonError } from "./errors.js";
export { requireSession } from "./server/guard.js";
export { getSession, handOver } from "./server/session.js";
