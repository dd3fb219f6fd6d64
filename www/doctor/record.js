// Loaded by every page of the site while a recording runs, before its first request.
import { current, watchFor } from "./record.js";

const recording = current();
if (recording) watchFor(recording);
