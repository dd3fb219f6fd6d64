// What is checked of a screen, in the page. Each check returns its findings, a line for each.
"use strict";
(() => {
  const RULES = {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    // Not on by default.
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
    // It reads styles by requests, which a page from a file can't send.
    preload: false,
  };

  const shown = (element) => element.getClientRects().length > 0;
  /** Hidden from sight only, such as the account of a form with a password. */
  const clipped = (element) => getComputedStyle(element).clipPath !== "none";
  /** What can be pressed of a control: a label around or over a checkbox belongs to it. */
  const size = (element) => {
    const parts = element.type === "checkbox" ? [element, ...element.labels] : [element];
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const most = (side) => Math.round(Math.max(...boxes.map((box) => box[side])));
    return { width: most("width"), height: most("height") };
  };
  const brief = (element) => element.outerHTML.slice(0, 120);

  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  /** The colour of these colours painted over each other, as shares of red, green and blue. */
  const painted = (colours) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((share) => share / 255);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((share) =>
      share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  /** The contrast of a colour with what is behind it inside `element`, as WCAG defines it. */
  const contrast = (colour, element) => {
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const both = [luminance(painted(behind)), luminance(painted([...behind, colour]))].sort((one, other) => one - other);
    return (both[1] + 0.05) / (both[0] + 0.05);
  };

  window.seen = { shown, clipped, brief, contrast };

  window.checks = {
    async axe() {
      const { violations } = await axe.run(RULES);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html.slice(0, 160)}`));
    },

    /** Something other than what a page shows while it loads, with all words in their places. */
    drawn() {
      const gate = document.querySelector("#gate");
      const found = gate.querySelector("[data-part=skeleton]") ? ["not loaded"] : [];
      return found.concat(gate.textContent.match(/\{[a-z_]+\}/g) ?? []);
    },

    /** Nothing leads to a horizontal scrollbar, and no text is cut; a long list scrolls. */
    fits() {
      const width = document.documentElement.clientWidth;
      const found = [];
      const wide = document.documentElement.scrollWidth;
      if (wide > width) found.push(`scrolls sideways: ${wide} px in ${width} px`);
      for (const element of document.querySelectorAll("#gate *")) {
        if (!shown(element) || clipped(element) || element.matches("input, select, option, [role=listbox]")) continue;
        const { overflowX, overflowY } = getComputedStyle(element);
        const cutsX = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
        const cutsY = overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1;
        if (cutsX || cutsY) found.push(`cut: ${brief(element)}`);
      }
      const texts = document.createTreeWalker(document.querySelector("#gate"), NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      while (texts.nextNode()) {
        range.selectNodeContents(texts.currentNode);
        const off = [...range.getClientRects()].some(({ left, right }) => left < -1 || right > width + 1);
        if (off && !clipped(texts.currentNode.parentElement)) {
          found.push(`outside: ${brief(texts.currentNode.parentElement)}`);
        }
      }
      return found;
    },

    /** Everything that can be pressed is at least 24 pixels in both directions (WCAG 2.5.8). */
    targets() {
      const found = [];
      for (const element of document.querySelectorAll("#gate :is(a[href], button, input, select, summary)")) {
        if (!shown(element) || clipped(element)) continue;
        const { width, height } = size(element);
        if (width < 24 || height < 24) found.push(`${width} × ${height}: ${brief(element)}`);
      }
      return found;
    },
  };

  /** Shows each story in turn, and returns the findings of these checks on all of them. */
  window.walk = async (ids, view, names) => {
    const found = [];
    for (const id of ids) {
      await gallery.show(id, view);
      for (const name of names) {
        for (const finding of await checks[name]()) found.push(`${id}: ${finding}`);
      }
    }
    return found;
  };
})();
