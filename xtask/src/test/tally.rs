//! Counts tests from the closing lines of test runners.

use std::fmt;

/// A test runner.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// `cargo test`, and wasm-bindgen's runner, which has the same closing line.
    Cargo,
    /// Playwright's `list`, `line` and `dot` reporters.
    Playwright,
    /// `node --test`.
    Node,
}

/// Numbers of tests.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Ran and passed.
    pub passed: u64,
    /// Failed, or flaky.
    pub failed: u64,
    /// Marked as skipped.
    pub skipped: u64,
}

impl Tally {
    /// Adds another count.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Adds the counts in a line of output, if it is a closing line of `runner`.
    pub fn read(&mut self, runner: Runner, line: &str) {
        let line = plain(line);
        let line = line.trim();
        match runner {
            Runner::Cargo => {
                let Some(counts) = line.strip_prefix("test result: ") else { return };
                let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
                counts.split(';').for_each(|count| self.count(count.trim()));
            }
            Runner::Node => {
                let Some(count) = line.strip_prefix("ℹ ").or(line.strip_prefix("# ")) else {
                    return;
                };
                match count.split_once(' ').map(|(word, number)| (word, number.parse::<u64>())) {
                    Some(("pass", Ok(number))) => self.passed += number,
                    Some(("fail" | "cancelled", Ok(number))) => self.failed += number,
                    Some(("skipped" | "todo", Ok(number))) => self.skipped += number,
                    _ => {}
                }
            }
            Runner::Playwright => {
                self.count(line.split_once(" (").map_or(line, |(count, _)| count));
            }
        }
    }

    fn count(&mut self, text: &str) {
        let Some((number, word)) = text.split_once(' ') else { return };
        let Ok(number) = number.parse::<u64>() else { return };
        match word {
            "passed" => self.passed += number,
            "failed" | "flaky" | "interrupted" | "did not run" => self.failed += number,
            "ignored" | "skipped" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// The line without ANSI colours (`ESC [ … letter`).
fn plain(line: &str) -> String {
    let mut rest = line.chars();
    let mut out = String::with_capacity(line.len());
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            rest.by_ref().skip(1).find(char::is_ascii_alphabetic);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(runner: Runner, output: &str) -> Tally {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read(runner, line));
        tally
    }

    #[test]
    fn cargo_s_closing_lines_are_summed_over_its_binaries() {
        let output = "\
running 2 tests
test a ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: \u{1b}[31mFAILED\u{1b}[0m. 5 passed; 1 failed; 3 ignored; 0 measured; 7 filtered out; finished in 1.2s";
        assert_eq!(read(Runner::Cargo, output), Tally { passed: 7, failed: 1, skipped: 3 });
    }

    #[test]
    fn the_browser_runner_closes_like_cargo() {
        let output =
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 filtered out; finished in 0.02s";
        assert_eq!(read(Runner::Cargo, output), Tally { passed: 3, failed: 0, skipped: 1 });
    }

    #[test]
    fn playwright_s_flaky_and_unrun_tests_are_failures() {
        let output = "\
Running 9 tests using 1 worker
  1 failed
    [chromium] › sign-in.spec.ts:3:1 › signs in
  \u{1b}[33m1 flaky\u{1b}[39m
  2 skipped
  1 did not run
\u{1b}[32m  4 passed\u{1b}[39m\u{1b}[2m (30.1s)\u{1b}[22m";
        assert_eq!(read(Runner::Playwright, output), Tally { passed: 4, failed: 3, skipped: 2 });
    }

    #[test]
    fn node_s_closing_lines_are_counted() {
        let output = "✔ signs in (3 ms)\nℹ tests 5\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1";
        let all = Tally { passed: 3, failed: 1, skipped: 1 };
        assert_eq!(read(Runner::Node, output), all);
        assert_eq!(read(Runner::Node, &output.replace('ℹ', "#")), all);
    }

    #[test]
    fn lines_that_only_look_alike_count_nothing() {
        let output = "5 passed things\ntest result: pending\n1 passed, 2 failed\nfailed 3";
        assert_eq!(read(Runner::Playwright, output), Tally::default());
        assert_eq!(read(Runner::Cargo, output), Tally::default());
    }
}
