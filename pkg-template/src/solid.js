import { createComponent, createContext, createEffect, createMemo, createSignal, mergeProps, onCleanup, onMount, splitProps, untrack, useContext } from "solid-js";
import { Dynamic } from "solid-js/web";
import { EVENTS, KINDS, PROPERTIES, UNKNOWN, attend, attribute, follow, reaches, withoutProvider } from "./wrapper.js";

const Context = createContext();

/** Holds the client of a part of an app. It is connected in the browser only, once the page is hydrated. */
export const PropylonProvider = (props) => {
  const begun = () => ({ auth: null, error: null, session: untrack(() => props.session) ?? UNKNOWN });
  const [now, set] = createSignal(begun());
  onMount(() => {
    createEffect(() => {
      const { auth, url, locale } = props;
      const { session } = begun();
      const end = follow({ auth, url, locale, session, navigate: (event) => props.navigate?.(event) }, set);
      onCleanup(() => {
        end();
        set(begun());
      });
    });
  });
  const auth = createMemo(() => now().auth);
  const value = {
    auth: () => {
      if (now().error) throw now().error;
      return auth();
    },
    session: createMemo(() => now().session),
    props,
  };
  return createComponent(Context.Provider, {
    value,
    get children() {
      return props.children;
    },
  });
};

const provided = () => {
  const value = useContext(Context);
  if (!value) throw withoutProvider("<PropylonProvider>", "Put <PropylonProvider url=…> around the part of the app that uses it.");
  return value;
};

/** The client; `null` on the server and until it is connected. Reading it throws if it cannot be connected. */
export const useAuth = () => provided().auth;

/** The session's state, kept up to date: what the server said until the client knows. */
export const useSession = () => provided().session;

const read = (given) => (typeof given === "function" ? given() : given);

/** A flow, from its first request to its end, and its current screen; both `null` until it has begun. */
export const useFlow = (kind, options = {}) => {
  const auth = useAuth();
  const [flow, setFlow] = createSignal(null);
  const [screen, setScreen] = createSignal(null);
  const key = createMemo(() => JSON.stringify(read(options)));
  createEffect(() => {
    const client = auth();
    if (!client) return;
    const begun = client[read(kind)](JSON.parse(key()));
    setFlow(begun);
    begun.subscribe((now) => setScreen(now));
    onCleanup(() => {
      begun.dispose();
      setFlow(null);
      setScreen(null);
    });
  });
  return { flow, screen };
};

const partOf = (draw) => (props) => {
  const session = useSession();
  const kind = createMemo(() => (session().state === "unknown" ? "fallback" : draw(reaches(session(), props.aal)) ? "children" : "none"));
  return createMemo(() => props[kind()]);
};

/** Its children, for people who are signed in. Nothing else of it is secret: check the session on the server. */
export const SignedIn = partOf((isIn) => isIn);

/** Its children, for people who are not signed in, and where nobody knows. */
export const SignedOut = partOf((isIn) => !isIn);

const propOf = (name) => `on${name[0].toUpperCase()}${name.slice(1)}`;

/** A component for an element. It waits until the page is hydrated, and its events are heard from its first one on. */
const componentOf = (kind) => (props) => {
  const context = useContext(Context);
  const [events, given, others] = splitProps(props, [...EVENTS.map(propOf), "ref"], PROPERTIES);
  let element;
  const attributes = {};
  for (const name of PROPERTIES) {
    const [key] = attribute([name]);
    Object.defineProperty(attributes, key, { enumerable: true, get: () => attribute([name, given[name] ?? { baseUrl: context?.props.url && String(context.props.url), locale: context?.props.locale }[name]])[1] });
  }
  onMount(() => onCleanup(attend(element, (name, event) => events[propOf(name)]?.(event))));
  const ref = (host) => {
    element = host;
    events.ref?.(host);
  };
  return createComponent(Dynamic, mergeProps(others, attributes, { component: `kratos-${kind}`, "defer-hydration": "", ref }));
};

export const [KratosLogin, KratosRegistration, KratosRecovery, KratosVerification, KratosSettings, KratosConsent, KratosApps, KratosSessions, KratosError, KratosLogout, KratosSession, KratosUser] = KINDS.map(componentOf);
