/** Attributes of elements, and their properties. */

/** Known values. Another value may belong to a later Kratos or be a mistake. */
const VALUES = {
  aal: ["", "aal1", "aal2"],
  groups: ["default", "password", "code", "link", "passkey", "webauthn", "totp", "lookup_secret", "oidc", "saml", "profile", "identifier_first", "captcha"],
  "heading-level": ["1", "2", "3", "4", "5", "6"],
  refresh: ["", "true", "false"],
};

/** Keeps an element from starting until it is removed: until then, the document is what the server sent. */
export const DEFERRED = "defer-hydration";
const SWITCHES = ["refresh", DEFERRED];

const camel = (name) => name.replace(/-./g, (pair) => pair[1].toUpperCase());

// Importing must work without a DOM.
export const Element = globalThis.HTMLElement ?? class {};

/** The names in a list. */
export const namesIn = (list) => (list ?? "").split(/[\s,]+/).filter(Boolean);

/** Gives a class properties for its attributes. */
export const reflect = (type, attributes) => {
  for (const attribute of attributes) {
    Object.defineProperty(type.prototype, camel(attribute), {
      configurable: true,
      enumerable: true,
      get() {
        if (SWITCHES.includes(attribute)) return this.hasAttribute(attribute) && this.getAttribute(attribute) !== "false";
        return this.getAttribute(attribute);
      },
      set(value) {
        if (value === null || value === undefined || value === false) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value === true ? "" : Array.isArray(value) ? value.join(" ") : String(value));
      },
    });
  }
};

/** Takes over properties that were set before the class was defined; they hide the accessors. */
export const takeOver = (element, attributes) => {
  for (const name of attributes.map(camel)) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
};

/** Warns of values that Kratos does not know. */
export const checkValues = (element) => {
  for (const [attribute, known] of Object.entries(VALUES)) {
    const value = element.getAttribute(attribute);
    if (value === null) continue;
    for (const part of attribute === "groups" ? namesIn(value) : [value]) {
      if (known.includes(part)) continue;
      console.warn(`propylon: <${element.localName} ${attribute}="${value}"> has the value ${part}, which is not known; use ${known.filter(Boolean).join(", ")}`);
    }
  }
};
