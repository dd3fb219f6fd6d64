//! A request and its recorded form.

use serde_json::{Map, Value};

use super::urlencoded::{self, Pairs, owned};

/// The `Accept` header of a JSON client.
const JSON: &str = "application/json";
/// A request from a browser or a native app.
pub struct Request {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// Path on Kratos' public API.
    pub path: String,
    query: Vec<(String, String)>,
    body: Body,
    headers: Vec<(String, String)>,
    accept: &'static str,
    /// Whether to send the browser's cookies.
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

    /// A POST request without a body.
    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    /// A DELETE request without a body.
    pub fn delete(path: &str) -> Self {
        Self::new("DELETE", path)
    }

    /// A CORS preflight request.
    pub fn preflight(path: &str) -> Self {
        Self { accept: "*/*", ..Self::new("OPTIONS", path) }
    }

    /// Adds query parameters.
    pub fn query(mut self, pairs: Pairs) -> Self {
        self.query.extend(owned(pairs));
        self
    }

    /// Sets an urlencoded body, as Propylon sends it.
    pub fn form(mut self, fields: Vec<(String, String)>) -> Self {
        self.body = Body::Form(fields);
        self
    }

    /// Sets a JSON body.
    pub fn json(mut self, value: Value) -> Self {
        self.body = Body::Json(value);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends the `Accept` header of a page load.
    pub fn by_page(mut self) -> Self {
        self.accept = "text/html";
        self
    }

    /// Sends no cookies.
    pub fn without_cookies(mut self) -> Self {
        self.with_cookies = false;
        self
    }

    /// The path and query, as in the request line.
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

    /// The body as text, if there is one.
    pub fn body(&self) -> Option<String> {
        match &self.body {
            Body::None => None,
            Body::Form(fields) => Some(urlencoded::text(fields)),
            Body::Json(value) => Some(value.to_string()),
        }
    }

    /// The request in recorded form.
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
