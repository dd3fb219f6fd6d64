//! A response of Kratos: values that stories need, and its recorded form.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

/// Response headers that a client may use.
const KEPT: [&str; 7] =
    ["content-type", "cache-control", "vary", "location", "set-cookie", "allow", "retry-after"];
/// The prefixes of others.
const KEPT_STARTS: [&str; 3] = ["access-control-", "ory-", "x-kratos-"];

/// A response of Kratos.
#[derive(Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The JSON body, the text of another type, or null without a body.
    pub body: Value,
}

impl Answer {
    /// The string at a JSON pointer of the body.
    pub fn text(&self, pointer: &str) -> Result<&str> {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found.with_context(|| format!("the answer has no text at {pointer}: {}", self.shown()))
    }

    /// The flow's id.
    pub fn id(&self) -> Result<&str> {
        self.text("/id")
    }

    /// The path and query of the flow's action.
    pub fn action(&self) -> Result<&str> {
        path_of(self.text("/ui/action")?)
    }

    /// The path and query of the `Location` header.
    pub fn location(&self) -> Result<&str> {
        let found = self.headers.iter().find(|(name, _)| name == "location");
        let (_, url) = found.with_context(|| format!("no redirect: {}", self.shown()))?;
        path_of(url)
    }

    /// The value of the flow's first node with this name, or the text of the node with this id.
    pub fn node(&self, name: &str) -> Result<&str> {
        let is = |node: &&Value, key: &str| node["attributes"][key] == name;
        let nodes = self.body["ui"]["nodes"].as_array().map_or(&[][..], Vec::as_slice);
        let node = nodes.iter().find(|node| is(node, "name") || is(node, "id"));
        let attributes = node.map(|node| &node["attributes"]);
        let value = attributes.and_then(|at| at["value"].as_str().or(at["text"]["text"].as_str()));
        value.with_context(|| format!("the flow has no node {name}: {}", self.shown()))
    }

    /// The start of the body, for error messages.
    pub fn shown(&self) -> String {
        let text = self.body.to_string();
        format!("{} {}", self.status, text.chars().take(600).collect::<String>())
    }

    /// The headers to record.
    pub fn recorded_headers(&self) -> Value {
        let mut headers = Map::new();
        for (name, value) in &self.headers {
            let starts = KEPT_STARTS.iter().any(|start| name.starts_with(start));
            if !starts && !KEPT.contains(&name.as_str()) {
                continue;
            }
            if name == "set-cookie" {
                let cookie = value.split('=').next().unwrap_or_default();
                let names = headers.entry(name.clone()).or_insert_with(|| json!([]));
                if let Some(names) = names.as_array_mut() {
                    names.push(cookie.into());
                }
            } else {
                headers.insert(name.clone(), value.as_str().into());
            }
        }
        Value::Object(headers)
    }
}

/// The path and query of an absolute URL.
pub fn path_of(url: &str) -> Result<&str> {
    let rest = url.split_once("://").map(|(_, rest)| rest);
    match rest.and_then(|rest| rest.get(rest.find('/')?..)) {
        Some(path) => Ok(path),
        None => bail!("{url} is not an absolute URL with a path"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_cookies_only_the_names_are_kept() {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![
            header("set-cookie", "a=secret; Path=/"),
            header("set-cookie", "b=secret"),
            header("date", "today"),
        ];
        let answer = Answer { status: 200, headers, body: Value::Null };
        assert_eq!(answer.recorded_headers(), json!({ "set-cookie": ["a", "b"] }));
    }

    #[test]
    fn urls_are_cut_to_what_is_asked_of_kratos() {
        assert_eq!(path_of("http://localhost:5633/a?b=c").unwrap(), "/a?b=c");
        assert!(path_of("/a").is_err());
    }
}
