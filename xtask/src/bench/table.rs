//! The table of medians and ratios to the floor.

use clap::ValueEnum;
use serde_json::{Value, json};

use super::median::median;
use super::samples::{Run, Sample};
use super::scenario::Scenario;
use crate::markdown;

/// The page that others are compared with.
const FLOOR: &str = "floor";
/// The page that the targets apply to.
const OURS: &str = "propylon";
/// All pages, the floor first.
pub const PAGES: [&str; 3] = [FLOOR, OURS, "react"];

/// The medians of a page in a scenario.
pub struct Row {
    scenario: Scenario,
    page: &'static str,
    usable: Measure,
    first_paint: Measure,
    drawing: f64,
    bytes: f64,
    heap: f64,
    wasm: f64,
}

/// A time in milliseconds and the floor's time.
struct Measure {
    time: f64,
    ratio: f64,
    target: Option<f64>,
}

impl Measure {
    /// Compares the rounded ratio, as printed.
    fn is_over(&self) -> bool {
        self.target.is_some_and(|target| (self.ratio * 100.0).round() > (target * 100.0).round())
    }

    fn ratio(&self) -> String {
        match self.target {
            None => format!("{:.2}", self.ratio),
            Some(target) if self.is_over() => format!("{:.2} > {target:.1} (!)", self.ratio),
            Some(target) => format!("{:.2} ≤ {target:.1}", self.ratio),
        }
    }
}

/// The rows by scenario, the floor first in each.
pub fn rows(run: &Run) -> Vec<Row> {
    let mut rows = Vec::new();
    for scenario in Scenario::value_variants() {
        for page in PAGES {
            rows.extend(row(run, *scenario, page));
        }
    }
    rows
}

fn row(run: &Run, scenario: Scenario, page: &'static str) -> Option<Row> {
    let of = |page: &str, value: fn(&Sample) -> f64| {
        let samples = run.samples.iter();
        let own =
            samples.filter(|sample| sample.scenario == scenario.name() && sample.page == page);
        median(own.map(value).collect())
    };
    let measure = |value: fn(&Sample) -> f64, target: Option<f64>| {
        let time = of(page, value)?;
        let target = target.filter(|_| page == OURS);
        Some(Measure { time, ratio: time / of(FLOOR, value)?, target })
    };
    Some(Row {
        scenario,
        page,
        usable: measure(|sample| sample.usable, scenario.usable())?,
        first_paint: measure(|sample| sample.first_paint, scenario.first_paint())?,
        drawing: of(page, |sample| sample.drawing)?,
        bytes: of(page, |sample| sample.bytes)?,
        heap: of(page, |sample| sample.heap)?,
        wasm: of(page, |sample| sample.wasm)?,
    })
}

/// The Markdown table, followed by the list of missed targets.
pub fn text(rows: &[Row]) -> String {
    let head = [
        "scenario",
        "page",
        "usable, ms",
        "× floor",
        "first paint, ms",
        "× floor",
        "drawing, ms",
        "kB",
        "heap, MB",
        "WebAssembly, MB",
    ];
    let mut lines = vec![head.map(str::to_owned)];
    for row in rows {
        lines.push([
            row.scenario.name().to_owned(),
            row.page.to_owned(),
            format!("{:.0}", row.usable.time),
            row.usable.ratio(),
            format!("{:.0}", row.first_paint.time),
            row.first_paint.ratio(),
            format!("{:.0}", row.drawing),
            format!("{:.0}", row.bytes / 1e3),
            format!("{:.2}", row.heap / 1e6),
            format!("{:.2}", row.wasm / 1e6),
        ]);
    }
    let over = over(rows);
    let over = if over.is_empty() {
        "No ratio is over its target.".to_owned()
    } else {
        format!("Over target: {}.", over.join(", "))
    };
    format!("{}\n\n{over}", markdown::table(&lines, 2))
}

fn over(rows: &[Row]) -> Vec<String> {
    let mut over = Vec::new();
    for row in rows {
        for (what, measure) in [("usable", &row.usable), ("first paint", &row.first_paint)] {
            if measure.is_over() {
                over.push(format!("{} {what} {}", row.scenario.name(), measure.ratio()));
            }
        }
    }
    over
}

/// The rows as JSON.
pub fn json(rows: &[Row]) -> Value {
    let measure = |measure: &Measure| json!({ "ms": measure.time, "ratio": measure.ratio, "target": measure.target, "over": measure.is_over() });
    let rows = rows.iter().map(|row| {
        json!({
            "scenario": row.scenario.name(),
            "page": row.page,
            "usable": measure(&row.usable),
            "firstPaint": measure(&row.first_paint),
            "drawingMs": row.drawing,
            "bytes": row.bytes,
            "heapBytes": row.heap,
            "wasmBytes": row.wasm,
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(times: &[(&str, &str, u32, u32)]) -> Run {
        let samples = times.iter().map(|(scenario, page, usable, first_paint)| {
            json!({
                "scenario": scenario, "page": page, "usable": usable, "firstPaint": first_paint,
                "bytes": 9000, "heap": 800_000, "wasm": 0,
                "resources": [{
                    "name": "/self-service/login/browser", "start": 0, "answer": 1, "end": usable - 10,
                }],
            })
        });
        let file = json!({ "samples": samples.collect::<Value>() });
        Run::read(&file.to_string()).unwrap()
    }

    #[test]
    fn a_ratio_over_its_target_is_marked_and_one_at_it_is_not() {
        let run = run(&[
            ("cold", "propylon", 170, 60),
            ("slow-4g", "floor", 500, 100),
            ("slow-4g", "propylon", 800, 130),
            ("cold", "floor", 100, 50),
        ]);
        assert_eq!(
            text(&rows(&run)),
            "\
| scenario | page     | usable, ms |        × floor | first paint, ms |        × floor | drawing, ms | kB | heap, MB | WebAssembly, MB |
| -------- | -------- | ---------: | -------------: | --------------: | -------------: | ----------: | -: | -------: | --------------: |
| slow-4g  | floor    |        500 |           1.00 |             100 |           1.00 |          10 |  9 |     0.80 |            0.00 |
| slow-4g  | propylon |        800 |     1.60 ≤ 1.6 |             130 | 1.30 > 1.2 (!) |          10 |  9 |     0.80 |            0.00 |
| cold     | floor    |        100 |           1.00 |              50 |           1.00 |          10 |  9 |     0.80 |            0.00 |
| cold     | propylon |        170 | 1.70 > 1.6 (!) |              60 |           1.20 |          10 |  9 |     0.80 |            0.00 |

Over target: slow-4g first paint 1.30 > 1.2 (!), cold usable 1.70 > 1.6 (!)."
        );
    }
}
