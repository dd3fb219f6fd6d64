//! The runner's measurements.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::machine;

/// The results of one run.
pub struct Run {
    /// One sample for each page load.
    pub samples: Vec<Sample>,
    about: Value,
}

/// One page load. Times are in milliseconds since the navigation started.
pub struct Sample {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the page.
    pub page: String,
    /// When the form was usable.
    pub usable: f64,
    /// First contentful paint.
    pub first_paint: f64,
    /// From the end of Kratos' answer until the form was usable: the page's own rendering time.
    pub drawing: f64,
    /// Bytes transferred.
    pub bytes: f64,
    /// Bytes of the JavaScript heap after a garbage collection.
    pub heap: f64,
    /// Bytes of WebAssembly memory.
    pub wasm: f64,
    /// The page's requests, starting with the page itself.
    pub requests: Vec<Request>,
}

/// A request. Times are in milliseconds since the navigation started.
pub struct Request {
    /// The path of the requested file.
    pub path: String,
    /// When the request was sent.
    pub start: f64,
    /// When the first byte of the response arrived.
    pub answer: f64,
    /// When the last byte arrived.
    pub end: f64,
}

impl Run {
    /// Parses the runner's result file.
    pub fn read(text: &str) -> Result<Self> {
        let file: Value = serde_json::from_str(text).context("the samples are not JSON")?;
        let samples = file.get("samples").and_then(Value::as_array).context("no samples")?;
        let samples = samples.iter().map(sample).collect::<Result<_>>()?;
        Ok(Self { samples, about: file.get("about").cloned().unwrap_or_default() })
    }

    /// The conditions of the measurement, in one sentence.
    pub fn circumstances(&self) -> String {
        let word = |name: &str| self.about.get(name).map(|v| v.to_string().replace('"', ""));
        let machine = machine::text(&self.about);
        format!("Chromium {}, {machine}", word("chromium").unwrap_or_default())
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
