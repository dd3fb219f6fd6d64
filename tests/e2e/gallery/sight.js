// What is checked of a screen for people who see it larger, with more contrast or without colours. Each
// check returns its findings.
"use strict";
(() => {
  const { brief, shown, clipped, contrast } = window.seen;

  /** The boxes of the texts and controls that people see. */
  const things = () => {
    const found = [];
    const texts = document.createTreeWalker(document.querySelector("#gate"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !shown(element) || clipped(element) || element.matches("option")) continue;
      range.selectNodeContents(texts.currentNode);
      for (const box of range.getClientRects()) found.push({ element, box });
    }
    for (const element of document.querySelectorAll("#gate :is(input, select, button, img, iframe)")) {
      if (shown(element) && !clipped(element)) found.push({ element, box: element.getBoundingClientRect() });
    }
    return found;
  };

  /** Parts that are meant to lie on each other. */
  const belong = (one, other) =>
    one.contains(other) ||
    other.contains(one) ||
    one.control === other ||
    other.control === one ||
    one.closest("[data-part=password], [data-part=country], [data-kind=checkbox]")?.contains(other) ||
    // A list that opens lies on what is below it, until it is closed.
    [one, other].some((element) => element.closest("[role=listbox]"));

  /** Adds rules, and returns how to remove them. The policy of the site refuses style elements. */
  const styled = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
    return () => document.adoptedStyleSheets.splice(document.adoptedStyleSheets.indexOf(sheet), 1);
  };

  Object.assign(window.checks, {
    /** No text or control lies on another. */
    overlaps() {
      const found = [];
      const all = things();
      for (const [at, { element, box }] of all.entries()) {
        for (const { element: other, box: second } of all.slice(at + 1)) {
          const wide = Math.min(box.right, second.right) - Math.max(box.left, second.left);
          // The lines of a text may touch: boxes of letters are higher than what is seen of them.
          const high = Math.min(box.bottom, second.bottom) - Math.max(box.top, second.top);
          if (wide > 2 && high > 4 && element !== other && !belong(element, other)) {
            found.push(`overlap: ${brief(element)} and ${brief(other)}`);
          }
        }
      }
      return found;
    },

    /** Nothing is cut or overlaps with the spacing of WCAG 1.4.12. */
    spacing() {
      const restore = styled(
        "#gate * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
          "#gate p { margin-block-end: 2em !important }" +
          // Its spaces are those between its boxes.
          "#gate [data-part=code] { letter-spacing: revert-layer !important }",
      );
      const found = [...window.checks.fits(), ...window.checks.overlaps()];
      restore();
      return found;
    },

    /** Frames of fields are seen: at least 3:1 (WCAG 1.4.11). */
    frames() {
      const found = [];
      for (const input of document.querySelectorAll("#gate :is([data-part=input], [data-part=code]:not([data-length]))")) {
        if (!shown(input)) continue;
        const ratio = contrast(getComputedStyle(input).borderTopColor, input.parentElement);
        if (ratio < 3) found.push(`frame of ${ratio.toFixed(1)}: ${brief(input)}`);
      }
      return found;
    },

    /** All text has a contrast of at least 7:1 (WCAG 1.4.6), and buttons have a frame that is seen. */
    async more() {
      const { violations } = await axe.run({
        runOnly: ["color-contrast-enhanced"],
        rules: { "color-contrast-enhanced": { enabled: true } },
        resultTypes: ["violations"],
        preload: false,
      });
      const found = violations.flatMap(({ nodes }) =>
        nodes.map(({ html, any }) => `${any[0]?.data?.contrastRatio} of 7: ${html.slice(0, 140)}`),
      );
      for (const button of document.querySelectorAll("#gate [data-part=button]:not([data-kind=plain])")) {
        const { borderTopColor, backgroundColor } = getComputedStyle(button);
        const ratios = [borderTopColor, backgroundColor].map((it) => contrast(it, button.parentElement));
        if (shown(button) && Math.max(...ratios) < 3) found.push(`no frame: ${brief(button)}`);
      }
      return found;
    },

    /** What colours say is said by something else, too (WCAG 1.4.1). */
    colours() {
      const found = [];
      for (const link of document.querySelectorAll("#gate p a[href]")) {
        const isMarked = link.matches("[data-part=button]") || getComputedStyle(link).textDecorationLine.includes("underline");
        if (!isMarked) found.push(`a link like the text: ${brief(link)}`);
      }
      for (const input of document.querySelectorAll("#gate [aria-invalid=true]:not([data-part=searched])")) {
        const about = document.getElementById(input.getAttribute("aria-describedby"));
        if (!about?.textContent.trim()) found.push(`invalid without a word: ${brief(input)}`);
        const { boxShadow, borderTopWidth, backgroundSize } = getComputedStyle(input);
        const isThick = boxShadow.includes("inset") || Number.parseFloat(borderTopWidth) > 1 || /\b[23]px/.test(backgroundSize);
        if (!isThick && input.type !== "checkbox") found.push(`invalid by colour: ${brief(input)}`);
      }
      for (const said of document.querySelectorAll("#gate :is([data-part=notice], [data-part=message][data-tone=error])")) {
        const { content, display } = getComputedStyle(said, "::before");
        if (content === "none" || display === "none") found.push(`no sign: ${brief(said)}`);
      }
      for (const way of document.querySelectorAll("#gate [aria-current]")) {
        const other = way.parentElement.querySelector("a:not([aria-current])");
        const mark = (it) => getComputedStyle(it).borderInlineStartWidth + getComputedStyle(it).fontWeight;
        if (other && mark(other) === mark(way)) found.push(`current by colour: ${brief(way)}`);
      }
      return found;
    },

    /** The words on a control are in its name (WCAG 2.5.3). */
    names() {
      const found = [];
      for (const element of document.querySelectorAll("#gate [aria-label]:is(button, a, select, summary)")) {
        const words = [...element.querySelectorAll("span:not([aria-hidden])")].map((it) => it.textContent.trim());
        const name = element.getAttribute("aria-label").toLowerCase();
        for (const word of words) {
          if (!element.querySelector("[data-part=badge]") && !name.includes(word.toLowerCase())) {
            found.push(`"${word}" is not in "${name}"`);
          }
        }
      }
      return found;
    },
  });
})();
