//! What the runner has seen.

use anyhow::{Context, Result};
use serde_json::Value;

/// One run of everything.
pub struct Run {
    /// Each opening of a page.
    pub samples: Vec<Sample>,
    about: Value,
}

/// One opening of a page. Times are milliseconds since the navigation began.
pub struct Sample {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the page.
    pub page: String,
    /// The form could be used.
    pub usable: f64,
    /// First contentful paint.
    pub first_paint: f64,
    /// From Kratos' answer until the form could be used: what the page does with it.
    pub drawing: f64,
    /// Bytes over the line.
    pub bytes: f64,
    /// Bytes of JavaScript's heap after a collection.
    pub heap: f64,
    /// Bytes of WebAssembly's memory.
    pub wasm: f64,
    /// What the page asked for, itself first.
    pub requests: Vec<Request>,
}

/// A request, in milliseconds since the navigation began.
pub struct Request {
    /// Path of what was asked for.
    pub path: String,
    /// It was asked for.
    pub start: f64,
    /// The first byte of the answer came.
    pub answer: f64,
    /// The last one came.
    pub end: f64,
}

impl Run {
    /// Reads the runner's file.
    pub fn read(text: &str) -> Result<Self> {
        let file: Value = serde_json::from_str(text).context("the samples are no JSON")?;
        let samples = file.get("samples").and_then(Value::as_array).context("no samples")?;
        let samples = samples.iter().map(sample).collect::<Result<_>>()?;
        Ok(Self { samples, about: file.get("about").cloned().unwrap_or_default() })
    }

    /// Under which circumstances it was measured, in a sentence.
    pub fn circumstances(&self) -> String {
        let word = |name: &str| self.about.get(name).map(|v| v.to_string().replace('"', ""));
        let load = self.about.get("load").and_then(Value::as_array).into_iter().flatten();
        let load: Vec<f64> = load.filter_map(Value::as_f64).collect();
        let shown: Vec<String> = load.iter().map(|load| format!("{load:.1}")).collect();
        let processors = self.about.get("processors").and_then(Value::as_f64).unwrap_or(1.0);
        let busy = load.first().is_some_and(|before| *before > processors / 2.0);
        format!(
            "Chromium {}, {processors} processors, load before and after: {}.{}",
            word("chromium").unwrap_or_default(),
            shown.join(" and "),
            if busy { " The machine was busy: the figures are noisy." } else { "" }
        )
    }
}

fn sample(value: &Value) -> Result<Sample> {
    let usable = number(value, "usable")?;
    let requests = value.get("resources").and_then(Value::as_array).context("no resources")?;
    let requests: Vec<Request> = requests.iter().map(request).collect::<Result<_>>()?;
    let flow = requests.iter().find(|request| request.path.starts_with("/self-service/"));
    let answered = flow.context("a sample without an answer of Kratos")?.end;
    Ok(Sample {
        scenario: word(value, "scenario")?,
        page: word(value, "page")?,
        usable,
        first_paint: number(value, "firstPaint")?,
        drawing: usable - answered,
        bytes: number(value, "bytes")?,
        heap: number(value, "heap")?,
        wasm: number(value, "wasm")?,
        requests,
    })
}

fn request(value: &Value) -> Result<Request> {
    Ok(Request {
        path: word(value, "name")?,
        start: number(value, "start")?,
        answer: number(value, "answer")?,
        end: number(value, "end")?,
    })
}

fn word(value: &Value, name: &str) -> Result<String> {
    let word = value.get(name).and_then(Value::as_str).map(str::to_owned);
    word.with_context(|| format!("a sample without {name}"))
}

fn number(value: &Value, name: &str) -> Result<f64> {
    let number = value.get(name).and_then(Value::as_f64);
    number.with_context(|| format!("a sample without {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawing_begins_with_the_end_of_kratos_answer() {
        let text = r#"{
            "about": { "chromium": "156.0", "processors": 2, "load": [3.25, 4] },
            "samples": [{
                "round": 1, "scenario": "cold", "page": "floor", "usable": 100.5, "firstPaint": 40,
                "bytes": 9000, "heap": 800000, "wasm": 0,
                "resources": [
                    { "name": "/login", "start": 0, "answer": 5, "end": 6 },
                    { "name": "/self-service/login/browser", "start": 50, "answer": 80, "end": 90 }
                ]
            }]
        }"#;
        let run = Run::read(text).unwrap();
        assert_eq!(run.samples[0].drawing, 10.5);
        assert_eq!(
            run.circumstances(),
            "Chromium 156.0, 2 processors, load before and after: 3.2 and 4.0. The machine was busy: \
             the figures are noisy."
        );
    }
}
