//! `cargo xtask test`: all checks of the project, fast ones first.

mod answers;
mod bench;
mod browser;
mod browsers;
mod deploy;
mod doctor;
mod e2e;
mod features;
mod fuzz;
mod gallery;
mod hydra;
mod image;
mod kubernetes;
mod leptos;
mod licences;
mod links;
mod lint;
mod native;
mod old;
mod package;
mod tally;
mod tauri;
mod watched;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::{interrupt, size, step};
use tally::Tally;

/// What to run.
#[derive(clap::Args)]
pub struct Options {
    /// Parts to run; by default all but the slow ones
    parts: Vec<Part>,
    /// Run the slow parts, too, and ask the doctor after each end-to-end test
    #[arg(long)]
    all: bool,
    /// Continue after a failed part
    #[arg(long)]
    keep_going: bool,
    /// Start no further part after so many minutes; what is left out is named, and no failure
    #[arg(long, value_name = "MINUTES")]
    within: Option<u64>,
    /// Runs of each fuzz target instead of a few seconds; only with the part fuzz alone
    #[arg(long, value_name = "N")]
    fuzz_runs: Option<u64>,
    /// Arguments for Playwright; only with the part e2e, answers, doctor, deploy, hydra,
    /// browsers or gallery alone
    #[arg(last = true)]
    playwright: Vec<String>,
}

/// A part of the test run, in the order they run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Part {
    /// Formatting
    Fmt,
    /// Lints, for the host and for the browser
    Clippy,
    /// The bytes of a first visit against the budget
    Size,
    /// Tests without a browser
    Native,
    /// Random inputs for all parsers of outside data
    Fuzz,
    /// Tests of browser code in headless Chromium
    Browser,
    /// Documentation builds without warnings: the book, whose links are checked, and that of the crates
    Docs,
    /// Tests of the example app in Leptos, on a real Kratos in real Chromium
    Leptos,
    /// The bench runs; times are not checked
    Bench,
    /// Tests of the npm package
    Package,
    /// End-to-end tests of the site, with a real Kratos and Chromium
    E2e,
    /// Each set of features on its own; without features there is no browser crate
    Features,
    /// Every screen of the gallery in Chromium: accessibility, and whether it fits
    Gallery,
    /// Wrong answers in the place of Kratos': a thousand mutated ones, and each fault for each request
    Answers,
    /// What the doctor finds in real set-ups, broken and healthy, with Oathkeeper
    Doctor,
    /// The gateways of deploy/gateways, each before a real Kratos, and two Kratos on PostgreSQL
    Deploy,
    /// Sign-ins for other apps, with a real Hydra
    Hydra,
    /// End-to-end tests of the site in Firefox and WebKitGTK, with a real Kratos
    Browsers,
    /// Tests of the site in a Chromium of early 2022
    Old,
    /// Tests of the npm package in Next.js
    Next,
    /// The package's guard in servers of SvelteKit, React Router, Astro, Next and Nuxt
    Frameworks,
    /// The image: its server's tests, and its entry point in a root of its own
    Image,
    /// The files for Kubernetes and compose.yaml, decoded strictly; Oathkeeper runs by those of its overlay
    Kubernetes,
    /// The licences and sources of all crates
    Licences,
}

/// The result of a part.
struct Line {
    part: Part,
    took: Duration,
    tally: Tally,
    error: Option<String>,
}

/// Runs the parts and prints their results and the total of all tests.
pub fn run(options: &Options) -> Result<()> {
    if !options.playwright.is_empty()
        && !matches!(
            options.parts[..],
            [Part::E2e
                | Part::Answers
                | Part::Doctor
                | Part::Deploy
                | Part::Hydra
                | Part::Browsers
                | Part::Gallery]
        )
    {
        bail!(
            "arguments after -- go to Playwright: write `cargo xtask test e2e -- …`, or answers, \
             doctor, deploy, hydra, browsers or gallery instead of e2e"
        );
    }
    if options.fuzz_runs.is_some() && options.parts != [Part::Fuzz] {
        bail!("--fuzz-runs is for the fuzz targets: write `cargo xtask test fuzz --fuzz-runs …`");
    }
    let wanted = wanted(&options.parts, options.all);

    let began = Instant::now();
    let limit = options.within.map(|minutes| Duration::from_secs(minutes * 60));
    let mut lines = Vec::new();
    for part in &wanted {
        if limit.is_some_and(|limit| began.elapsed() > limit) {
            break;
        }
        let line = run_part(*part, options)?;
        let failed = line.error.is_some();
        lines.push(line);
        if failed && !options.keep_going {
            break;
        }
    }
    println!("\n{}", table(&wanted, &lines));
    if lines.iter().all(|line| line.error.is_none()) {
        return Ok(());
    }
    bail!("not everything passed; the reasons are above")
}

/// The parts that run if `named` are given, in their order, slow ones last.
fn wanted(named: &[Part], all: bool) -> Vec<Part> {
    let parts = Part::value_variants().iter().copied();
    let mut wanted: Vec<Part> = match named {
        [] => parts.filter(|part| all || !part.is_slow()).collect(),
        named => parts.filter(|part| named.contains(part)).collect(),
    };
    wanted.sort_by_key(|part| part.is_slow());
    wanted
}

