import { computed, defineComponent, getCurrentInstance, h, hasInjectionContext, inject, onBeforeUnmount, onMounted, onUnmounted, provide, ref, shallowRef, toValue, watch } from "vue";
import { EVENTS, KINDS, PROPERTIES, UNKNOWN, attend, attribute, follow, reaches, withoutProvider } from "./wrapper.js";

const KEY = Symbol("propylon");

/** A client that is connected when its first component is mounted: in the browser only, once the page is hydrated. */
const holderOf = (options) => {
  const { session = UNKNOWN } = options;
  const now = shallowRef({ auth: null, error: null, session });
  let end;
  const auth = computed(() => {
    if (now.value.error) throw now.value.error;
    return now.value.auth;
  });
  return {
    options,
    auth,
    session: computed(() => now.value.session),
    start: () => {
      end ??= follow(options, (told) => {
        now.value = told;
      });
    },
    stop: () => {
      end?.();
      end = undefined;
      now.value = { auth: null, error: null, session };
    },
  };
};

/** A plugin: holds the client of an app. */
export const propylon = (options = {}) => ({
  install(app) {
    const holder = holderOf(options);
    app.provide(KEY, holder);
    app.onUnmount?.(holder.stop);
  },
});

/** Holds the client of the component that calls it, and of those below. */
export const providePropylon = (options = {}) => {
  const holder = holderOf(options);
  provide(KEY, holder);
  onMounted(holder.start);
  onUnmounted(holder.stop);
};

const provided = () => {
  const holder = hasInjectionContext() ? inject(KEY, null) : null;
  if (!holder) throw withoutProvider("propylon() and providePropylon()", "Call app.use(propylon({ url })), or providePropylon({ url }) in the setup of a component above.");
  if (getCurrentInstance()) onMounted(holder.start);
  else if (typeof document !== "undefined") holder.start();
  return holder;
};

/** The client; `null` on the server and until it is connected. Reading it throws if it cannot be connected. */
export const useAuth = () => provided().auth;

/** The session's state, kept up to date: what the server said until the client knows. */
export const useSession = () => provided().session;

/** A flow, from its first request to its end, and its current screen; both `null` until it has begun. */
export const useFlow = (kind, options = {}) => {
  const auth = useAuth();
  const flow = shallowRef(null);
  const screen = shallowRef(null);
  const begin = ([client, name, key], _, onCleanup) => {
    if (!client) return;
    const begun = client[name](JSON.parse(key));
    flow.value = begun;
    begun.subscribe((now) => {
      screen.value = now;
    });
    onCleanup(() => {
      begun.dispose();
      flow.value = screen.value = null;
    });
  };
  watch([auth, () => toValue(kind), () => JSON.stringify(toValue(options))], begin, { immediate: true });
  return { flow, screen };
};

const partOf = (name, draw) =>
  defineComponent({
    name,
    props: { aal: String },
    setup(props, { slots }) {
      const session = useSession();
      return () => {
        const slot = session.value.state === "unknown" ? slots.fallback : draw(reaches(session.value, props.aal)) ? slots.default : undefined;
        return slot?.();
      };
    },
  });

/** Its default slot, for people who are signed in. Nothing else of it is secret: check the session on the server. */
export const SignedIn = partOf("SignedIn", (isIn) => isIn);

/** Its default slot, for people who are not signed in, and where nobody knows. */
export const SignedOut = partOf("SignedOut", (isIn) => !isIn);

const props = { ...Object.fromEntries(PROPERTIES.map((name) => [name, String])), groups: [String, Array], refresh: Boolean };

/** A component for an element. It waits until the page is hydrated, and its events are heard from its first one on. */
const componentOf = (kind) =>
  defineComponent({
    name: `Kratos${kind}`,
    props,
    emits: EVENTS,
    setup(given, { emit, expose, slots }) {
      const { options } = inject(KEY, { options: {} });
      const element = ref(null);
      let forget;
      onMounted(() => {
        forget = attend(element.value, emit);
      });
      onBeforeUnmount(() => forget?.());
      expose({ element });
      return () => {
        const { baseUrl = options.url, locale = options.locale, ...others } = given;
        const own = Object.entries({ baseUrl: baseUrl && String(baseUrl), locale, ...others });
        return h(`kratos-${kind}`, { ...Object.fromEntries(own.map(attribute)), "defer-hydration": "", ref: element }, slots.default?.());
      };
    },
  });

export const [KratosLogin, KratosRegistration, KratosRecovery, KratosVerification, KratosSettings, KratosConsent, KratosApps, KratosSessions, KratosError, KratosLogout, KratosSession, KratosUser] = KINDS.map(componentOf);
