/** A page that is measured. */
export interface Page {
  name: string;
  /** Where its form of `kind` is. */
  path(kind: "login" | "registration"): string;
}

/** The floor is the first: all others are held against it. */
export const PAGES: Page[] = [
  { name: "floor", path: (kind) => `/floor/${kind}.html` },
  { name: "propylon", path: (kind) => `/${kind}` },
  { name: "react", path: (kind) => `/react/${kind}.html` },
];

/** `list` beginning at another place each time, so that nobody is always first. */
export function rotated<T>(list: T[], by: number): T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
