// The page /doctor. The build bundles it with the scripts in pkg-template/src, where these paths start.
import { doctorOf } from "./doctor/element.js";
import { load } from "./doctor/module.js";
import { panelOf } from "./record/panel.js";

/** Where the site is, with a slash at the end: below a path, too. */
const home = new URL("..", import.meta.url);

const isLocal = /^(localhost|.*\.localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname);

/** The site's settings; none if they cannot be read, which the site's other pages report. */
const settings = async () => {
  try {
    const answer = await fetch(new URL("config.json", home));
    return (answer.ok && (await answer.json())) || {};
  } catch {
    return {};
  }
};

/** What the page that led here met: `#stop=cookie-lost&flow=login`. */
const eventsOf = (fragment) => {
  const told = new URLSearchParams(fragment.slice(1));
  const kinds = ["stop", "finding"].filter((kind) => told.has(kind));
  return kinds.map((kind) => ({ kind, code: told.get(kind), flow: told.get("flow") ?? "", detail: "" }));
};

const off = () => {
  const text = document.createElement("p");
  text.dataset.part = "lead";
  text.textContent = 'The doctor is off on this site. To turn it on, add "doctor": true to config.json. Without it, run: npx propylon doctor ';
  const code = document.createElement("code");
  code.textContent = home.href.replace(/\/$/, "");
  text.append(code);
  const gate = document.createElement("div");
  gate.dataset.part = "gate";
  const card = document.createElement("section");
  card.dataset.part = "card";
  card.append(text);
  gate.append(card);
  return gate;
};

const start = async () => {
  const config = await settings();
  const place = document.getElementById("place");
  if (!isLocal && config.doctor !== true) return place.replaceChildren(off());
  customElements.define("kratos-doctor", doctorOf(load));
  const doctor = document.createElement("kratos-doctor");
  doctor.setAttribute("base-url", typeof config.kratosUrl === "string" ? config.kratosUrl : home.href);
  if (Array.isArray(config.groups)) doctor.setAttribute("groups", config.groups.join(" "));
  doctor.setAttribute("deep", "");
  doctor.events = eventsOf(location.hash);
  doctor.given = config;
  place.replaceChildren(doctor, panelOf({ by: "site", groups: Array.isArray(config.groups) ? config.groups : [] }));
};

start();
