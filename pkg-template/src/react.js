"use client";
import { createContext, createElement, forwardRef, useContext, useEffect, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { EVENTS, KINDS, UNKNOWN, attend, attribute, connected, reaches, shown, withoutClient, withoutProvider } from "./wrapper.js";

const Context = createContext(null);

const NOTHING = () => () => {};

/** Holds the client of a part of an app. It is connected in the browser only, once the page is hydrated. */
export const PropylonProvider = ({ auth: given, url, locale, navigate, session = UNKNOWN, children }) => {
  const [{ auth, error }, set] = useState({ auth: null, error: null });
  const latest = useRef({});
  useEffect(() => {
    latest.current = { navigate, session };
  });
  useEffect(() => {
    if (given) return;
    const { session } = latest.current;
    const end = connected({ url, locale, session, navigate: (event) => latest.current.navigate?.(event) }, set);
    return () => {
      end();
      set({ auth: null, error: null });
    };
  }, [given, url, locale]);
  const value = useMemo(() => ({ url, locale, auth: given ?? auth, error, session }), [given, url, locale, auth, error, session]);
  return createElement(Context.Provider, { value }, children);
};

const provided = () => {
  const value = useContext(Context);
  if (!value) throw withoutProvider("<PropylonProvider>", "Put <PropylonProvider url=…> around the part of the app that uses it.");
  return value;
};

/** The client; `null` on the server and until it is connected. Throws if it cannot be connected. */
export const useAuth = () => {
  const { auth, error } = provided();
  if (error) throw error;
  return auth;
};

/** The session's state, kept up to date: what the server said until the client knows. */
export const useSession = () => {
  const { auth, error, session } = provided();
  const failure = useMemo(() => error && withoutClient(error, session), [error, session]);
  const store = auth?.session;
  const now = useSyncExternalStore(
    store ? store.subscribe : NOTHING,
    () => store?.snapshot() ?? session,
    () => session,
  );
  return failure ?? shown(now, session);
};

/** A flow, from its first request to its end, and its current screen; both `null` until it has begun. */
export const useFlow = (kind, options = {}) => {
  const auth = useAuth();
  const [flow, set] = useState(null);
  const key = JSON.stringify(options);
  useEffect(() => {
    if (!auth) return;
    const begun = auth[kind](options);
    set(begun);
    return () => {
      begun.dispose();
      set(null);
    };
  }, [auth, kind, key]);
  const store = useMemo(() => (flow ? [(told) => flow.subscribe(told), () => flow.snapshot()] : [NOTHING, () => null]), [flow]);
  return { flow, screen: useSyncExternalStore(...store, () => null) };
};

/** Its children, for people who are signed in. Nothing else of it is secret: check the session on the server. */
export const SignedIn = ({ aal, fallback = null, children }) => {
  const session = useSession();
  return reaches(session, aal) ? children : session.state === "unknown" ? fallback : null;
};

/** Its children, for people who are not signed in, and where nobody knows. */
export const SignedOut = ({ aal, fallback = null, children }) => {
  const session = useSession();
  return session.state === "unknown" ? fallback : reaches(session, aal) ? null : children;
};

const propOf = (name) => `on${name[0].toUpperCase()}${name.slice(1)}`;
const PROPS_OF_EVENTS = EVENTS.map(propOf);

/** An attribute of a custom element, as React 18 writes it, too. */
const written = ([name, value]) => {
  if (name === "className") return ["class", value];
  return /^(style|id|slot|key|aria-|data-)/.test(name) ? [name, value] : attribute([name, value]);
};

/** A component for an element. It waits until the page is hydrated, and its events are heard from its first one on. */
const componentOf = (kind) => {
  const tag = `kratos-${kind}`;
  const Component = forwardRef(({ children, ...props }, ref) => {
    const element = useRef(null);
    const latest = useRef(props);
    const context = useContext(Context);
    useImperativeHandle(ref, () => element.current, []);
    useEffect(() => {
      latest.current = props;
    });
    useEffect(() => attend(element.current, (name, event) => latest.current[propOf(name)]?.(event)), []);
    const own = Object.entries({ baseUrl: context?.url, locale: context?.locale, ...props }).filter(([name]) => !PROPS_OF_EVENTS.includes(name));
    return createElement(tag, { ...Object.fromEntries(own.map(written)), ref: element, "defer-hydration": "" }, children);
  });
  Component.displayName = tag;
  return Component;
};

export const [KratosLogin, KratosRegistration, KratosRecovery, KratosVerification, KratosSettings, KratosConsent, KratosApps, KratosSessions, KratosError, KratosLogout, KratosSession, KratosUser] = KINDS.map(componentOf);
