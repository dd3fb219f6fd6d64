//! Parses libFuzzer's log, and prints the table of all runs.

use std::time::Duration;

use crate::size::grouped;
use crate::step;

/// The result of a target.
pub struct Line {
    /// Its name.
    pub target: &'static str,
    /// The number of inputs.
    pub runs: u64,
    /// The duration.
    pub took: Duration,
    /// The crash, if there was one, for people. libFuzzer stops at the first.
    pub crash: Option<String>,
}

/// The number of inputs, from the last lines of a log.
pub fn runs(log: &str) -> Option<u64> {
    let line = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    line.trim().parse().ok()
}

/// The file with the input that crashed.
pub fn input(log: &str) -> Option<&str> {
    log.lines().find_map(|line| Some(line.split_once("Test unit written to ")?.1.trim()))
}

/// Why a run crashed: the panic message, else libFuzzer's.
pub fn reason(log: &str) -> String {
    let panic = log.lines().skip_while(|line| !line.contains(" panicked at "));
    let panic: Vec<&str> = panic.take_while(|line| !line.starts_with("stack backtrace:")).collect();
    if let Some((_, place)) = panic.first().and_then(|first| first.split_once(" panicked at ")) {
        let words = panic.iter().skip(1).copied();
        return std::iter::once(place).chain(words).collect::<Vec<_>>().join(" ");
    }
    let error = log.lines().find_map(|line| Some(line.split_once("ERROR: libFuzzer: ")?.1));
    error.unwrap_or("it says nothing").to_owned()
}

/// The table of all runs.
pub fn table(lines: &[Line]) -> String {
    let row = |cells: [&str; 5]| {
        let [target, runs, took, speed, crashes] = cells;
        format!("  {target:<8} {runs:>12} {took:>12} {speed:>9} {crashes:>8}")
    };
    let mut rows = vec![row(["target", "runs", "time", "runs/s", "crashes"])];
    rows.extend(lines.iter().map(|line| {
        let millis = u64::try_from(line.took.as_millis()).unwrap_or(u64::MAX).max(1);
        row([
            line.target,
            &grouped(line.runs),
            &step::duration(line.took),
            &grouped(line.runs.saturating_mul(1000) / millis),
            if line.crash.is_some() { "1" } else { "0" },
        ])
    }));
    rows.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRASHED: &str = "\
INFO: Loaded 1 modules
#20 NEW    cov: 1
thread '<unnamed>' (4711) panicked at src/page.rs:77:5:
it goes on
and on
stack backtrace:
   0: __rustc::rust_begin_unwind
==1== ERROR: libFuzzer: deadly signal
artifact_prefix='/x/'; Test unit written to /x/crash-3f
stat::number_of_executed_units: 4711
";

    #[test]
    fn a_crash_is_told_by_the_panic_and_its_input() {
        assert_eq!(runs(CRASHED), Some(4711));
        assert_eq!(input(CRASHED), Some("/x/crash-3f"));
        assert_eq!(reason(CRASHED), "src/page.rs:77:5: it goes on and on");
        let endless = "==1== ERROR: libFuzzer: timeout after 10 seconds\n";
        assert_eq!(reason(endless), "timeout after 10 seconds");
        assert_eq!(input("Done 20000 runs in 1 second(s)\n"), None);
    }

    #[test]
    fn the_table_has_a_row_for_each_target() {
        let took = Duration::from_secs(20);
        let lines = [
            Line { target: "flow", runs: 10_000_000, took, crash: None },
            Line { target: "error", runs: 7, took, crash: Some("no".to_owned()) },
        ];
        let table = table(&lines);
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows[0], "  target           runs         time    runs/s  crashes");
        assert_eq!(rows[1], "  flow       10 000 000         20 s   500 000        0");
        assert_eq!(rows[2], "  error               7         20 s         0        1");
    }
}
