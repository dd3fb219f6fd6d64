export { PropylonError } from "./errors.js";
export { fakeAuth } from "./testing/auth.js";
export { flow, screen, screenNames } from "./testing/drawn.js";
export { needsAal2, signedIn, signedOut, unreachable } from "./testing/sessions.js";
