// A first visit of the sign-in page: its files over new connections, and with FORM the form from Kratos. Run by
// k6.
import { check } from "k6";
import http from "k6/http";
import { optionsOf, summary } from "./shared.js";

const { SITE, FORM } = __ENV;
const PACKED = { "Accept-Encoding": "br" };

export const options = { ...optionsOf(), noVUConnectionReuse: true };

/** The files that the page names, which a browser loads with it. */
export function setup() {
  const page = http.get(`${SITE}/login`).body;
  return [...page.matchAll(/ (?:href|src|data-module|data-wasm)="(\/[^"]+)"/g)]
    .map(([, path]) => SITE + path)
    .filter((url, place, all) => all.indexOf(url) === place);
}

export default function (files) {
  const page = http.get(`${SITE}/login`, { headers: PACKED, responseType: "none" });
  const form = { method: "GET", url: `${SITE}/self-service/login/browser`, params: { headers: { Accept: "application/json" } } };
  const rest = http.batch([
    ...files.map((url) => ({ method: "GET", url, params: { headers: PACKED, responseType: "none" } })),
    ...(FORM ? [form] : []),
  ]);
  check([page, ...rest], {
    "each is answered with 200": (all) => all.every(({ status }) => status === 200),
  });
}

export const handleSummary = summary;
