//! Runs test runners, passing their output on and counting their tests.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write, stderr, stdout};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use nix::sys::signal::Signal;

use super::tally::{Runner, Tally};
use crate::process::{Group, shown};

/// Runs a check that passes or fails.
pub fn check(command: &mut Command) -> Result<()> {
    let line = shown(command);
    colour(command);
    let status = Group::spawn(command, Signal::SIGTERM)?.wait()?;
    if status.success() { Ok(()) } else { bail!("`{line}` failed ({status})") }
}

/// Runs tests and adds their counts to `tally`. A run without any test is an error.
pub fn tests(command: &mut Command, runner: Runner, tally: &mut Tally) -> Result<()> {
    tests_into(command, runner, tally, stdout(), stderr())
}

fn tests_into(
    command: &mut Command,
    runner: Runner,
    tally: &mut Tally,
    seen: impl Write + Send + 'static,
    seen_err: impl Write + Send + 'static,
) -> Result<()> {
    let line = shown(command);
    colour(command);
    let mut group =
        Group::spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()), Signal::SIGTERM)?;
    let out = group.child().stdout.take().context("the runner has no output")?;
    let err = group.child().stderr.take().context("the runner has no error output")?;
    // Both outputs are read in parallel: a full pipe would block the runner.
    let out = thread::spawn(move || pass_on(out, runner, seen));
    let err = thread::spawn(move || pass_on(err, runner, seen_err));
    let status = group.wait()?;
    let mut counted = Tally::default();
    for reader in [out, err] {
        counted.add(&reader.join().map_err(|_| anyhow!("the output could not be read"))??);
    }
    tally.add(&counted);
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    if counted.passed == 0 {
        bail!("`{line}` ran no test");
    }
    Ok(())
}

fn pass_on(from: impl Read, runner: Runner, mut to: impl Write) -> Result<Tally> {
    let mut from = BufReader::new(from);
    let mut tally = Tally::default();
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        tally.read(runner, &String::from_utf8_lossy(&line));
        line.clear();
    }
    to.flush()?;
    Ok(tally)
}

/// Enables colours if we run in a terminal, because the runner only sees a pipe.
fn colour(command: &mut Command) {
    if stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
}

#[cfg(test)]
mod tests {
    use std::io::sink;

    use super::*;

    fn run(script: &str) -> (Result<()>, Tally) {
        let mut tally = Tally::default();
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let result = tests_into(&mut command, Runner::Playwright, &mut tally, sink(), sink());
        (result, tally)
    }

    #[test]
    fn both_outputs_are_counted() {
        let (result, tally) = run("echo '  2 passed (1s)'; echo '  1 skipped' >&2");
        result.unwrap();
        assert_eq!(tally, Tally { passed: 2, failed: 0, skipped: 1 });
    }

    #[test]
    fn a_runner_that_ran_nothing_has_not_passed() {
        let (result, _) = run("true");
        assert!(result.unwrap_err().to_string().ends_with("ran no test"));
    }

    #[test]
    fn a_failed_runner_keeps_its_counts() {
        let (result, tally) = run("echo '  1 failed'; echo '  4 passed (1s)'; exit 1");
        assert!(result.is_err());
        assert_eq!(tally, Tally { passed: 4, failed: 1, skipped: 0 });
    }
}