impl Part {
    /// Whether the part runs only by its name or with `--all`: together they take as long as the
    /// others, and few changes break them alone.
    fn is_slow(self) -> bool {
        matches!(
            self,
            Self::Features
                | Self::Gallery
                | Self::Answers
                | Self::Doctor
                | Self::Deploy
                | Self::Hydra
                | Self::Browsers
                | Self::Old
                | Self::Next
                | Self::Frameworks
                | Self::Image
                | Self::Kubernetes
                | Self::Licences
        )
    }
}

fn run_part(part: Part, options: &Options) -> Result<Line> {
    println!("\n── {} ──", name(part));
    let started = Instant::now();
    let mut tally = Tally::default();
    let result = match part {
        Part::Fmt => lint::fmt(),
        Part::Clippy => lint::clippy(),
        Part::Features => features::check(),
        Part::Native => native::run(&mut tally),
        Part::Fuzz => fuzz::run(&mut tally, options.fuzz_runs),
        Part::Browser => browser::run(&mut tally),
        Part::Gallery => gallery::run(&mut tally, &options.playwright),
        Part::E2e => e2e::run(&mut tally, &options.playwright, options.all),
        Part::Answers => answers::run(&mut tally, &options.playwright),
        Part::Doctor => doctor::run(&mut tally, &options.playwright),
        Part::Deploy => deploy::run(&mut tally, &options.playwright),
        Part::Hydra => hydra::run(&mut tally, &options.playwright),
        Part::Browsers => browsers::run(&mut tally, &options.playwright),
        Part::Old => old::run(&mut tally),
        Part::Leptos => leptos::run(&mut tally),
        Part::Package => package::run(&mut tally),
        Part::Next => package::run_in_next(&mut tally),
        Part::Frameworks => package::run_in_frameworks(&mut tally),
        Part::Image => image::run(&mut tally),
        Part::Kubernetes => kubernetes::run(),
        Part::Licences => licences::check(),
        Part::Bench => bench::run(),
        Part::Size => size::check(),
        Part::Docs => lint::docs(),
    };
    interrupt::check()?;
    let error = result.err().map(|error| format!("{error:#}"));
    if error.is_some() && tally.failed == 0 {
        // A part may fail without a failed test, for example if it does not compile; count it.
        tally.failed = 1;
    }
    let line = Line { part, took: started.elapsed(), tally, error };
    println!("{}", sentence(&line));
    Ok(line)
}

fn sentence(line: &Line) -> String {
    let (name, took) = (name(line.part), step::duration(line.took));
    match &line.error {
        None => format!("{name}: ok ({took})"),
        Some(error) => format!("{name}: FAILED ({took})\nerror: {error}"),
    }
}

fn name(part: Part) -> String {
    format!("{part:?}").to_lowercase()
}

/// The closing table; its last line is the total, for people and machines.
fn table(wanted: &[Part], lines: &[Line]) -> String {
    let mut rows = Vec::new();
    let mut sum = Tally::default();
    for part in wanted {
        let name = name(*part);
        let Some(line) = lines.iter().find(|line| line.part == *part) else {
            rows.push(format!("  {name:<10} {:>12}  not run", ""));
            continue;
        };
        sum.add(&line.tally);
        let state = if line.error.is_some() { "FAILED" } else { "ok" };
        let tests = match &line.tally {
            Tally { passed: 0, failed: 0, .. } => String::new(),
            tally => format!(", {tally}"),
        };
        rows.push(format!("  {name:<10} {:>12}  {state}{tests}", step::duration(line.took)));
    }
    let rows = rows.join("\n");
    if sum == Tally::default() { rows } else { format!("{rows}\n\n{sum}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_parts_run_by_name_or_with_all() {
        let usual = wanted(&[], false);
        assert!(usual.contains(&Part::E2e) && !usual.contains(&Part::Doctor));
        let all = wanted(&[], true);
        assert_eq!(all.len(), Part::value_variants().len());
        assert!(all.starts_with(&usual), "slow parts run last");
        assert_eq!(wanted(&[Part::Doctor, Part::Size], false), [Part::Size, Part::Doctor]);
    }

    #[test]
    fn the_table_names_what_did_not_run_and_ends_with_the_sum() {
        let line = |part, tally, error: Option<&str>| Line {
            part,
            took: Duration::from_secs(12),
            tally,
            error: error.map(str::to_owned),
        };
        let lines = [
            line(Part::Fmt, Tally::default(), None),
            line(Part::Native, Tally { passed: 40, failed: 0, skipped: 1 }, None),
            line(Part::E2e, Tally { passed: 3, failed: 2, skipped: 0 }, Some("no")),
        ];
        let wanted = [Part::Fmt, Part::Native, Part::E2e, Part::Size];
        let table = table(&wanted, &lines);
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows[0], "  fmt                12 s  ok");
        assert_eq!(rows[1], "  native             12 s  ok, 40 passed, 0 failed, 1 skipped");
        assert_eq!(rows[2], "  e2e                12 s  FAILED, 3 passed, 2 failed");
        assert_eq!(rows[3], "  size                     not run");
        assert_eq!(rows.last(), Some(&"43 passed, 2 failed, 1 skipped"));
    }
}
