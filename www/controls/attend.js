/**
 * Gives each `[data-control]` below `root`, now and later, to the script of that name, once. `load` imports a
 * script; without it the control stays as it is.
 */
export const attend = (root, load) => {
  new MutationObserver(() => {
    for (const element of root.querySelectorAll("[data-control]:not([data-attended])")) {
      element.dataset.attended = "";
      load(element.dataset.control).then(
        (script) => script.default(element),
        () => {},
      );
    }
  }).observe(root, { childList: true, subtree: true });
};
