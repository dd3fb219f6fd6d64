/** What the wrappers for frameworks have in common. */
import { PropylonError } from "./errors.js";

export { reaches } from "./reaches.js";

export const UNKNOWN = { state: "unknown", session: null, url: null, error: null };

/** A use without what a wrapper provides; `how` says how its provider is given. */
export const withoutProvider = (provider, how) => new PropylonError("no-provider", { name: provider, door: how });

/** What is shown of a session: what the server said until the client knows. */
export const shown = (now, given) => (now.state === "unknown" ? given : now);

/** What is shown of a session without a client: what the server said, if it knows, else that nobody does. */
export const withoutClient = (error, given) => (given.state === "unknown" ? { ...given, state: "unreachable", error } : given);

/** Connects, and tells `told` the client, or why there is none. Returns what ends both, but not a client of the app's own. */
export const connected = ({ auth: own, ...options }, told) => {
  if (own) {
    told({ auth: own, error: null });
    return () => {};
  }
  let isOver = false;
  let mine;
  import("./index.js")
    .then(({ connect }) => isOver || connect(options))
    .then(
      (auth) => {
        // It may have been removed meanwhile, as in React's Strict Mode.
        if (isOver) return auth.dispose?.();
        mine = auth;
        told({ auth, error: null });
      },
      (error) => isOver || told({ auth: null, error }),
    );
  return () => {
    isOver = true;
    mine?.dispose();
  };
};

/** Connects with what the server knows, and tells `told` each change of client, error and session. */
export const follow = ({ session = UNKNOWN, ...options }, told) => {
  let forget;
  const end = connected({ ...options, session }, ({ auth, error }) => {
    told({ auth, error, session: error ? withoutClient(error, session) : session });
    forget = auth?.session.subscribe((now) => told({ auth, error, session: shown(now, session) }));
  });
  return () => {
    forget?.();
    end();
  };
};

/** The kinds of elements that have components. */
export const KINDS = ["login", "registration", "recovery", "verification", "settings", "consent", "apps", "sessions", "error", "logout", "session", "user"];

/** The events of elements, without `kratos-`. */
export const EVENTS = ["screen", "success", "navigate", "error", "session"];

/** The properties of elements that are attributes. */
export const PROPERTIES = ["baseUrl", "groups", "locale", "headingLevel", "flow", "returnTo", "refresh", "aal", "organization", "via", "loginChallenge", "identitySchema", "consentChallenge", "errorId", "settingsUrl", "sessionsUrl"];

/** An attribute, by the name of its property. */
export const attribute = ([name, value]) => [
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  Array.isArray(value) ? value.join(" ") : value === true ? "" : value === false || value === null ? undefined : value,
];

/** Tells `hear` an element's events, from the first one on, and starts it, which waits until the page is hydrated.
 * Returns what forgets them. */
export const attend = (element, hear = () => {}) => {
  const heard = EVENTS.map((name) => {
    const listener = (event) => hear(name, event);
    element.addEventListener(`kratos-${name}`, listener);
    return () => element.removeEventListener(`kratos-${name}`, listener);
  });
  import("./elements.js").then(() => element.removeAttribute("defer-hydration"), console.error);
  return () => heard.forEach((forget) => forget());
};
