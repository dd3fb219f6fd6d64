//! Coverage-guided fuzzing of all parsers of outside data: Kratos' answers, ceremony options,
//! settings, translations and URLs, and the files that the doctor checks.
//!
//! The targets in `fuzz/` are built by cargo, not by cargo-fuzz: with the pinned compiler that
//! takes the same four flags and one tool less.

mod report;
mod seeds;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use super::tally::Tally;
use super::watched;
use crate::tools::cxx;
use crate::{interrupt, paths, process, step, tools};
use report::Line;

/// The manifest of the targets.
pub const MANIFEST: &str = "fuzz/Cargo.toml";

/// A fuzz target.
struct Target {
    /// Its file in `fuzz/fuzz_targets`.
    name: &'static str,
    /// The maximum length of an input in bytes.
    longest: usize,
}

/// The targets, slowest first.
const TARGETS: [Target; 8] = [
    Target { name: "files", longest: 8192 },
    Target { name: "flow", longest: 2048 },
    Target { name: "error", longest: 1024 },
    Target { name: "options", longest: 1024 },
    Target { name: "locale", longest: 1024 },
    Target { name: "query", longest: 512 },
    Target { name: "session", longest: 2048 },
    Target { name: "config", longest: 1024 },
];

/// How many targets run in parallel.
const AT_ONCE: usize = 2;
/// After how many seconds an input counts as an endless loop.
const ENDLESS: u8 = 10;
/// The runs of each target in a check, and its time limit in seconds.
const CHECK: (u64, u64) = (20_000, 10);

/// Instruments every edge, which guides libFuzzer and works with any compiler. Sanitizers need a
/// nightly compiler and are for unsafe code. Comparisons are not traced: that takes half of the
/// time, and the dictionary has the values that matter.
const FLAGS: [&str; 4] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
];

/// Runs every target `runs` times, or as a short check with a fixed seed.
pub fn run(tally: &mut Tally, runs: Option<u64>) -> Result<()> {
    watched::check(&mut cargo("build")?)?;
    step::step("Making seeds of the recordings", || {
        let recordings = seeds::recordings()?;
        TARGETS.iter().try_for_each(|target| {
            let folder = fresh("seeds", target.name)?;
            seeds::write(target.name, target.longest, &recordings, &folder)
        })
    })?;
    let programs = programs()?;
    let mut lines = side_by_side(|target| one(target, &programs.join(target.name), runs))?;
    lines.sort_by_key(|line| TARGETS.iter().position(|target| target.name == line.target));
    println!("\n{}", report::table(&lines));
    for line in &lines {
        match &line.crash {
            None => tally.passed += 1,
            Some(crash) => {
                tally.failed += 1;
                println!("\n{crash}");
            }
        }
    }
    if tally.failed > 0 {
        bail!(
            "{} of {} fuzz targets crashed; see above how to replay them",
            tally.failed,
            lines.len()
        );
    }
    Ok(())
}

/// A cargo command for the targets, with the instrumentation flags.
pub fn cargo(verb: &str) -> Result<Command> {
    let mut flags = FLAGS.join(" ");
    if cfg!(target_os = "macos") {
        // The crate is also linked as a dylib, where the fuzzer's counters are undefined.
        flags.push_str(" -Clink-arg=-Wl,-undefined,dynamic_lookup");
    }
    let mut command = tools::cargo::command();
    command
        .args([verb, "--locked", "--release", "--manifest-path", MANIFEST])
        // With an explicit target, the flags don't apply to build scripts and macros, which run in
        // the compiler.
        .args(["--target", &tools::cargo::host()?, "--target-dir"])
        .arg(folder("build"))
        .env("RUSTFLAGS", flags)
        .env("CXX", cxx::compiler()?);
    Ok(command)
}

/// The folder of the built targets.
fn programs() -> Result<PathBuf> {
    Ok(folder("build").join(tools::cargo::host()?).join("release"))
}

