// Shows one story, drawn by the components of the site.
"use strict";
(() => {
  const text = atob(window.MODULE);
  const bytes = Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  wasm_bindgen.initSync({ module: bytes });
  const stories = JSON.parse(wasm_bindgen.stories());
  const languages = JSON.parse(wasm_bindgen.languages());
  /** The steps of the recording that is open. */
  let steps = [];
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const focus = HTMLElement.prototype.focus;

  // The widget of a captcha is another site's.
  HTMLIFrameElement.prototype.setAttribute = function (name, value) {
    const isSource = name === "src";
    const page = "<title>Captcha</title><body style='margin: 0; border: 1px solid; block-size: 63px; box-sizing: border-box'>";
    Element.prototype.setAttribute.call(this, isSource ? "srcdoc" : name, isSource ? page : value);
  };

  // What the site's boot script does with a logo that does not load, and with `brand.background`.
  addEventListener("error", ({ target }) => target.closest?.("picture")?.remove(), true);

  const background = (picture) => {
    document.getElementById("background").disabled = !picture;
    for (const scheme of ["light", "dark"]) {
      root.style.setProperty(`--kratos-picture-${scheme}`, picture ? `url("${picture[scheme] ?? picture}")` : "none");
    }
  };

  const direction = (language) => {
    const locale = new Intl.Locale(language);
    return (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? "ltr";
  };

  const look = (view) => {
    root.lang = view.lang;
    root.dir = view.dir === "auto" ? direction(view.lang) : view.dir;
    root.dataset.scheme = view.scheme === "system" ? "" : view.scheme;
    root.style.fontSize = `${view.zoom}%`;
    if (view.theme) theme.setAttribute("href", `themes/${view.theme}.css`);
    else theme.removeAttribute("href");
    // The overview keeps the focus in its list.
    HTMLElement.prototype.focus = view.focus === "off" ? () => {} : focus;
  };

  const frame = () => new Promise(requestAnimationFrame);

  /** Shows a story. Resolves once it is drawn, its presses included. */
  const show = async (id, view) => {
    look({ ...address.DEFAULTS, ...view });
    // The steps of a recording press nothing.
    const story = stories.find((story) => story.id === id) ?? { presses: [] };
    background(story.background);
    wasm_bindgen.show(id, view.lang ?? address.DEFAULTS.lang);
    const dark = document.querySelector("picture source");
    if (dark) dark.media = { light: "not all", dark: "all" }[root.dataset.scheme] ?? dark.media;
    // Components move the focus in the frame after they drew.
    await frame();
    await frame();
    for (const selector of story.presses) {
      const pressed = document.querySelector(selector);
      if (!pressed) throw new Error(`${id} has no ${selector} to press`);
      pressed.click();
      await frame();
      await frame();
    }
  };

  const follow = async () => {
    const { id, view } = address.read(location.hash);
    // A recording is gone when its page is loaded again.
    const isThere = stories.some((story) => story.id === id) || steps.some((step) => step.id === id);
    await show(isThere ? id : stories[0].id, view);
    root.dataset.shown = id;
  };

  /** Plays the text of a recording. Returns its steps, or why it is none. */
  const play = (text) => {
    try {
      const played = JSON.parse(wasm_bindgen.play(text));
      steps = played.steps;
      return played;
    } catch (error) {
      return { error: String(error) };
    }
  };

  // Presses lead nowhere.
  addEventListener("submit", (event) => event.preventDefault());
  addEventListener("click", (event) => {
    if (event.target.closest?.("a")) event.preventDefault();
  });
  addEventListener("hashchange", follow);
  addEventListener("message", ({ source, data }) => {
    if (source === parent && typeof data?.recording === "string") parent.postMessage({ played: play(data.recording) }, "*");
  });
  window.gallery = { stories, languages, show };
  follow();
  // A page from a file has an opaque origin.
  if (parent !== window) parent.postMessage({ stories, languages }, "*");
})();
