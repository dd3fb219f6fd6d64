//! The configuration: addresses from the environment, the rest from a JSON file.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde::Deserialize;
use thiserror::Error;
use url::Url;

/// What is wrong with the configuration: the key and the cure.
#[derive(Debug, Error)]
#[error("{key}: {cure}.")]
pub struct Wrong {
    key: String,
    cure: String,
}

fn wrong(key: &str, cure: impl Into<String>) -> Wrong {
    Wrong { key: key.to_owned(), cure: cure.into() }
}

/// Everything the service is told at its start.
pub struct Config {
    /// Hydra's admin API.
    pub hydra: Url,
    /// Kratos' public API.
    pub kratos: Url,
    /// Whether people come by https; cookies are bound to the host then.
    pub secure: bool,
    /// The origins of pages that may post.
    pub origins: Vec<String>,
    /// Where the service listens.
    pub listen: SocketAddr,
    /// The key of CSRF tokens, if tokens must outlive a restart.
    pub secret: Option<Vec<u8>>,
    /// The operator's file.
    pub file: File,
}

/// The file of `PROPYLON_CONSENT_CONFIG`.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    /// Words and first ticks of scopes, by name.
    pub scopes: BTreeMap<String, Scope>,
    /// Claims of ID tokens, by name.
    pub claims: BTreeMap<String, Claim>,
    /// For how many seconds a person may have a decision remembered; 0: never.
    pub remember: u64,
    /// The name of Kratos' session cookie.
    pub kratos_cookie: String,
    /// JSON pointer into the traits: the person's name on the page.
    pub person_name: Option<String>,
    /// How long Kratos and Hydra may take to answer.
    pub timeout_seconds: u64,
}

impl Default for File {
    fn default() -> Self {
        Self {
            scopes: BTreeMap::new(),
            claims: BTreeMap::new(),
            remember: 30 * 24 * 3600,
            kratos_cookie: "ory_kratos_session".to_owned(),
            person_name: None,
            timeout_seconds: 10,
        }
    }
}

impl File {
    /// How long Kratos and Hydra may take to answer.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds)
    }
}

/// What the operator says about a scope.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scope {
    /// Whether it is ticked at first.
    pub ticked: bool,
    /// A title by language.
    pub title: Option<BTreeMap<String, String>>,
    /// A sentence by language.
    pub description: Option<BTreeMap<String, String>>,
}

/// Where a claim comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// JSON pointer into the traits.
    pub r#trait: String,
    /// The scope without which it is left out.
    pub scope: String,
}

impl Config {
    /// Reads the environment, and the file it names.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Wrong> {
        let address = |key: &str, example: &str| {
            let text = variable(key)
                .ok_or_else(|| wrong(key, format!("is not set; give an address as {example}")))?;
            let url = Url::parse(&text)
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
            url.ok_or_else(|| {
                wrong(key, format!("is no http or https address; give one as {example}"))
            })
        };
        let hydra = address("PROPYLON_HYDRA_ADMIN_URL", "http://hydra:4445")?;
        let kratos = address("PROPYLON_KRATOS_URL", "http://kratos:4433")?;
        let public = address("PROPYLON_PUBLIC_URL", "https://accounts.example.org")?;
        let listen =
            variable("PROPYLON_CONSENT_LISTEN").unwrap_or_else(|| "127.0.0.1:4446".to_owned());
        let listen = listen.parse::<SocketAddr>().map_err(|_| {
            wrong("PROPYLON_CONSENT_LISTEN", "is no address and port; give one as 127.0.0.1:4446")
        })?;
        let secret = variable("PROPYLON_CONSENT_SECRET").map(String::into_bytes);
        if secret.as_ref().is_some_and(|secret| secret.len() < 32) {
            return Err(wrong(
                "PROPYLON_CONSENT_SECRET",
                "is shorter than 32 bytes; give a longer one, or none",
            ));
        }
        let file = match variable("PROPYLON_CONSENT_CONFIG") {
            Some(path) => {
                let text = std::fs::read_to_string(&path).map_err(|cause| {
                    wrong(
                        "PROPYLON_CONSENT_CONFIG",
                        format!("{path} cannot be read ({cause}); name a JSON file"),
                    )
                })?;
                File::parse(&text)?
            }
            None => File::default(),
        };
        Ok(Self {
            hydra,
            kratos,
            secure: public.scheme() == "https",
            origins: vec![public.origin().ascii_serialization()],
            listen,
            secret,
            file,
        })
    }
}

impl File {
    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let file: Self = serde_json::from_str(text).map_err(|cause| {
            wrong("PROPYLON_CONSENT_CONFIG", format!("the file is not understood: {cause}"))
        })?;
        for (name, claim) in &file.claims {
            if !claim.r#trait.starts_with('/') {
                return Err(wrong(
                    &format!("claims.{name}.trait"),
                    "is no JSON pointer; give one as /email",
                ));
            }
        }
        if file.person_name.as_ref().is_some_and(|pointer| !pointer.starts_with('/')) {
            return Err(wrong("person_name", "is no JSON pointer; give one as /name"));
        }
        if file.timeout_seconds == 0 {
            return Err(wrong(
                "timeout_seconds",
                "is 0, so nothing could ever answer; name seconds above 0",
            ));
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(change: (&str, Option<&str>)) -> Result<Config, String> {
        Config::read(|key| match key {
            _ if key == change.0 => change.1.map(str::to_owned),
            "PROPYLON_HYDRA_ADMIN_URL" => Some("http://hydra:4445".into()),
            "PROPYLON_KRATOS_URL" => Some("http://kratos:4433".into()),
            "PROPYLON_PUBLIC_URL" => Some("https://accounts.example.org/sign-in".into()),
            _ => None,
        })
        .map_err(|wrong| wrong.to_string())
    }

    #[test]
    fn a_good_one_has_the_origin_of_the_page() {
        let config = read(("", None)).unwrap();
        assert_eq!(config.origins, ["https://accounts.example.org"]);
        assert!(config.secure);
    }

    #[test]
    fn a_bad_one_names_the_key() {
        for (key, value) in [
            ("PROPYLON_HYDRA_ADMIN_URL", None),
            ("PROPYLON_KRATOS_URL", Some("kratos:4433")),
            ("PROPYLON_PUBLIC_URL", Some("ftp://accounts.example.org")),
            ("PROPYLON_CONSENT_LISTEN", Some("4446")),
            ("PROPYLON_CONSENT_SECRET", Some("short")),
            ("PROPYLON_CONSENT_CONFIG", Some("/nowhere/consent.json")),
        ] {
            let sentence = read((key, value)).err().unwrap();
            assert!(sentence.starts_with(&format!("{key}: ")), "{sentence}");
        }
        for (key, text) in [
            ("claims.email.trait", r#"{"claims":{"email":{"trait":"email","scope":"email"}}}"#),
            ("person_name", r#"{"person_name":"name"}"#),
            ("timeout_seconds", r#"{"timeout_seconds":0}"#),
            ("PROPYLON_CONSENT_CONFIG", r#"{"scope":{}}"#),
        ] {
            let sentence = File::parse(text).err().unwrap().to_string();
            assert!(sentence.starts_with(&format!("{key}: ")), "{sentence}");
        }
    }
}
