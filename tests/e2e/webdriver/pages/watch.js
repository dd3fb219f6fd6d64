// The first script of each page under test. Keeps what a developer would see in the console, so that
// a test can read it: WebKitGTK's driver has no command for that.
(() => {
  const KEY = "propylon-test-watch";
  const note = (kind, text) => {
    const noted = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    sessionStorage.setItem(KEY, JSON.stringify([...noted, `${kind}: ${text}`]));
  };
  for (const level of ["error", "warn"]) {
    const write = console[level];
    console[level] = (...words) => {
      note(level, words.join(" "));
      write.apply(console, words);
    };
  }
  const isElement = (target) => target instanceof Element;
  addEventListener(
    "error",
    ({ message, target }) => note("exception", isElement(target) ? target.outerHTML : message),
    // Errors of files don't bubble.
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => note("rejection", String(reason)));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) =>
    note("violation", `${violatedDirective} ${blockedURI} at ${sourceFile}`),
  );
})();
