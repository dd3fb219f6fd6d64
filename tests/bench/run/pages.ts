/** A page to measure. */
export interface Page {
  name: string;
  /** The path of its form of `kind`. */
  path(kind: "login" | "registration"): string;
}

/** All pages. Others are compared with the first, the floor. */
export const PAGES: Page[] = [
  { name: "floor", path: (kind) => `/floor/${kind}.html` },
  { name: "propylon", path: (kind) => `/${kind}` },
  { name: "react", path: (kind) => `/react/${kind}.html` },
];

/** `list`, rotated by `by`, so that each page is first sometimes. */
export function rotated<T>(list: T[], by: number): T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
