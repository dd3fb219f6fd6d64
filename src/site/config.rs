//! `config.json`: the settings of the site, loaded at the start.

use crate::{
    decimal::digits,
    i18n::Catalog,
    json::{Json, NotJson, Obj},
    url::{is_configured_picture, is_web},
    view::look::{AccountLook, Look, Provider},
};

/// The settings. Without a file, all have their defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Kratos' public URL without a trailing slash (`kratosUrl`); by default the site's own origin.
    pub kratos_url: Option<String>,
    /// The language (`locale`): a BCP 47 tag, or `auto`, the default, for the browser's. The boot script
    /// loads it.
    pub locale: Option<String>,
    /// Whether people can choose another language (`languageSwitch`); true by default.
    pub shows_languages: bool,
    /// The name of the service (`brand.name`).
    pub brand_name: Option<String>,
    /// A logo shown beside or instead of the name (`brand.logo`); the site's CSP must allow it.
    pub brand_logo: Option<Picture>,
    /// The view options: providers by their ids in Kratos (`providers`), whether to show a captcha
    /// (`captcha`), and whether the doctor is on (`doctor`), which it always is on localhost; both are
    /// false by default.
    pub look: Look,
    /// The groups to show (`groups`); all by default.
    pub groups: Vec<String>,
    /// Whether to mark the method of the last sign-in with this browser (`lastUsed`); true by default.
    pub notes_last_used: bool,
    /// The theme (`theme`), the name of a file in `/themes/`. The boot script loads it.
    pub theme: Option<String>,
    /// Links below every page (`brand.links`), label and URL: terms, privacy, help.
    pub links: Vec<(String, String)>,
    /// Whether to offer a passkey after other sign-ins (`offerPasskey`); true by default.
    pub offers_passkey: bool,
}

/// The URL of a picture, or one for each colour scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The one on light surfaces.
    pub light: String,
    /// The one on dark surfaces, if it is another.
    pub dark: Option<String>,
}

/// Why the settings are invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadConfig {
    /// The file exists but could not be loaded.
    #[error("status {0}")]
    Unreached(u16),
    /// The file is not a JSON object.
    #[error("{0}")]
    NotJson(String),
    /// A key has a value of the wrong type.
    #[error("{key} {reason}")]
    WrongType {
        /// The key, with dots.
        key: &'static str,
        /// What the value must be.
        reason: &'static str,
    },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            kratos_url: None,
            locale: None,
            shows_languages: true,
            brand_name: None,
            brand_logo: None,
            look: Look {
                account: Some(AccountLook { app: None, shows_schemes: true, has_apps: false }),
                ..Look::default()
            },
            notes_last_used: true,
            links: Vec::new(),
            theme: None,
            groups: Vec::new(),
            offers_passkey: true,
        }
    }
}

impl Config {
    /// Parses the response for the file; 404 means that there is none.
    ///
    /// # Errors
    /// [`BadConfig`] with the key and the reason.
    pub fn read(status: u16, text: &str) -> Result<Self, BadConfig> {
        match status {
            404 => return Ok(Self::default()),
            200..=299 => {}
            other => return Err(BadConfig::Unreached(other)),
        }
        let value = Json::parse(text).map_err(|error| BadConfig::NotJson(place(error)))?;
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
        // The boot script shows it.
        pictures_at(brand, "background", "brand.background")?;
        Ok(Self {
            kratos_url: kratos_url.map(|url| url.trim_end_matches('/').to_owned()),
            locale: text_at(config, "locale", "locale")?,
            shows_languages: flag_at(config, "languageSwitch", true)?,
            brand_name: text_at(brand, "name", "brand.name")?,
            brand_logo: pictures_at(brand, "logo", "brand.logo")?,
            look: Look {
                providers: providers(config.get("providers"))?,
                captcha: flag_at(config, "captcha", false)?,
                last_used: None,
                password_length: length_at(config, "passwordLength")?,
                has_doctor: flag_at(config, "doctor", false)?,
                account: Some(AccountLook {
                    app: app(brand)?,
                    shows_schemes: flag_at(config, "schemeSwitch", true)?,
                    has_apps: flag_at(config, "apps", false)?,
                }),
            },
            notes_last_used: flag_at(config, "lastUsed", true)?,
            links: links(brand.get("links"))?,
            theme: theme(config)?,
            groups: groups(config.get("groups"))?,
            offers_passkey: flag_at(config, "offerPasskey", true)?,
        })
    }
}

