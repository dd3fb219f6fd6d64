//! Formats JSON for people: short values on one line, others indented by one space.

use serde_json::Value;

/// The longest line.
const SHORT: usize = 110;

/// The text of a file with this value.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out.push('\n');
    out
}

fn write(value: &Value, depth: usize, out: &mut String) {
    let line = value.to_string();
    match value {
        Value::Object(members) if line.len() > SHORT || depth == 0 => {
            let lines = members.iter().map(|(key, value)| (Some(key), value));
            block('{', lines, '}', depth, out);
        }
        Value::Array(items) if line.len() > SHORT => {
            block('[', items.iter().map(|value| (None, value)), ']', depth, out);
        }
        _ => out.push_str(&line),
    }
}

fn block<'a>(
    open: char,
    lines: impl Iterator<Item = (Option<&'a String>, &'a Value)>,
    close: char,
    depth: usize,
    out: &mut String,
) {
    out.push(open);
    for (index, (key, value)) in lines.enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(depth + 1));
        if let Some(key) = key {
            out.push_str(&format!("{}: ", Value::from(key.as_str())));
        }
        write(value, depth + 1, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(depth));
    out.push(close);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_values_stand_on_one_line_and_nothing_is_lost() {
        let value = json!({
            "case": "login \"quoted\"",
            "nodes": [{ "name": "x".repeat(60), "messages": [] }, { "name": "y".repeat(60) }],
            "empty": {}, "none": null,
        });
        let text = text(&value);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert!(text.contains("\n \"empty\": {},\n"), "{text}");
        assert!(text.contains("\n  {\"name\":\"yyy"), "{text}");
        assert!(text.ends_with("}\n"), "{text}");
    }
}