fn folder(name: &str) -> PathBuf {
    paths::target().join("fuzz").join(name)
}

/// An empty folder for a target.
fn fresh(kind: &str, target: &str) -> Result<PathBuf> {
    let place = folder(kind).join(target);
    if place.exists() {
        fs::remove_dir_all(&place)
            .with_context(|| format!("cannot empty {}; remove it", paths::shown(&place)))?;
    }
    kept(kind, target)
}

/// A folder for a target that is kept between runs.
fn kept(kind: &str, target: &str) -> Result<PathBuf> {
    let place = folder(kind).join(target);
    fs::create_dir_all(&place)
        .with_context(|| format!("cannot create {}", paths::shown(&place)))?;
    Ok(place)
}

/// Runs `work` for each target, some in parallel.
fn side_by_side(work: impl Fn(&Target) -> Result<Line> + Sync) -> Result<Vec<Line>> {
    let open = Mutex::new(TARGETS.iter());
    let worker = || -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        loop {
            let next = open.lock().map_err(|_| anyhow!("a fuzz target could not be run"))?.next();
            let Some(target) = next else { return Ok(lines) };
            interrupt::check()?;
            lines.push(work(target)?);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(worker)).collect();
        let mut lines = Vec::new();
        for worker in workers {
            let own = worker.join().map_err(|_| anyhow!("a fuzz target could not be run"))?;
            lines.extend(own?);
        }
        Ok(lines)
    })
}

/// Runs one target until it ends or crashes.
fn one(target: &Target, program: &Path, runs: Option<u64>) -> Result<Line> {
    let name = target.name;
    let artifacts = kept("artifacts", name)?;
    let corpus = kept("corpus", name)?;
    let mut command = Command::new(program);
    match runs {
        Some(runs) => command.arg(format!("-runs={runs}")).arg(&corpus),
        None => {
            let (runs, seconds) = CHECK;
            command
                .args([format!("-runs={runs}"), format!("-max_total_time={seconds}")])
                .arg("-seed=1")
                // New inputs are not kept, so that every check runs the same.
                .arg(fresh("new", name)?)
                .arg(&corpus)
        }
    };
    command
        .arg(folder("seeds").join(name))
        .arg(format!("-max_len={}", target.longest))
        .arg(format!("-timeout={ENDLESS}"))
        .arg(format!("-dict={}", paths::root().join("fuzz/kratos.dict").display()))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .args(["-print_final_stats=1", "-verbosity=1"])
        .env("RUST_BACKTRACE", "1");
    let log = paths::step_log(&format!("fuzz-{name}"));
    let started = Instant::now();
    let ended = step::step(&format!("Fuzzing {name}"), || {
        process::run(&mut command, &format!("fuzz-{name}"))
    });
    interrupt::check()?;
    read(name, program, &log, started.elapsed(), ended)
}

/// The result of a run, from its log.
fn read(
    name: &'static str,
    program: &Path,
    log: &Path,
    took: Duration,
    ended: Result<()>,
) -> Result<Line> {
    let bytes = fs::read(log).with_context(|| format!("{} is gone", paths::shown(log)))?;
    let text = String::from_utf8_lossy(&bytes);
    let runs = report::runs(&text).unwrap_or(0);
    let crash = match (ended, report::input(&text)) {
        (Ok(()), _) if runs > 0 => None,
        (Ok(()), _) => bail!("the fuzz target {name} ran nothing; see {}", paths::shown(log)),
        (Err(_), Some(input)) => Some(format!(
            "{name} crashed: {}\n  input:  {input}\n  replay: {} {input}\n  log:    {}",
            report::reason(&text),
            paths::shown(program),
            paths::shown(log),
            input = paths::shown(Path::new(input)),
        )),
        // It failed before running an input.
        (Err(error), None) => return Err(error),
    };
    Ok(Line { target: name, runs, took, crash })
}
