import type { CompatStatement } from "@mdn/browser-compat-data";

/** The browsers of `OLDEST` in xtask/src/site/optimise.rs. */
const OLDEST = { chrome: 99, edge: 99, firefox: 97, safari: 15.4, safari_ios: 15.4 } as const;

/** Whether all of them have something. */
export function isOld({ support }: CompatStatement): boolean {
  return Object.entries(OLDEST).every(([browser, oldest]) =>
    [support[browser as keyof typeof OLDEST] ?? []].flat().some((one) => {
      const { version_added: since, version_removed: gone, flags, prefix, alternative_name: other } = one;
      if (!since || gone || flags || prefix || other) return false;
      return Number.parseFloat(since.replace("≤", "")) <= oldest;
    }),
  );
}
