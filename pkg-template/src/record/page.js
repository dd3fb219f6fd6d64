import { begin, current, watchFor } from "../record.js";

/** Records this page: begins, or goes on with what another page or tab began. */
export const recordHere = () => {
  const recording = current() ?? begin({ by: "package", groups: [] });
  watchFor(recording);
  const { started, file, stop } = recording;
  return { started, file, stop };
};
