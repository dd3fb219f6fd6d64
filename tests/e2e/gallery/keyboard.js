// What is checked of a screen for people who use a keyboard. Each check returns its findings.
"use strict";
(() => {
  const FOCUSABLE = ":is(a[href], button, input, select, textarea, summary, iframe):not(:disabled, [tabindex='-1'], [type=hidden])";
  const { brief, shown, clipped } = window.seen;

  /** What the Tab key reaches, in its order: nothing has a tabindex above 0. */
  // The page in a frame shows its own focus.
  const stops = () =>
    [...document.querySelectorAll(`#gate ${FOCUSABLE}`)].filter((it) => shown(it) && !clipped(it) && it.localName !== "iframe");

  /** What shows the focus: a line that is there only with it, or a thicker frame. */
  const look = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundSize, backgroundImage } =
      getComputedStyle(element);
    const outline = outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth);
    return { outline, outlineColor, frame: backgroundSize + backgroundImage.replace(/rgba?\([^)]*\)|color\([^)]*\)/g, ""), boxShadow };
  };

  Object.assign(window.checks, {
    /** Every focus is visible (WCAG 2.4.7), by a line with a contrast of at least 3:1 (1.4.11). */
    rings() {
      const found = [];
      for (const element of stops()) {
        document.activeElement?.blur();
        const before = look(element);
        element.focus();
        if (document.activeElement !== element) {
          found.push(`takes no focus: ${brief(element)}`);
          continue;
        }
        const now = look(element);
        const hasLine = now.outline >= 2 && before.outline === 0;
        if (!hasLine && now.frame === before.frame) found.push(`no ring: ${brief(element)}`);
        if (hasLine && window.seen.contrast(now.outlineColor, element.parentElement) < 3) {
          found.push(`faint ring: ${brief(element)}`);
        }
      }
      document.activeElement?.blur();
      return found;
    },

    /** The focus moves as one reads: down, or on in the line or to the next column (WCAG 2.4.3). */
    order() {
      const found = [];
      const isLeftward = document.documentElement.dir === "rtl";
      if (document.querySelector("#gate [tabindex]:not([tabindex='0'], [tabindex='-1'])")) {
        found.push("a tabindex above 0");
      }
      let before;
      for (const element of stops()) {
        const box = element.getBoundingClientRect();
        const isOn = (from) =>
          isLeftward ? box.right <= from.right - 1 : box.left >= from.left + 1;
        if (before && box.top < before.top - 12 && !isOn(before)) {
          found.push(`comes after what is below it: ${brief(element)}`);
        }
        before = box;
      }
      return found;
    },

    /** Nothing hides what has the focus, in a small window (WCAG 2.4.11). */
    obscured() {
      const found = [];
      for (const element of stops()) {
        element.focus();
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const at = [
          [(left + right) / 2, (top + bottom) / 2],
          [left + 4, top + 4],
          [right - 4, bottom - 4],
        ];
        const isSeen = at.some(([x, y]) => {
          const hit = document.elementFromPoint(x, y);
          return hit && (element.contains(hit) || (hit !== document.body && hit.contains(element)) || hit.control === element);
        });
        if (!isSeen) found.push(`hidden: ${brief(element)}`);
      }
      document.activeElement?.blur();
      return found;
    },

    /** Every field takes what is pasted into it (WCAG 3.3.8). */
    paste() {
      const found = [];
      for (const input of document.querySelectorAll("#gate input:not([type=hidden], [type=checkbox], [readonly], :disabled)")) {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", "123456");
        const before = input.value;
        const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        const isLeft = input.dispatchEvent(event);
        if (!isLeft && input.value !== "123456") found.push(`refuses a paste: ${brief(input)}`);
        input.value = before;
      }
      return found;
    },

    /** Browsers and password managers know what every field about the person is (WCAG 1.3.5, 3.3.8). */
    purpose() {
      const found = [];
      const wanted = [
        [":is([data-part=password] *)", /\b(current|new)-password\b/],
        ["[data-part=code]", /\bone-time-code\b/],
        ["[inputmode=email]", /\b(email|username)\b/],
        ["[type=tel]", /\btel\b/],
        ["[inputmode=url]", /\burl\b/],
        ["[name=identifier]", /\b(username|email|tel)\b/],
      ];
      for (const [selector, tokens] of wanted) {
        for (const input of document.querySelectorAll(`#gate input${selector}`)) {
          if (!shown(input)) continue;
          if (!tokens.test(input.autocomplete)) found.push(`autocomplete "${input.autocomplete}": ${brief(input)}`);
        }
      }
      for (const input of document.querySelectorAll("#gate input[autocomplete=off]:not([name=lookup_secret], [role=combobox])")) {
        found.push(`autocomplete is off: ${brief(input)}`);
      }
      return found;
    },
  });
})();