/// Parses `{"google": {"label": "Google", "icon": "/icons/google.svg", "order": 1}}`. Providers
/// without an order follow those with one.
fn providers(value: Option<&Json>) -> Result<Vec<Provider>, BadConfig> {
    let members = match value {
        None | Some(Json::Null) => return Ok(Vec::new()),
        Some(Json::Object(members)) => members,
        Some(_) => {
            let reason = "must be an object with an object for each provider";
            return Err(BadConfig::WrongType { key: "providers", reason });
        }
    };
    let mut found: Vec<(i64, Provider)> = Vec::new();
    for (id, value) in members {
        let own = value.obj();
        let order = match own.get("order") {
            None | Some(Json::Null) => i64::MAX,
            Some(_) => own.int("order").ok_or(BadConfig::WrongType {
                key: "providers.….order",
                reason: "must be a whole number",
            })?,
        };
        let provider = Provider {
            id: id.clone(),
            label: text_at(own, "label", "providers.….label")?,
            icon: picture_at(own, "icon", "providers.….icon")?,
        };
        let place = found.iter().take_while(|(other, _)| *other <= order).count();
        found.insert(place, (order, provider));
    }
    Ok(found.into_iter().map(|(_, provider)| provider).collect())
}

/// Parses `{"name": "Notes", "url": "https://notes.example"}` in `brand.app`.
fn app(brand: Obj<'_>) -> Result<Option<(String, String)>, BadConfig> {
    let reason = "must have a name and a url, a path or a URL that starts with http:// or https://";
    let wrong = BadConfig::WrongType { key: "brand.app", reason };
    match brand.get("app") {
        None | Some(Json::Null) => Ok(None),
        Some(app) => {
            let (name, url) = (app.obj().text("name"), app.obj().text("url"));
            let url = url.filter(|url| is_web(url));
            name.zip(url).map(Some).ok_or(wrong)
        }
    }
}

/// Parses `{"Terms": "https://example.com/terms"}`.
fn links(value: Option<&Json>) -> Result<Vec<(String, String)>, BadConfig> {
    let reason = "must be an object with a path or a URL that starts with http:// or https:// for each label";
    let wrong = || BadConfig::WrongType { key: "brand.links", reason };
    match value {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::Object(members)) => members
            .iter()
            .map(|(label, url)| {
                let url = url.as_str().filter(|url| is_web(url)).ok_or_else(wrong)?;
                Ok((label.clone(), url.to_owned()))
            })
            .collect(),
        Some(_) => Err(wrong()),
    }
}

fn theme(config: Obj<'_>) -> Result<Option<String>, BadConfig> {
    let theme = text_at(config, "theme", "theme")?;
    let is_name =
        |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let reason = "must be the name of a file in /themes/, without .css";
    match theme {
        Some(name) if name.is_empty() || !is_name(&name) => {
            Err(BadConfig::WrongType { key: "theme", reason })
        }
        theme => Ok(theme),
    }
}

fn length_at(object: Obj<'_>, key: &'static str) -> Result<u8, BadConfig> {
    let wrong = BadConfig::WrongType { key, reason: "must be a whole number from 0 to 255" };
    match object.get(key) {
        None | Some(Json::Null) => Ok(Look::default().password_length),
        Some(_) => object.int(key).and_then(|length| u8::try_from(length).ok()).ok_or(wrong),
    }
}

fn groups(value: Option<&Json>) -> Result<Vec<String>, BadConfig> {
    let wrong = || BadConfig::WrongType { key: "groups", reason: "must be a list of texts" };
    match value {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::List(names)) => {
            names.iter().map(|name| name.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn text_at(object: Obj<'_>, name: &str, key: &'static str) -> Result<Option<String>, BadConfig> {
    match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text.clone())),
        Some(_) => Err(BadConfig::WrongType { key, reason: "must be a text" }),
    }
}

fn flag_at(object: Obj<'_>, key: &'static str, default: bool) -> Result<bool, BadConfig> {
    match object.get(key) {
        None | Some(Json::Null) => Ok(default),
        Some(Json::Bool(is_on)) => Ok(*is_on),
        Some(_) => Err(BadConfig::WrongType { key, reason: "must be true or false" }),
    }
}

const PICTURE: &str =
    "must be the address of a picture, a path or a URL that starts with http:// or https://";

fn picture_at(object: Obj<'_>, name: &str, key: &'static str) -> Result<Option<String>, BadConfig> {
    let text = text_at(object, name, key)?;
    let is_usable = text.as_deref().is_none_or(is_configured_picture);
    is_usable.then_some(text).ok_or(BadConfig::WrongType { key, reason: PICTURE })
}

