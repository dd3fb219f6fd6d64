//! One request and its answer, and how both are written down.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

/// What a client of Kratos' JSON asks for.
const JSON: &str = "application/json";
/// Headers of an answer that a client may act upon.
const KEPT: [&str; 7] =
    ["content-type", "cache-control", "vary", "location", "set-cookie", "allow", "retry-after"];
/// The beginnings of others.
const KEPT_STARTS: [&str; 3] = ["access-control-", "ory-", "x-kratos-"];

/// Names and values, as in a query or a form.
pub type Pairs<'a> = &'a [(&'a str, &'a str)];

/// A request that a browser or a native app sends.
pub struct Request {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// Path on Kratos' public API.
    pub path: String,
    query: Vec<(String, String)>,
    body: Body,
    headers: Vec<(String, String)>,
    accept: &'static str,
    /// Whether the browser's cookies travel along.
    pub with_cookies: bool,
}

enum Body {
    None,
    Form(Vec<(String, String)>),
    Json(Value),
}

impl Request {
    fn new(method: &'static str, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self {
            method,
            path: path.to_owned(),
            query: query.split('&').filter(|pair| !pair.is_empty()).map(decoded_pair).collect(),
            body: Body::None,
            headers: Vec::new(),
            accept: JSON,
            with_cookies: true,
        }
    }

    /// A GET of a path, which may have a query.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// A POST without a body yet.
    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    /// A DELETE without a body yet.
    pub fn delete(path: &str) -> Self {
        Self::new("DELETE", path)
    }

    /// The question whether a browser may send such a request from another origin.
    pub fn preflight(path: &str) -> Self {
        Self { accept: "*/*", ..Self::new("OPTIONS", path) }
    }

    /// Adds to the query.
    pub fn query(mut self, pairs: Pairs) -> Self {
        self.query.extend(owned(pairs));
        self
    }

    /// Sends an urlencoded form, as Propylon does.
    pub fn form(mut self, fields: Vec<(String, String)>) -> Self {
        self.body = Body::Form(fields);
        self
    }

    /// Sends JSON.
    pub fn json(mut self, value: Value) -> Self {
        self.body = Body::Json(value);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Asks as a page load does.
    pub fn by_page(mut self) -> Self {
        self.accept = "text/html";
        self
    }

    /// Leaves the cookies at home.
    pub fn without_cookies(mut self) -> Self {
        self.with_cookies = false;
        self
    }

    /// Path and query as they stand in the first line.
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        format!("{}?{}", self.path, encoded(&self.query))
    }

    /// All headers but the cookies.
    pub fn all_headers(&self) -> Vec<(String, String)> {
        let mut headers = vec![("Accept".to_owned(), self.accept.to_owned())];
        let content = match self.body {
            Body::None => None,
            Body::Form(_) => Some("application/x-www-form-urlencoded"),
            Body::Json(_) => Some(JSON),
        };
        headers.extend(content.map(|content| ("Content-Type".to_owned(), content.to_owned())));
        headers.extend(self.headers.iter().cloned());
        headers
    }

    /// The body's text, if it has a body.
    pub fn body(&self) -> Option<String> {
        match &self.body {
            Body::None => None,
            Body::Form(fields) => Some(encoded(fields)),
            Body::Json(value) => Some(value.to_string()),
        }
    }

    /// The request as recordings hold it.
    pub fn recorded(&self) -> Value {
        let mut request = Map::new();
        request.insert("method".to_owned(), self.method.into());
        request.insert("path".to_owned(), self.path.as_str().into());
        request.insert("query".to_owned(), object(&self.query));
        match &self.body {
            Body::None => None,
            Body::Form(fields) => request.insert("form".to_owned(), object(fields)),
            Body::Json(value) => request.insert("json".to_owned(), value.clone()),
        };
        if !self.headers.is_empty() {
            request.insert("headers".to_owned(), object(&self.headers));
        }
        if self.accept != JSON {
            request.insert("accept".to_owned(), self.accept.into());
        }
        if !self.with_cookies {
            request.insert("cookies".to_owned(), "omitted".into());
        }
        Value::Object(request)
    }
}

/// What Kratos answered.
#[derive(Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// JSON, the text of another type, or null without a body.
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

    /// Where the flow is submitted: path and query.
    pub fn action(&self) -> Result<&str> {
        path_of(self.text("/ui/action")?)
    }

    /// Path and query of the `Location`.
    pub fn location(&self) -> Result<&str> {
        let found = self.headers.iter().find(|(name, _)| name == "location");
        let (_, url) = found.with_context(|| format!("no redirect: {}", self.shown()))?;
        path_of(url)
    }

    /// The value of the flow's first node with this name, or the text of the one with this id.
    pub fn node(&self, name: &str) -> Result<&str> {
        let is = |node: &&Value, key: &str| node["attributes"][key] == name;
        let nodes = self.body["ui"]["nodes"].as_array().map_or(&[][..], Vec::as_slice);
        let node = nodes.iter().find(|node| is(node, "name") || is(node, "id"));
        let attributes = node.map(|node| &node["attributes"]);
        let value = attributes.and_then(|at| at["value"].as_str().or(at["text"]["text"].as_str()));
        value.with_context(|| format!("the flow has no node {name}: {}", self.shown()))
    }

    /// The beginning of it, for errors.
    pub fn shown(&self) -> String {
        let text = self.body.to_string();
        format!("{} {}", self.status, text.chars().take(600).collect::<String>())
    }

    /// The headers as recordings hold them.
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

/// Path and query of an absolute URL.
pub fn path_of(url: &str) -> Result<&str> {
    let rest = url.split_once("://").map(|(_, rest)| rest);
    match rest.and_then(|rest| rest.get(rest.find('/')?..)) {
        Some(path) => Ok(path),
        None => bail!("{url} is no absolute URL with a path"),
    }
}

/// Pairs that keep.
pub fn owned(pairs: Pairs) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn object(pairs: &[(String, String)]) -> Value {
    pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}

fn encoded(pairs: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| format!("{}={}", escaped(name), escaped(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn decoded_pair(pair: &str) -> (String, String) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (unescaped(name), unescaped(value))
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let byte = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_the_way_there_and_back() {
        let request = Request::get("/a?x=http%3A%2F%2Fl%C3%B6&y").query(&[("z", "1 2&3")]);
        assert_eq!(request.recorded()["query"], json!({ "x": "http://lö", "y": "", "z": "1 2&3" }));
        assert_eq!(request.target(), "/a?x=http%3A%2F%2Fl%C3%B6&y=&z=1%202%263");
    }

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
