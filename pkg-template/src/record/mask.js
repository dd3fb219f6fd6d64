// Replaces in requests and answers of Kratos everything that is somebody's: what is not known to be a word of
// Kratos' API or of a schema becomes a placeholder.

/** Members whose texts are words of Kratos' API, of WebAuthn or of a schema. */
const WORDS = new Set(
  `aal action active alg attestation authenticatorAttachment authenticator_assurance_level autocomplete channel code
  crossorigin displayNameFieldName displayNameFieldNames format group id inputmode lang method name node_type onclick onclickTrigger onload onloadTrigger
  pattern proof property provider referrerpolicy requested_aal residentKey rpId schema_id state status transports
  type userVerification via`.split(/\s+/),
);

/** Members whose texts are sentences. */
const SENTENCES = new Set(["text", "reason", "message", "title", "label"]);

/** Members with something that is somebody's in them, whatever it is. */
const PERSONAL = new Set(["traits", "metadata_public", "metadata_admin", "transient_payload", "user", "fields", "client", "subject", "oidc_context", "devices", "debug"]);

/** Fields whose values are buttons or steps. */
const CHOICES = new Set(["method", "screen", "provider", "link", "unlink", "resend", "upstream_parameters.prompt"]);

/** Members that are query strings. */
const QUERIES = new Set(["settings"]);

/** Parameters whose values are words of Kratos or of this package. */
const PARAMETERS = new Set(["aal", "by", "identity_schema", "prompt", "refresh", "skip_settings", "ui_locales", "via"]);

const WORD = /^[a-z][a-z0-9_-]{0,39}$/i;
const MARK = /^[\w.[\]():,;/ -]{1,120}$/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;
const LONG_NUMBER = /\d{5}/;
const TOKEN = /^(?=.*\d)[\w-]{20,}$/;
const BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

/** What is masked in sentences: URLs, addresses, random ids and long numbers. */
const LEAKS = String.raw`https?:\/\/[^\s"'<>]+|[^\s@"'<>(),:;]+@[^\s@"'<>(),:;]+|[\w+\/=-]{20,}|\+?\d[\d -]{3,}\d`;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

const isWord = (text) => WORD.test(text) && !LONG_NUMBER.test(text) && !TOKEN.test(text);

/** Whether the text of a member of that name may stay. */
const mayStay = (name, text) => {
  if (!WORDS.has(name)) return false;
  // Kratos' ids of errors and texts are words, all other ids are random.
  if (name === "id") return /^[a-z][a-z_]*$/.test(text);
  if (name === "pattern") return true;
  return MARK.test(text) && !LONG_NUMBER.test(text) && !TOKEN.test(text);
};

/** The functions that mask. `pseudonym` is a function from a value to its placeholder. */
export const masker = (pseudonym) => {
  /** The placeholders of this page so far: their values may be in sentences. */
  const known = new Map();
  /** The buttons so far, by name and value. */
  const buttons = new Set();

  const standIn = (value) => {
    if (value === "" || value === "true" || value === "false") return value;
    const masked = pseudonym(value);
    if (value.length > 3) known.set(value, masked);
    return masked;
  };

  const query = (params) => [...params].map(([name, value]) => [MARK.test(name) ? name : standIn(name), parameter(name, value)]);

  const parameter = (name, value) => {
    if (/^(https?:\/\/|\/)/.test(value)) return url(value);
    return PARAMETERS.has(name) && isWord(value) ? value : standIn(value);
  };

  /** A URL with its host and path; what is random in the path, and the values of its query, are masked. */
  const url = (text) => {
    let parsed;
    try {
      parsed = new URL(text, "https://base.invalid");
    } catch {
      return standIn(text);
    }
    if (!/^https?:$/.test(parsed.protocol)) return `${parsed.protocol}masked`;
    const path = parsed.pathname.split("/").map((part) => (part === "" || (MARK.test(part) && !LONG_NUMBER.test(part) && !TOKEN.test(part)) ? part : standIn(part)));
    const search = new URLSearchParams(query(parsed.searchParams)).toString();
    const origin = parsed.host === "base.invalid" ? "" : parsed.origin;
    return origin + path.join("/") + (search && `?${search}`);
  };

  /** A sentence without what is somebody's. */
  const sentence = (text) => {
    const values = [...known.keys()].sort((one, other) => other.length - one.length).map(escaped);
    // One pass, so that no placeholder is masked again.
    return text.replace(new RegExp([...values, LEAKS].join("|"), "gi"), (found) => {
      if (known.has(found)) return known.get(found);
      if (/^https?:/i.test(found)) return url(found);
      return /\d|@/.test(found) ? standIn(found) : found;
    });
  };

  const text = (name, value, isPersonal) => {
    if (/^\s*[{[]/.test(value)) {
      try {
        return JSON.stringify(member(name, JSON.parse(value), isPersonal));
      } catch {
        // It only looks like JSON.
      }
    }
    if (value.startsWith("data:")) return BLANK;
    if (isPersonal) return standIn(value);
    if (QUERIES.has(name)) return new URLSearchParams(query(new URLSearchParams(value))).toString();
    if (SENTENCES.has(name)) return sentence(value);
    if (/^(https?:\/\/|\/(?!\/))/.test(value)) return url(value);
    return mayStay(name, value) || TIME.test(value) ? value : standIn(value);
  };

  /** The value of an input: a button's is a word of Kratos, any other is somebody's. */
  const inputValue = ({ name, type }, value) => {
    const isChoice = type === "submit" || type === "button" || CHOICES.has(name);
    if (isChoice && isWord(value)) {
      buttons.add(`${name}=${value}`);
      return value;
    }
    return text(name, value, !/^[{[]/.test(value));
  };

  const member = (name, value, isPersonal) => {
    if (typeof value === "string") return text(name, value, isPersonal);
    if (typeof value === "number") return isPersonal ? 1 : value;
    if (Array.isArray(value)) return value.map((element) => member(name, element, isPersonal));
    if (!value || typeof value !== "object") return value;
    const isInput = !isPersonal && typeof value.name === "string" && typeof value.type === "string";
    const members = Object.entries(value).map(([key, inner]) => {
      if (isInput && key === "value" && typeof inner === "string") return [key, inputValue(value, inner)];
      if (isInput && key === "value" && typeof inner === "number") return [key, 1];
      // The id of a relying party is a domain.
      const meant = name === "rp" && key === "id" ? "rpId" : key;
      return [key, member(meant, inner, isPersonal || PERSONAL.has(key))];
    });
    return Object.fromEntries(members);
  };

  /** A JSON value. Masked twice: a sentence may come before the value in it. */
  const json = (value, name = "") => {
    member(name, value, false);
    return member(name, value, false);
  };

  return {
    json,
    url,
    sentence,
    query: (search) => query(new URLSearchParams(search)),
    /** The pairs of a posted form. */
    form: (pairs) => pairs.map(([name, value]) => [name, buttons.has(`${name}=${value}`) ? value : inputValue({ name }, value)]),
  };
};
