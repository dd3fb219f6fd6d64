//! `cargo xtask load`: how many first visits and sign-ins a second the whole stack answers on this machine. It
//! prints a table; no figure makes it fail, but an answer that is not as expected does.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tools::{go, node, postgres};
use crate::{machine, markdown, paths, process, site};

/// The help text below the options.
const ABOUT: &str = "\
Runs the image's server before two Kratos on one PostgreSQL, as deploy/compose.yaml has them, on this machine's
loopback, and k6 beside them. Each of a few people begins again as soon as a visit or sign-in has ended; each
visit uses new connections. The figures are those of a machine that does all of it, also k6's part.";

/// How long to measure.
#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub struct Options {
    /// Seconds for each row of the table
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// A built site to measure, in place of this checkout's
    #[arg(long, value_name = "FOLDER")]
    site: Option<PathBuf>,
}

/// Builds everything, runs the load, and prints the table.
pub fn run(options: &Options) -> Result<()> {
    node::check()?;
    let edge = go::edge()?;
    let kratos = go::kratos()?;
    let k6 = go::k6()?;
    let postgres = postgres::programs()?;
    let server = go::native_server()?;
    let site = site::given_or_built(options.site.as_deref())?;
    let out = paths::target().join("load/measured.json");
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut runner = node::node();
    runner
        .current_dir(node::bench_packages()?)
        .args([
            "--import",
            "tsx",
            "load/run.ts",
            "--seconds",
            &options.seconds.to_string(),
            "--out",
        ])
        .arg(&out)
        .env("K6_BIN", k6)
        .env("POSTGRES_BIN", postgres)
        .env("PROPYLON_KRATOS_BIN", kratos)
        .env("PROPYLON_MAILPIT_BIN", edge.mailpit)
        .env("PROPYLON_SERVER_BIN", server)
        .env("PROPYLON_SITE", site);
    process::watch(&mut runner)?;
    let text = fs::read_to_string(&out).context("the run wrote no figures")?;
    let measured = serde_json::from_str(&text).context("the figures cannot be read")?;
    println!("\n{}", table(&measured).context("figures are missing")?);
    Ok(())
}

/// The table of what the runner has measured.
fn table(measured: &Value) -> Option<String> {
    let mut lines = vec![["", "a second", "p50, ms", "p99, ms"].map(str::to_owned)];
    for row in measured.get("rows")?.as_array()? {
        let figure = |key: &str| Some(format!("{:.0}", row.get(key)?.as_f64()?));
        let what = row.get("what")?.as_str()?.to_owned();
        let rate = row.get("perSecond")?.as_f64()?;
        let rate = if rate < 10.0 { format!("{rate:.1}") } else { format!("{rate:.0}") };
        lines.push([what, rate, figure("p50")?, figure("p99")?]);
    }
    let people = measured.get("people")?;
    let machine = machine::text(measured);
    Some(format!("{}\n\n{people} people at a time, {machine}", markdown::table(&lines, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_row_for_each_kind_of_load() {
        let measured = r#"{"people": 8, "processors": 2, "load": [0.5, 4.04], "rows": [
            {"what": "first visit", "perSecond": 120.4, "p50": 61.2, "p99": 140.6},
            {"what": "sign-in", "perSecond": 7.6, "p50": 1040, "p99": 1500}
        ]}"#;
        assert_eq!(
            table(&serde_json::from_str(measured).unwrap()).unwrap(),
            "\
|             | a second | p50, ms | p99, ms |
| ----------- | -------: | ------: | ------: |
| first visit |      120 |      61 |     141 |
| sign-in     |      7.6 |    1040 |    1500 |

8 people at a time, 2 processors, load before and after: 0.5 and 4.0."
        );
    }
}