/// Parses `"/logo.svg"`, or `{"light": "/logo.svg", "dark": "/logo-dark.svg"}`.
fn pictures_at(
    object: Obj<'_>,
    name: &str,
    key: &'static str,
) -> Result<Option<Picture>, BadConfig> {
    let both = object.obj(name);
    if !object.get(name).is_some_and(Json::is_object) {
        let one = picture_at(object, name, key)?;
        return Ok(one.map(|light| Picture { light, dark: None }));
    }
    let light = picture_at(both, "light", key)?;
    let dark = picture_at(both, "dark", key)?;
    let wrong = BadConfig::WrongType { key, reason: PICTURE };
    light.map(|light| Some(Picture { light, dark })).ok_or(wrong)
}

/// The position of the JSON error.
fn place(error: NotJson) -> String {
    ["line ", &digits(error.line), ", column ", &digits(error.column)].concat()
}

fn is_web_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(' '))
}

impl BadConfig {
    /// The reason with the key, translated.
    pub fn words(&self, words: &Catalog) -> String {
        match self {
            Self::Unreached(status) => {
                words.fill("config.unreached", &[("status", &digits(*status))])
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
    fn providers_come_in_their_order() {
        let text = r#"{"providers":{"a":{},"b":{"order":2},"c":{"order":1,"label":"C"}}}"#;
        let providers = Config::read(200, text).unwrap().look.providers;
        let ids: Vec<_> = providers.iter().map(|provider| provider.id.as_str()).collect();
        assert_eq!(ids, ["c", "b", "a"]);
        assert_eq!(providers[0].label.as_deref(), Some("C"));
    }

    #[test]
    fn a_picture_is_one_or_one_for_each_scheme() {
        let logo = |text| Config::read(200, text).unwrap().brand_logo;
        let one = logo(r#"{"brand":{"logo":"/a.svg"}}"#);
        assert_eq!(one, Some(Picture { light: "/a.svg".into(), dark: None }));
        let both = logo(r#"{"brand":{"logo":{"light":"/l.svg","dark":"/d.svg"}}}"#);
        assert_eq!(both, Some(Picture { light: "/l.svg".into(), dark: Some("/d.svg".into()) }));
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
            (r#"{"brand":{"logo":"javascript:alert(1)"}}"#, "“brand.logo” must be the address"),
            (r#"{"brand":{"logo":{"ligth":"/a.svg"}}}"#, "“brand.logo” must be the address"),
            (r#"{"brand":{"logo":{"light":"/a.svg","dark":7}}}"#, "“brand.logo” must be a text"),
            (r#"{"brand":{"background":[]}}"#, "“brand.background” must be a text"),
            (
                r#"{"brand":{"background":"javascript:1"}}"#,
                "“brand.background” must be the address",
            ),
            (r#"{"providers":{"g":{"icon":"file:///x"}}}"#, "icon” must be the address"),
            (r#"{"brand":{"name":[]}}"#, "“brand.name” must be a text"),
            (r#"{"providers":[]}"#, "“providers” must be an object"),
            (r#"{"providers":{"g":{"order":"1"}}}"#, "order” must be a whole number"),
            (r#"{"theme":"../x"}"#, "“theme” must be the name of a file in /themes/"),
            (r#"{"lastUsed":1}"#, "“lastUsed” must be true or false"),
            (r#"{"passwordLength":-1}"#, "“passwordLength” must be a whole number"),
            (r#"{"brand":{"app":{"name":"Notes"}}}"#, "“brand.app” must have a name and a url"),
            (r#"{"brand":{"app":{"name":"N","url":"javascript:1"}}}"#, "“brand.app” must have"),
            (
                r#"{"brand":{"links":{"Terms":"data:text/html,x"}}}"#,
                "“brand.links” must be an object",
            ),
            (r#"{"schemeSwitch":1}"#, "“schemeSwitch” must be true or false"),
            (r#"{"languageSwitch":1}"#, "“languageSwitch” must be true or false"),
            (r#"{"locale":["de"]}"#, "“locale” must be a text"),
            (r#"{"groups":"code"}"#, "“groups” must be a list"),
            (r#"{"captcha":"yes"}"#, "“captcha” must be true or false"),
            (r#"{"offerPasskey":"no"}"#, "“offerPasskey” must be true or false"),
        ] {
            let words = Config::read(200, text).unwrap_err().words(&Catalog::english());
            assert!(words.contains(part), "{words}");
        }
    }
}
