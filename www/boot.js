// Starts everything a first visit needs (settings, first flow, WebAssembly), passes it to the app, and
// shows an explanation if the app can't start. The build inserts the script tag with both file names.
import { attend } from "./controls/attend.js";
import { negotiate } from "./controls/negotiate.js";

(() => {
  const { src, dataset } = document.currentScript;
  const { module, wasm } = dataset;
  // The path below which the site is, without a slash at the end: this script is at its root.
  const base = new URL(".", src).pathname.slice(0, -1);
  const gate = document.getElementById("gate");
  const page = document.documentElement;
  const query = new URLSearchParams(location.search);
  const path = location.pathname.slice(base.length).replace(/^\/verify\b/, "/verification");
  const kind = /^\/(login|registration|recovery|verification|settings)\/?$/.exec(path)?.[1];

  // Same keys and order as `CARRIED` in src/kratos/request.rs.
  const CARRIED = [
    "return_to",
    "refresh",
    "aal",
    "login_challenge",
    "organization",
    "via",
    "identity_schema",
    "after_verification_return_to",
    "skip_settings",
    "consent_challenge",
    "logout_challenge",
  ];

  const h = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  };

  /** What was chosen in this browser; none where storage is blocked. */
  const choice = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };

  /** Keeps a choice in this browser; where storage is blocked, it lasts as long as the page. */
  const keep = (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {}
  };

  // Before anything is painted.
  page.dataset.scheme = choice("propylon.scheme") ?? "";
  gate.toggleAttribute("data-account", /^\/se(ttings|ssions)\b/.test(path));

  attend(gate, (name) => import(`${base}/controls/${name}.js`));

  // Begun on the page /doctor.
  const recorder = choice("propylon.recording") && import(`${base}/doctor/record.js`).catch(() => {});

  const pick = (names) => {
    const picked = new URLSearchParams();
    for (const name of names) if (query.get(name)) picked.set(name, query.get(name));
    return String(picked) && `?${picked}`;
  };

  /** The settings' values; `undefined` if the app has to report a problem with them first. */
  const valuesOf = ({ status, text }) => {
    if (status === 404) return {};
    try {
      return JSON.parse(text) ?? undefined;
    } catch {
      return undefined;
    }
  };

  /** Kratos' URL from the settings; `undefined` if the app has to report a problem with it first. */
  let kratos = location.origin + base;
  const baseOf = ({ kratosUrl }) => {
    const url = kratosUrl ?? kratos;
    return typeof url === "string" && /^https?:\/\/[^/ ]/.test(url) ? url.replace(/\/+$/, "") : undefined;
  };

  const whole = async (answer) => ({
    status: answer.status,
    text: await answer.text(),
    retryAfter: answer.headers.get("retry-after"),
  });

  const settings = async () => {
    try {
      // Preloaded by the page.
      const answer = await fetch(`${base}/config.json`);
      const isJson = answer.headers.get("content-type")?.includes("json");
      // A server that answers every path with the page has no settings file.
      if (answer.ok && !isJson) return { status: 404, text: "" };
      return await whole(answer);
    } catch {
      return null;
    }
  };

  // The languages in /locales/ and English, by their own names: `Intl.DisplayNames` would take 2 ms for each.
  const NAMES = new Map([
    ["en", "English"],
    ["de", "Deutsch"],
    ["fr", "français"],
    ["es", "español"],
    ["pt-BR", "português (Brasil)"],
    ["it", "italiano"],
    ["nl", "Nederlands"],
    ["pl", "polski"],
    ["cs", "čeština"],
    ["sv", "svenska"],
    ["da", "dansk"],
    ["nb", "norsk bokmål"],
    ["fi", "suomi"],
    ["uk", "українська"],
    ["ru", "русский"],
    ["tr", "Türkçe"],
    ["ar", "العربية"],
    ["he", "עברית"],
    ["fa", "فارسی"],
    ["hi", "हिन्दी"],
    ["id", "Indonesia"],
    ["vi", "Tiếng Việt"],
    ["ja", "日本語"],
    ["ko", "한국어"],
    ["zh-Hans", "中文（简体）"],
    ["zh-Hant", "中文（繁體）"],
  ]);
  const CHOICE = "propylon.language";

  /** The languages that an OAuth2 client asked for, by the page's query or by Kratos. */
  const asked = async (request) => {
    const tags = query.get("ui_locales")?.split(" ");
    if (tags || !request || !query.has("login_challenge")) return tags ?? [];
    try {
      return JSON.parse((await request.answer).text).oauth2_login_request.oidc_context.ui_locales ?? [];
    } catch {
      // The app handles the answer.
      return [];
    }
  };

  /** The page's language: the person's choice, the client's, the site's, or the browser's. */
  const languageOf = async ({ locale }, request) => {
    const isFixed = typeof locale === "string" && locale !== "auto";
    const site = isFixed ? [locale] : (navigator.languages ?? []);
    const known = negotiate([choice(CHOICE), ...[await asked(request)].flat(), ...site].filter(Boolean), [...NAMES.keys()]);
    // The operator may have put a file of their own into /locales/.
    return known ?? (isFixed ? locale : "en");
  };

  /** The translations for a tag: none for English, `null` if there are none for it. */
  const wordsOf = async (tag) => {
    if (tag === "en") return "";
    const file = `${base}/locales/${encodeURIComponent(tag)}.txt`;
    const answer = await fetch(file).catch(() => null);
    // A server may answer every path with the page.
    if (answer?.ok && answer.headers.get("content-type")?.includes("plain")) return `${await answer.text()}\ntag=${tag}\n`;
    console.warn(`propylon: ${file} could not be loaded (status ${answer?.status ?? 0}); using English`);
    return null;
  };

  /** The choice of a language, each by its own name. Tells the app the texts of a chosen one. */
  const languages = (current) => {
    const names = new Map(NAMES);
    // The site may have a language of the operator.
    if (!names.has(current)) names.set(current, new Intl.DisplayNames(current, { type: "language" }).of(current) ?? current);
    const options = [...names].map(([tag, name]) => h("option", { value: tag, lang: tag }, name));
    const select = h("select", { "data-part": "language", autocomplete: "off" }, ...options);
    select.value = current;
    select.onchange = async () => {
      keep(CHOICE, select.value);
      // An empty table is English; without one, the page stays in its language.
      select.dispatchEvent(new CustomEvent("words", { detail: await wordsOf(select.value) }));
    };
    return select;
  };

  /** Requests the page's flow before the app is loaded; after `before`: of two first requests at once, one loses its
   * CSRF cookie. */
  const begin = (kratos, before) => {
    const id = query.get("flow");
    const path = id ? `flows?${new URLSearchParams({ id })}` : `browser${pick(CARRIED)}`;
    const url = `${kratos}/self-service/${kind}/${path}`;
    const headers = { Accept: "application/json" };
    // Reads the whole body here, so that the app can render it at once when it starts.
    const ask = () => fetch(url, { headers, credentials: "include" }).then(whole);
    const answer = before ? before.answer.then(ask, ask) : ask();
    // The app handles a failure.
    answer.catch(() => {});
    return { kratos, url, answer };
  };

  /** Loads an element of the look. The app doesn't wait for it longer than a second. */
  const loaded = (element, attributes) =>
    new Promise((done) => {
      Object.assign(element, attributes, { onload: done });
      element.onerror = () => done(console.warn(`propylon: ${element.href ?? element.src} could not be loaded`));
      setTimeout(done, 1000);
    });

  const sheets = [];
  /** Loads a style sheet. It applies once the app takes the place of the shell, so that the shell doesn't move. */
  const sheet = (href) => {
    const link = document.createElement("link");
    sheets.push(link);
    document.head.append(link);
    return loaded(link, { rel: "stylesheet", media: "not all", href: base + href });
  };

  const DARK = "(prefers-color-scheme: dark)";
  const logo = new Image();

  /** Loads the theme that the settings name, a file in /themes/, and the logo; and shows the background. */
  const dress = ({ theme, brand }) => {
    const loading = [];
    if (typeof theme === "string" && /^[\w-]+$/.test(theme)) loading.push(sheet(`/themes/${theme}.css`));
    const urlOf = (picture, scheme) => [picture?.[scheme], picture?.light, picture].find((url) => typeof url === "string");
    const scheme = page.dataset.scheme || (matchMedia(DARK).matches ? "dark" : "light");
    const src = urlOf(brand?.logo, scheme);
    if (src) loading.push(loaded(logo, { src }));
    if (urlOf(brand?.background)) {
      for (const scheme of ["light", "dark"]) {
        const quoted = urlOf(brand.background, scheme).replace(/["\\\n]/g, encodeURIComponent);
        page.style.setProperty(`--kratos-picture-${scheme}`, `url("${quoted}")`);
      }
      loading.push(sheet("/background/background.css"));
    }
    return Promise.all(loading);
  };

  /** Changes the page so that what was there fades out, if the browser can and the person wants motion. What
   * comes is not a part of the transition: it can be pressed at once. */
  const turn = (change) => {
    if (!document.startViewTransition || matchMedia("(prefers-reduced-motion)").matches) return false;
    const { dataset } = page;
    dataset.turns = "";
    const transition = document.startViewTransition(() => {
      clearTimeout(late);
      delete dataset.turns;
      change();
      // The app draws after this task's other work.
      return new Promise((drawn) => setTimeout(drawn));
    });
    // Nobody waits for a frame that does not come. A transition that is skipped still changes the page.
    const late = setTimeout(() => transition.skipTransition(), 500);
    transition.ready.catch(() => {});
    return true;
  };

  /** Shows the logo for the scheme of the person or the theme, or else for the system's. */
  const follow = () => {
    const source = gate.querySelector("picture source");
    if (source) source.media = { light: "not all", dark: "all" }[getComputedStyle(page).getPropertyValue("color-scheme")] ?? DARK;
  };
  new MutationObserver(follow).observe(page, { attributeFilter: ["data-scheme"] });

  /** Keeps the place of the logo, so that the name beside it does not move. */
  const reserve = () => {
    const shown = gate.querySelector("picture img");
    if (shown && logo.naturalWidth) Object.assign(shown, { width: logo.naturalWidth, height: logo.naturalHeight });
  };

  // A logo that does not load leaves the name, without a gap.
  gate.addEventListener("error", ({ target }) => target.closest("picture")?.remove(), true);

  // Kratos' URL of the last visit: the first request need not wait for the settings then.
  const LAST = "propylon.kratos";

  const prepare = async () => {
    const last = choice(LAST);
    // A recording begins with this request.
    const guess = last && kind && !recorder && baseOf({ kratosUrl: last }) === last ? begin(last) : undefined;
    const config = await settings();
    await recorder;
    const values = config ? valuesOf(config) : undefined;
    if (values?.schemeSwitch === false) page.dataset.scheme = "";
    const dressed = values && dress(values);
    const url = values && baseOf(values);
    kratos = url || kratos;
    if (url && url !== last) keep(LAST, url);
    const first = () => (guess?.kratos === url ? guess : begin(url, guess));
    const request = url && kind ? first() : undefined;
    const tag = config ? await languageOf(values ?? {}, request) : "en";
    const words = await wordsOf(tag);
    await dressed;
    return { base, config, request, words: words ?? undefined, languages: languages(words === null ? "en" : tag), turn };
  };

  const load = async () => {
    if (typeof WebAssembly !== "object") throw new Error("WebAssembly is disabled");
    const [app, bytes] = await Promise.all([import(module), fetch(wasm)]);
    if (!bytes.ok) throw new Error(`${wasm} answered ${bytes.status}`);
    await app.default({ module_or_path: bytes });
    return app;
  };

  const reason = (cause) => {
    if (/is disabled/.test(cause)) return "This page needs WebAssembly, which is disabled in this browser.";
    if (/CompileError/.test(cause)) return "This browser blocked a part of this page.";
    return "A part of this page did not load. The connection may be down.";
  };

  /** Replaces the shell by an explanation, with a way to try again and other ways to continue. */
  const explain = (error) => {
    const cause = `${error?.name}: ${error?.message ?? error}`;
    console.error("The sign-in page could not start.", error);
    const around = `${kratos}/self-service/${kind ?? "login"}/browser${pick(["return_to"])}`;
    const title = h("h1", { "data-part": "title", tabindex: "-1" }, "This page could not start");
    gate.replaceChildren(
      h(
        "section",
        { "data-part": "card", role: "alert" },
        h("header", { "data-part": "header" }, title, h("p", { "data-part": "lead" }, reason(cause))),
        h(
          "div",
          { "data-part": "actions" },
          h("a", { "data-part": "button", "data-kind": "primary", href: location.href }, "Try again"),
          h("a", { "data-part": "button", "data-kind": "secondary", href: around }, "Sign in without this page"),
        ),
        h("small", { "data-part": "detail" }, cause),
      ),
    );
    gate.removeAttribute("aria-busy");
    title.focus();
  };

  /**
   * Puts what the app draws in `place` of the shell once it is more than the shell's own outline, or after a second:
   * the outline isn't laid out and painted twice.
   */
  const reveal = (place) => {
    const show = () => {
      observer.disconnect();
      clearTimeout(late);
      for (const link of sheets) link.media = "all";
      gate.removeAttribute("aria-busy");
      gate.replaceChildren(...place.childNodes);
      follow();
      reserve();
    };
    const look = () => place.querySelector("[data-part=skeleton]") ?? show();
    const late = setTimeout(show, 1000);
    const observer = new MutationObserver(look);
    observer.observe(place, { childList: true, subtree: true });
    look();
  };

  Promise.all([load(), prepare()])
    .then(([app, handover]) => {
      const place = h("div");
      app.start({ ...handover, place });
      reveal(place);
    })
    .catch(explain);
})();
