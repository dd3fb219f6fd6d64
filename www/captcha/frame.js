// Draws Cloudflare's Turnstile in a frame of the page, so that the policy of the page itself allows no
// script of another host. The widget's options are in a hidden input of the form around the frame; its
// token goes to the input that has the frame's name. No message between windows is needed:
// `frameElement` is null in a page of another origin.
"use strict";
(() => {
  const frame = window.frameElement;
  const inputs = frame?.closest("form")?.elements;
  if (!inputs?.captcha_turnstile_options) return;
  const { sitekey, theme, action } = JSON.parse(inputs.captcha_turnstile_options.value);
  const { body } = document;
  const put = (token) => {
    if (inputs[frame.name]) inputs[frame.name].value = token;
  };
  const clear = () => put("");
  const fail = () => {
    clear();
    body.textContent = "The check of challenges.cloudflare.com could not be loaded.";
  };

  // The token of an earlier widget is used up.
  clear();
  Object.assign(body.style, { margin: "0", overflow: "hidden", font: "14px system-ui, sans-serif" });
  // The wide widget needs 300 px.
  const isNarrow = innerWidth < 300;
  if (isNarrow) frame.style.blockSize = "140px";

  const script = document.createElement("script");
  script.src = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";
  script.onerror = fail;
  script.onload = () =>
    window.turnstile.render(body, {
      sitekey,
      action,
      theme,
      size: isNarrow ? "compact" : "flexible",
      language: parent.document.documentElement.lang || "auto",
      "response-field": false,
      // Its form would not fit into the frame.
      "feedback-enabled": false,
      callback: put,
      "expired-callback": clear,
      "timeout-callback": clear,
      "error-callback": clear,
    });
  document.head.append(script);
})();
