//! `cargo xtask bench`: compares how long the site's forms take to be usable with a hand-written
//! page of the same forms (the floor), in one interleaved run. It prints a table; no time makes it
//! fail.

mod median;
mod pages;
mod requests;
mod samples;
mod scenario;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::tools::{chromium, go, node};
use crate::{paths, process, site, step};
use samples::Run;
use scenario::Scenario;

/// The help text below the options.
const ABOUT: &str = "\
Loads three pages in turn, in headless Chromium, with a real Kratos and one Caddy:
  floor     a hand-written page of the same form (tests/bench/pages/floor)
  propylon  the site
  react     React and @ory/client (tests/bench/pages/react)

usable: from the start of the navigation until all fields and a button are visible and enabled. drawing:
the part after Kratos' answer. Ratios compare medians. A ratio over its target is marked; the command still
succeeds. The figures are only meaningful on an idle machine. All samples are kept in target/bench.";

/// What to measure.
#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub struct Options {
    /// How often each page is opened in each scenario
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// A scenario to run, all without one; may be given again
    #[arg(long = "scenario", value_name = "NAME")]
    scenarios: Vec<Scenario>,
    /// Show also when each page asked for each of its files, and when it had it
    #[arg(long)]
    requests: bool,
    /// A built site to measure, in place of this checkout's
    #[arg(long, value_name = "FOLDER")]
    site: Option<PathBuf>,
}

/// Builds and starts everything, runs the scenarios, and prints the table.
pub fn run(options: &Options) -> Result<()> {
    measured(options, &paths::target().join("bench"))
}

/// A minimal run that checks that the pages work and render the same form. Earlier results are
/// kept.
pub fn check() -> Result<()> {
    let least = Options { rounds: 1, scenarios: vec![Scenario::Cold], requests: false, site: None };
    measured(&least, &paths::target().join("bench-check"))
}

fn measured(options: &Options, out: &Path) -> Result<()> {
    node::check()?;
    let edge = go::edge()?;
    let kratos = go::kratos()?;
    let site = site::given_or_built(options.site.as_deref())?;
    let folder = node::bench_packages()?;
    let browser = chromium::browser()?;
    let served =
        step::step("Packing the pages beside the site", || pages::beside(&site, &folder, out))?;

    let seen = out.join("samples.json");
    let mut runner = node::node();
    runner
        .current_dir(&folder)
        .args(["--import", "tsx", "run/run.ts", "--rounds", &options.rounds.to_string(), "--out"])
        .arg(&seen)
        .args(options.scenarios.iter().flat_map(|scenario| ["--scenario", scenario.name()]))
        .args(chromium::QUIET.iter().flat_map(|flag| ["--browser", flag]))
        .env("PROPYLON_KRATOS_BIN", kratos)
        .env("PROPYLON_CADDY_BIN", edge.caddy)
        .env("PROPYLON_MAILPIT_BIN", edge.mailpit)
        .env("PROPYLON_SITE", served)
        .env("CHROME_BIN", browser);
    process::watch(&mut runner)?;

    let text = fs::read_to_string(&seen).context("the run wrote no samples")?;
    let run = Run::read(&text)?;
    let rows = table::rows(&run);
    let medians = out.join("medians.json");
    fs::write(&medians, serde_json::to_string_pretty(&table::json(&rows))?)?;
    if options.requests {
        println!("\n{}", requests::text(&run));
    }
    println!("\n{}\n\n{}", table::text(&rows), run.circumstances());
    println!("Kept in {} and {}.", paths::shown(&medians), paths::shown(&seen));
    Ok(())
}
