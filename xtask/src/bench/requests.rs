//! The request waterfall: when each page requested each file, and when it had it.

use clap::ValueEnum;

use super::median::median;
use super::samples::{Request, Run, Sample};
use super::scenario::Scenario;
use super::table::PAGES;

/// Medians in milliseconds since the navigation started, for each page and scenario.
pub fn text(run: &Run) -> String {
    let mut parts = Vec::new();
    for scenario in Scenario::value_variants() {
        for page in PAGES {
            let samples = run.samples.iter();
            let own = |sample: &&Sample| sample.scenario == scenario.name() && sample.page == page;
            parts.extend(part(scenario.name(), page, &samples.filter(own).collect::<Vec<_>>()));
        }
    }
    parts.join("\n\n")
}

fn part(scenario: &str, page: &str, samples: &[&Sample]) -> Option<String> {
    let first = samples.first()?;
    let of =
        |value: fn(&Sample) -> f64| median(samples.iter().map(|sample| value(sample)).collect());
    let head = format!("{scenario}, {page}");
    let mut lines = vec![format!("{head:<44} {:>7} {:>7} {:>7}", "asked", "answer", "here")];
    for (place, Request { path, .. }) in first.requests.iter().enumerate() {
        // An icon may be requested twice.
        if first.requests.iter().take(place).any(|before| before.path == *path) {
            continue;
        }
        let all =
            samples.iter().filter_map(|sample| sample.requests.iter().find(|r| r.path == *path));
        let all: Vec<&Request> = all.collect();
        let middle = |value: fn(&Request) -> f64| median(all.iter().map(|r| value(r)).collect());
        let (start, answer, end) =
            (middle(|r| r.start)?, middle(|r| r.answer)?, middle(|r| r.end)?);
        lines.push(format!("  {path:<42} {start:>7.0} {answer:>7.0} {end:>7.0}"));
    }
    lines.push(format!("  {:<58} {:>7.0}", "first paint", of(|sample| sample.first_paint)?));
    lines.push(format!("  {:<58} {:>7.0}", "usable", of(|sample| sample.usable)?));
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_has_its_own_medians() {
        let sample = |by: u32| {
            format!(
                r#"{{"scenario": "cold", "page": "floor", "usable": {}, "firstPaint": 40, "bytes": 1,
                "heap": 1, "wasm": 0, "resources": [
                    {{ "name": "/floor/login.html", "start": 0, "answer": 5, "end": {} }},
                    {{ "name": "/self-service/login/browser", "start": 50, "answer": 80, "end": 90 }}
                ]}}"#,
                100 + by,
                6 + by
            )
        };
        let text_of = format!(r#"{{"samples": [{}, {}, {}]}}"#, sample(0), sample(30), sample(1));
        assert_eq!(
            text(&Run::read(&text_of).unwrap()),
            "\
cold, floor                                    asked  answer    here
  /floor/login.html                                0       5       7
  /self-service/login/browser                     50      80      90
  first paint                                                     40
  usable                                                         101"
        );
    }
}
