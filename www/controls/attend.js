/**
 * Gives each `[data-control]` below `root`, now and later, to the script of that name, once. `load` imports a
 * script; without it the control stays as it is.
 */
export const attend = (root, load) => {
  const attended = new WeakSet();
  new MutationObserver(() => {
    for (const element of root.querySelectorAll("[data-control]")) {
      if (attended.has(element)) continue;
      attended.add(element);
      load(element.dataset.control).then(
        (script) => script.default(element),
        () => {},
      );
    }
  }).observe(root, { childList: true, subtree: true });
};
