export { PropylonError } from "./errors.js";
export { requireSession } from "./server/guard.js";
export { preloadHtml, preloadTags } from "./server/preload.js";
export { getSession, handOver } from "./server/session.js";
