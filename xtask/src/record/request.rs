//! A request, and how it is written down.

use serde_json::{Map, Value};

use super::urlencoded::{self, Pairs, owned};

/// What a client of Kratos' JSON asks for.
const JSON: &str = "application/json";
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
            query: urlencoded::pairs(query),
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
        format!("{}?{}", self.path, urlencoded::text(&self.query))
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
            Body::Form(fields) => Some(urlencoded::text(fields)),
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

fn object(pairs: &[(String, String)]) -> Value {
    pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_query_survives_the_way_there_and_back() {
        let request = Request::get("/a?x=http%3A%2F%2Fl%C3%B6&y").query(&[("z", "1 2&3")]);
        assert_eq!(request.recorded()["query"], json!({ "x": "http://lö", "y": "", "z": "1 2&3" }));
        assert_eq!(request.target(), "/a?x=http%3A%2F%2Fl%C3%B6&y=&z=1%202%263");
    }
}
