/**
 * The page's own entries of a menu: the children of its element. They stand in the menu while it is
 * drawn; frameworks go on inserting and removing them as children of the element.
 */
export class Entries {
  #host;
  #gate;
  #place;

  constructor(host) {
    this.#host = host;
    new MutationObserver(() => this.#gather()).observe(host, { childList: true });
    for (const [method, at] of [["removeChild", 0], ["insertBefore", 1]]) {
      host[method] = (...given) => {
        const isInside = this.#place && given[at]?.parentNode === this.#place;
        return Node.prototype[method].apply(isInside ? this.#place : host, given);
      };
    }
  }

  /** Moves them into the menu in `gate`. */
  enter(gate) {
    this.#gate = gate;
    this.#place = gate.querySelector("[data-part=entries]");
    this.#gather();
  }

  /** Moves them back, before the menu is removed. */
  leave() {
    if (this.#place) this.#host.append(...this.#place.childNodes);
    // Through the module's listeners, a removed gate would keep the element in memory, and itself.
    this.#gate = this.#place = undefined;
  }

  #gather() {
    if (this.#place) this.#place.append(...[...this.#host.childNodes].filter((node) => node !== this.#gate));
  }
}
