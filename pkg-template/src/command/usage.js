import { parseArgs } from "node:util";

/** A call with wrong arguments. */
export class UsageError extends Error {}

/** The options and the other arguments of a call. */
export const parsed = (args, options) => {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
};
