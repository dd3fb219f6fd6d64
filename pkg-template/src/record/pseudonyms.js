// Placeholders for what a recording must not have.
//
// One is made of the keyed hash of its value, so equal values have equal placeholders on all pages of a
// recording, without a list of them. The key never leaves the browser and is thrown away at the end: nobody
// can try values against the file.
// The hash is a library's: crypto.subtle is missing on pages without TLS, which are worth a recording, too.
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const MAIL = /^[^\s@"<>]+@[^\s@"<>]+$/;
const PHONE = /^\+[\d\s().*-]{5,24}$/;
const DATE = /^\d{4}-\d\d-\d\d(?<time>T.*)?$/;
const TOKEN = /^[\w+/=.~|%-]{16,}$/;
const PREFIX = /^ory_[a-z]+_/;

/** As many characters of a long text are kept as its length. */
const LONGEST = 4000;

const padded = (start, length, filling) => start.slice(0, length).padEnd(Math.min(length, LONGEST), filling);

/** A random key, in hexadecimal digits. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A function from a value to its placeholder, which has the shape of the value: an address stays an address,
 * a code of six digits stays one, a token keeps its length and its prefix. */
export const pseudonyms = (key) => {
  const encoder = new TextEncoder();
  const keyBytes = encoder.encode(key);
  return (value) => {
    const hash = hmac(sha256, keyBytes, encoder.encode(value));
    const hex = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const digits = [...hash].map((byte) => byte % 10).join("");
    if (UUID.test(value)) return `00000000-0000-4000-8000-${hex.slice(0, 12)}`;
    if (MAIL.test(value)) return `person-${hex.slice(0, 8)}@mail.example`;
    if (PHONE.test(value)) return `+1555${digits.slice(0, 7)}`;
    if (/^\d+$/.test(value)) return padded(`1${digits}`, value.length, "0");
    const date = DATE.exec(value);
    if (date) return `200${digits[0]}-01-0${1 + (hash[1] % 9)}${date.groups.time ? "T00:00:00Z" : ""}`;
    // Hexadecimal digits stay some, and base64 stays base64, with what fills it up.
    if (/^[\da-f]{16,}$/i.test(value)) return padded(hex, value.length, "0");
    if (TOKEN.test(value)) {
      const prefix = PREFIX.exec(value)?.[0] ?? "";
      const end = /=*$/.exec(value)[0];
      return prefix + padded(`masked${hex.slice(0, 12)}`, value.length - prefix.length - end.length, "A") + end;
    }
    return padded(`x${hex.slice(0, 6)}`, Math.max(value.length, 4), "x");
  };
};
