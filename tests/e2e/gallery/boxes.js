// What resets may change of a screen: the boxes of all elements, and how they look.
"use strict";
(() => {
  const LOOKS = [
    "display", "color", "background-color", "background-image", "opacity", "visibility", "box-shadow", "outline-style",
    "border-top", "border-right", "border-bottom", "border-left", "border-radius", "margin", "padding",
    "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "line-height", "list-style-type",
    "text-align", "text-decoration-line", "text-indent", "text-transform", "white-space", "word-spacing",
  ];

  const name = (element) => {
    const { part, kind, icon } = element.dataset;
    return [element.localName, part, kind, icon, element.textContent.slice(0, 20)].filter(Boolean).join(" ");
  };

  const style = (element, pseudo) => {
    const computed = getComputedStyle(element, pseudo);
    // What has no width has no style.
    return LOOKS.map((look) => [look, computed.getPropertyValue(look).replace(/^0px (none|solid) .*/, "0px")]);
  };

  window.boxes = (root) => {
    const { left, top } = root.getBoundingClientRect();
    // The account of a form with a password is hidden from sight, and so is a choice with a search.
    return [root, ...root.querySelectorAll(":not([data-part=account], [data-part=searched])")].map((element) => {
      const box = element.getBoundingClientRect();
      if (element.getClientRects().length === 0) return { name: name(element), sides: {}, looks: [] };
      const before = style(element, "::before").map(([look, value]) => [`::before ${look}`, value]);
      return {
        name: name(element),
        sides: { left: box.left - left, top: box.top - top, width: box.width, height: box.height },
        looks: [...style(element), ...(getComputedStyle(element, "::before").content === "none" ? [] : before)],
      };
    });
  };

  /** What differs, by more than a pixel. */
  window.differences = (before, now) =>
    before.flatMap(({ name, sides, looks }, at) => {
      const other = now[at];
      const moved = Object.entries(sides).filter(([side, size]) => Math.abs(size - other.sides[side]) > 1);
      const changed = looks.filter(([, value], look) => other.looks[look]?.[1] !== value);
      return [
        ...moved.map(([side, size]) => `${name}: ${side} ${size} → ${other.sides[side]}`),
        ...changed.map(([look, value], at) => `${name}: ${look} ${value} → ${other.looks.find(([same]) => same === look)?.[1]}`),
      ];
    });

  /** Adds a style sheet, before or after the page's own. */
  window.sheet = (css, isFirst) => {
    const style = document.createElement("style");
    style.textContent = css;
    document.head[isFirst ? "prepend" : "append"](style);
    return style;
  };

  /** Draws screens in an element, and tells what each of these style sheets changes of them. */
  window.flattened = async (ids, resets) => {
    const found = [];
    const gate = document.querySelector("#gate");
    const sheets = resets.map((reset) => ({ ...reset, style: sheet(reset.css, reset.isFirst) }));
    for (const { style } of sheets) style.disabled = true;
    for (const id of ids) {
      await gallery.show(id, { focus: "off" });
      const before = boxes(gate);
      for (const { name, style } of sheets) {
        style.disabled = false;
        for (const difference of differences(before, boxes(gate))) found.push(`${name}, ${id}: ${difference}`);
        style.disabled = true;
      }
    }
    return found;
  };
})();
