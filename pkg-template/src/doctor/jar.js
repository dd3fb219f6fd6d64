/** Cookies as a browser keeps them for one page: by domain, path, `Secure` and `SameSite`. */
export class Jar {
  #cookies = [];

  /** Keeps a `Set-Cookie` of an answer from `url`, unless a browser would drop it. */
  put(line, url, isCrossSite) {
    const [pair, ...rest] = line.split(";").map((part) => part.trim());
    const at = pair.indexOf("=");
    const attributes = new Map(rest.map((part) => [part.split("=")[0].toLowerCase(), part.split("=").slice(1).join("=")]));
    const domain = attributes.get("domain")?.replace(/^\./, "").toLowerCase();
    const sameSite = (attributes.get("samesite") ?? "lax").toLowerCase();
    const isSecure = attributes.has("secure");
    const path = attributes.get("path")?.startsWith("/") ? attributes.get("path") : url.pathname.replace(/\/[^/]*$/, "") || "/";
    if (domain && url.hostname !== domain && !url.hostname.endsWith(`.${domain}`)) return;
    if (isSecure && url.protocol !== "https:" && !isLocal(url)) return;
    if (sameSite === "none" && !isSecure) return;
    if (isCrossSite && sameSite !== "none") return;
    const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), host: domain ?? url.hostname, isExact: !domain, path, isSecure, sameSite };
    this.#cookies = this.#cookies.filter((other) => other.name !== cookie.name || other.host !== cookie.host || other.path !== cookie.path);
    const isOver = Number(attributes.get("max-age") ?? 1) <= 0 || Date.parse(attributes.get("expires") ?? "9999") < Date.now();
    if (!isOver) this.#cookies.push(cookie);
  }

  /** The header `Cookie` for a request. */
  header(url, isCrossSite) {
    const fits = ({ host, isExact, path, isSecure, sameSite }) =>
      (url.hostname === host || (!isExact && url.hostname.endsWith(`.${host}`))) &&
      (url.pathname === path || url.pathname.startsWith(path.endsWith("/") ? path : `${path}/`)) &&
      (!isSecure || url.protocol === "https:" || isLocal(url)) &&
      (!isCrossSite || sameSite === "none");
    return this.#cookies.filter(fits).map(({ name, value }) => `${name}=${value}`).join("; ");
  }
}

const isLocal = ({ hostname }) => hostname === "localhost" || hostname.endsWith(".localhost") || /^127\./.test(hostname) || hostname === "[::1]";
