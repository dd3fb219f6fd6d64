// The part of an address after "#": a story and how it is shown, such as #/login/create?scheme=dark.
"use strict";
window.address = {
  /** How a story is shown where the address does not say. */
  DEFAULTS: { lang: "en", scheme: "system", dir: "auto", width: "1280", zoom: "100", theme: "", focus: "on" },

  /** `{ id, view }` of a hash. */
  read(hash) {
    const [path, query] = hash.replace(/^#\/?/, "").split("?");
    const view = { ...this.DEFAULTS };
    for (const [name, value] of new URLSearchParams(query)) if (name in view) view[name] = value;
    return { id: decodeURIComponent(path), view };
  },

  /** The hash of a story; what is as by default is left out. */
  write(id, view) {
    const query = new URLSearchParams();
    for (const name in this.DEFAULTS) {
      if (view[name] !== undefined && view[name] !== this.DEFAULTS[name]) query.set(name, view[name]);
    }
    return `#/${id}${String(query) && `?${query}`}`;
  },
};
