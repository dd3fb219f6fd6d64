const TOKEN = /ory_pat_\w/;

/** A value that may be out of reach, such as storage in a frame without an origin. */
const or = (value, read) => {
  try {
    return read();
  } catch {
    return value;
  }
};

/** Where a token of an administrator is; never the token itself. */
const tokens = (given) => {
  const places = [];
  for (const name of ["localStorage", "sessionStorage"]) {
    or(undefined, () => {
      const storage = globalThis[name];
      for (const key of Object.keys(storage)) {
        if (TOKEN.test(key) || TOKEN.test(storage.getItem(key) ?? "")) places.push(`${name}, key ${key.replace(/ory_pat_\w+/g, "ory_pat_…")}`);
      }
    });
  }
  for (const script of document.querySelectorAll("script:not([src]), meta[content]")) {
    if (TOKEN.test(script.content || script.textContent)) places.push(`a <${script.localName}> of the page`);
  }
  if (TOKEN.test(or("", () => document.cookie))) places.push("a cookie");
  if (TOKEN.test(JSON.stringify(given ?? null))) places.push("the settings");
  return [...new Set(places)];
};

/** What this browser's interface for passkeys can do. */
const capabilities = async () => {
  try {
    const all = await PublicKeyCredential.getClientCapabilities();
    return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("extension:")));
  } catch {
    return {};
  }
};

/** The origins of the pages around this one, the nearest first. */
const ancestors = () => {
  if (window === window.top) return [];
  if (location.ancestorOrigins) return [...location.ancestorOrigins];
  return document.referrer ? [new URL(document.referrer).origin] : [];
};

/** The facts of this page. `given` is what the page was set up with, which is searched for tokens. */
export const factsOf = async (given) => {
  const allows = (feature) => document.featurePolicy?.allowsFeature(feature) ?? null;
  return {
    seat: "page",
    url: location.origin + location.pathname,
    secure: isSecureContext,
    framed: window !== window.top,
    ancestors: or([], ancestors),
    cookiesEnabled: navigator.cookieEnabled,
    hasStorage: or(false, () => Boolean(localStorage)),
    online: navigator.onLine,
    webauthn: typeof PublicKeyCredential !== "undefined",
    mayGet: allows("publickey-credentials-get"),
    mayCreate: allows("publickey-credentials-create"),
    capabilities: await capabilities(),
    readableCookies: or("", () => document.cookie)
      .split(";")
      .map((cookie) => cookie.split("=")[0].trim())
      .filter(Boolean),
    tokens: tokens(given),
    apiFlows: performance
      .getEntriesByType("resource")
      .map(({ name }) => name.split("?")[0])
      .filter((name) => /\/self-service\/(login|registration|recovery|verification|settings)\/api$/.test(name)),
    browser: navigator.userAgent,
  };
};

/** Notes what the page's policy refuses, until the returned function is called. */
export const watchPolicy = (violations) => {
  const hear = ({ effectiveDirective, blockedURI, originalPolicy }) => {
    violations.push({ directive: effectiveDirective, blocked: blockedURI, policy: originalPolicy });
  };
  document.addEventListener("securitypolicyviolation", hear);
  return () => document.removeEventListener("securitypolicyviolation", hear);
};
