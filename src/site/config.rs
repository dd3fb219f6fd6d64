//! `config.json`: the settings of the site, read when it starts.

use crate::{
    i18n::Catalog,
    json::{Json, Obj},
};

/// The settings. Without a file all of them have their defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Kratos' public URL without a slash at the end (`kratosUrl`); by default the site's own origin.
    pub kratos_url: Option<String>,
    /// What the service is called (`brand.name`).
    pub brand_name: Option<String>,
    /// A picture beside or instead of the name (`brand.logo`), a URL the site's CSP allows.
    pub brand_logo: Option<String>,
}

/// Why the settings can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadConfig {
    /// The file is there but could not be loaded.
    #[error("status {0}")]
    Unreached(u16),
    /// The file is no JSON object.
    #[error("{0}")]
    NotJson(String),
    /// A key has a value of the wrong type.
    #[error("{key} {reason}")]
    WrongType {
        /// The key, dotted.
        key: &'static str,
        /// What it must be.
        reason: &'static str,
    },
}

impl Config {
    /// Reads the file as it was answered; 404 means that there is none.
    ///
    /// # Errors
    /// [`BadConfig`] with the key and the reason.
    pub fn read(status: u16, text: &str) -> Result<Self, BadConfig> {
        match status {
            404 => return Ok(Self::default()),
            200..=299 => {}
            other => return Err(BadConfig::Unreached(other)),
        }
        let value = Json::parse(text).map_err(|error| BadConfig::NotJson(error.to_string()))?;
        if !value.is_object() {
            return Err(BadConfig::NotJson("the file must hold one object, { … }".to_owned()));
        }
        let config = value.obj();
        if config.get("brand").is_some_and(|brand| !brand.is_object()) {
            return Err(BadConfig::WrongType { key: "brand", reason: "must be an object" });
        }
        let brand = config.obj("brand");
        let kratos_url = text_at(config, "kratosUrl", "kratosUrl")?;
        if kratos_url.as_deref().is_some_and(|url| !is_web_url(url)) {
            let reason = "must be an absolute URL that starts with http:// or https://";
            return Err(BadConfig::WrongType { key: "kratosUrl", reason });
        }
        Ok(Self {
            kratos_url: kratos_url.map(|url| url.trim_end_matches('/').to_owned()),
            brand_name: text_at(brand, "name", "brand.name")?,
            brand_logo: text_at(brand, "logo", "brand.logo")?,
        })
    }
}

fn text_at(object: Obj<'_>, name: &str, key: &'static str) -> Result<Option<String>, BadConfig> {
    match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text.clone())),
        Some(_) => Err(BadConfig::WrongType { key, reason: "must be a text" }),
    }
}

fn is_web_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(' '))
}

impl BadConfig {
    /// The reason in the person's words, with the key.
    pub fn words(&self, words: &Catalog) -> String {
        match self {
            Self::Unreached(status) => {
                words.fill("config.unreached", &[("status", &status.to_string())])
            }
            Self::NotJson(reason) => words.fill("config.json", &[("reason", reason)]),
            Self::WrongType { key, reason } => {
                words.fill("config.key", &[("key", key), ("reason", reason)])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_and_an_empty_file_are_the_defaults() {
        assert_eq!(Config::read(404, "<html>"), Ok(Config::default()));
        assert_eq!(Config::read(200, "{}"), Ok(Config::default()));
    }

    #[test]
    fn the_base_loses_its_last_slash() {
        let config = Config::read(200, r#"{"kratosUrl":"https://auth.example/k/"}"#).unwrap();
        assert_eq!(config.kratos_url.as_deref(), Some("https://auth.example/k"));
    }

    #[test]
    fn a_bad_file_names_the_key() {
        for (text, part) in [
            ("{\n \"a\": }", "line 2, column 7"),
            ("[]", "one object"),
            (r#"{"kratosUrl":5}"#, "“kratosUrl” must be a text"),
            (r#"{"kratosUrl":"auth.example"}"#, "“kratosUrl” must be an absolute URL"),
            (r#"{"kratosUrl":"javascript:alert(1)"}"#, "“kratosUrl” must be an absolute URL"),
            (r#"{"brand":"x"}"#, "“brand” must be an object"),
            (r#"{"brand":{"name":[]}}"#, "“brand.name” must be a text"),
        ] {
            let words = Config::read(200, text).unwrap_err().words(&Catalog::english());
            assert!(words.contains(part), "{words}");
        }
    }
}
