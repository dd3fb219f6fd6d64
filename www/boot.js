// Starts at once everything a first visit needs (settings, first flow, WebAssembly), hands it to the
// app, and says in plain words when the app can't start. The build writes the tag with both names.
"use strict";
(() => {
  const { module, wasm } = document.currentScript.dataset;
  const gate = document.getElementById("gate");
  const query = new URLSearchParams(location.search);
  const path = location.pathname.replace(/^\/verify\b/, "/verification");
  const kind = /^\/(login|registration|recovery|verification|settings)\/?$/.exec(path)?.[1];

  // The same keys in the same order as `CARRIED` in src/kratos/request.rs.
  const CARRIED = [
    "return_to",
    "refresh",
    "aal",
    "login_challenge",
    "organization",
    "via",
    "identity_schema",
    "after_verification_return_to",
  ];

  const pick = (names) => {
    const picked = new URLSearchParams();
    for (const name of names) if (query.get(name)) picked.set(name, query.get(name));
    return String(picked) && `?${picked}`;
  };

  /** Where Kratos is, by the settings; `undefined` when the app has to explain them first. */
  let kratos = location.origin;
  const baseOf = ({ status, text }) => {
    if (status === 404) return kratos;
    try {
      const url = JSON.parse(text).kratosUrl ?? kratos;
      return /^https?:\/\/[^/ ]/.test(url) ? url.replace(/\/+$/, "") : undefined;
    } catch {
      return undefined;
    }
  };

  const whole = async (answer) => ({ status: answer.status, text: await answer.text() });

  const settings = async () => {
    try {
      // The page preloads it.
      const answer = await fetch("/config.json");
      const isJson = answer.headers.get("content-type")?.includes("json");
      // A server that answers every path with the page has no settings file either.
      if (answer.ok && !isJson) return { status: 404, text: "" };
      return await whole(answer);
    } catch {
      return null;
    }
  };

  /** The words of the settings' locale: none for English, `null` where there are no such words. */
  const wordsOf = async ({ text }) => {
    let tag;
    try {
      tag = JSON.parse(text).locale;
    } catch {
      // The app explains it.
    }
    if (typeof tag !== "string" || /^en\b/i.test(tag)) return undefined;
    document.documentElement.lang = tag;
    const answer = await fetch(`/locales/${encodeURIComponent(tag)}.txt`).catch(() => null);
    // A server may answer every path with the page.
    return answer?.ok && answer.headers.get("content-type")?.includes("plain") ? answer.text() : null;
  };

  /** The flow the page will ask for, asked before the app is there. */
  const begin = (base) => {
    const id = query.get("flow");
    const path = id ? `flows?${new URLSearchParams({ id })}` : `browser${pick(CARRIED)}`;
    const url = `${base}/self-service/${kind}/${path}`;
    const headers = { Accept: "application/json" };
    // Read to its end here: an answer that is whole when the app starts is what it draws first.
    const answer = fetch(url, { headers, credentials: "include" }).then(whole);
    // The app hears of a failure when it takes over.
    answer.catch(() => {});
    return { url, answer };
  };

  const prepare = async () => {
    const config = await settings();
    const base = config && baseOf(config);
    kratos = base || kratos;
    const request = base && kind ? begin(base) : undefined;
    return { config, request, words: config ? await wordsOf(config) : undefined };
  };

  const load = async () => {
    if (typeof WebAssembly !== "object") throw new Error("WebAssembly is switched off");
    const [app, bytes] = await Promise.all([import(module), fetch(wasm)]);
    if (!bytes.ok) throw new Error(`${wasm} answered ${bytes.status}`);
    await app.default({ module_or_path: bytes });
    return app;
  };

  const h = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  };

  const reason = (cause) => {
    if (/switched off/.test(cause)) return "This page needs WebAssembly, which is switched off in this browser.";
    if (/CompileError/.test(cause)) return "This browser refused to run a part of this page.";
    return "A part of this page did not load. The connection may be down.";
  };

  /** Puts words in place of the shell, with a way to try again and a way around. */
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

  const slow = setTimeout(() => {
    const status = gate.querySelector("[data-part=live]");
    if (status) status.textContent = "Still loading. The connection seems slow.";
  }, 10_000);

  Promise.all([load(), prepare()])
    .then(([app, handover]) => app.start(handover))
    .catch(explain)
    .finally(() => clearTimeout(slow));
})();
