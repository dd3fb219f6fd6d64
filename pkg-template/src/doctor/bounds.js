/** Longer files are not read: no configuration is as long. */
const MOST_BYTES = 32_000_000;

/** Why a file of this many bytes is not read, as a sentence; nothing if it is. */
export const tooLong = (name, bytes) =>
  bytes > MOST_BYTES ? `${name} has ${Math.round(bytes / 1_000_000)} MB; a configuration has less than 1 MB.` : undefined;
