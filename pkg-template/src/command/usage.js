/** A call with wrong arguments. */
export class UsageError extends Error {}
