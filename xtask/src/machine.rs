//! What the machine of a measurement did beside it.

use serde_json::Value;

/// One sentence of what the runner has noted: the number of `processors`, and the `load` before and after.
pub fn text(about: &Value) -> String {
    let load = about.get("load").and_then(Value::as_array).into_iter().flatten();
    let load: Vec<f64> = load.filter_map(Value::as_f64).collect();
    let shown: Vec<String> = load.iter().map(|load| format!("{load:.1}")).collect();
    let processors = about.get("processors").and_then(Value::as_f64).unwrap_or(1.0);
    let busy = load.first().is_some_and(|before| *before > processors / 2.0);
    format!(
        "{processors} processors, load before and after: {}.{}",
        shown.join(" and "),
        if busy { " The machine was busy: the figures are noisy." } else { "" }
    )
}
