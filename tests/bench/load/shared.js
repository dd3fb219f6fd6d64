// What all load runs have in common. Run by k6.
const { SECONDS, PEOPLE, OUT } = __ENV;

/** Some people at a time, each of whom starts again at once. One answer that is not as expected fails the run. */
export function optionsOf() {
  return {
    vus: Number(PEOPLE),
    duration: `${SECONDS}s`,
    summaryTrendStats: ["p(50)", "p(99)"],
    thresholds: { checks: ["rate==1"] },
  };
}

/** Writes how many there were in a second, and how long each took in ms. */
export function summary({ metrics }) {
  const { "p(50)": p50, "p(99)": p99 } = metrics.iteration_duration.values;
  return { [OUT]: JSON.stringify({ perSecond: metrics.iterations.values.rate, p50, p99 }) };
}
