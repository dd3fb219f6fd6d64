//! `cargo xtask mails`: templates for the mails of Kratos' courier, from the texts in `deploy/kratos/mails/words`.
//!
//! Kratos reads each kind of mail from a folder of its own and shares nothing between them
//! (<https://www.ory.sh/docs/kratos/emails-sms/custom-email-templates>), so they are generated.

mod kinds;
mod language;
mod template;
mod words;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths;
use template::Brand;

/// What the mails look like, and where they are written.
#[derive(Default, clap::Args)]
pub struct Options {
    /// The config.json whose brand the mails have; none by default
    #[arg(long)]
    config: Option<PathBuf>,
    /// The colour of buttons and links, as #rrggbb
    #[arg(long, default_value = template::ACCENT)]
    accent: String,
    /// The folder for the templates; that of the demo by default
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Writes them.
pub fn write(options: &Options) -> Result<()> {
    let brand = brand(options)?;
    let out = options.out.clone().unwrap_or_else(folder);
    for (name, text) in files(&brand)? {
        let file = out.join(name);
        fs::create_dir_all(file.parent().context("a template has no folder")?)?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    println!("{}", paths::shown(&out));
    Ok(())
}

/// The templates that the demo uses.
fn folder() -> PathBuf {
    paths::root().join("deploy/kratos/mails")
}

/// All templates, by their names below the folder.
fn files(brand: &Brand) -> Result<Vec<(String, String)>> {
    let languages = words::all(&folder().join("words"))?;
    let mut files = Vec::new();
    for kind in &kinds::KINDS {
        let mut add =
            |name: &str, text: String| files.push((format!("{}/{name}.gotmpl", kind.folder), text));
        add("email.subject", template::subject(kind, &languages)?);
        add("email.body", template::html(kind, &languages, brand)?);
        add("email.body.plaintext", template::plain(kind, &languages, brand)?);
        if kind.has_sms {
            add("sms.body", template::sms(kind, &languages)?);
        }
    }
    Ok(files)
}

fn brand(options: &Options) -> Result<Brand> {
    let digits = options.accent.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        bail!("--accent is {:?}; write a colour as #rrggbb", options.accent);
    }
    let accent = options.accent.clone();
    let Some(file) = &options.config else {
        return Ok(Brand { accent, ..Brand::default() });
    };
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let config: Value =
        serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))?;
    let brand = &config["brand"];
    let logo = brand["logo"].as_str().or(brand["logo"]["light"].as_str());
    // A mail has no address that a path could be relative to.
    let logo = logo.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    if logo.is_none() && !brand["logo"].is_null() {
        println!("The logo is left out: mails need its whole URL, https://…");
    }
    let name = brand["name"].as_str();
    Ok(Brand { name: name.map(str::to_owned), logo: logo.map(str::to_owned), accent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_of_the_demo_are_those_of_the_texts() {
        let brand =
            brand(&Options { accent: template::ACCENT.to_owned(), ..Options::default() }).unwrap();
        for (name, text) in files(&brand).unwrap() {
            let kept = fs::read_to_string(folder().join(&name)).unwrap_or_default();
            assert!(kept == text, "{name} is not what its texts say; run `cargo xtask mails`");
        }
    }

    #[test]
    fn a_brand_is_that_of_config_json() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("config.json");
        let text = r#"{"brand": {"name": "Ada & \"Co\"", "logo": {"light": "https://example.com/a.png"}}}"#;
        fs::write(&config, text).unwrap();
        let options = Options { config: Some(config), accent: "#aa0000".to_owned(), out: None };
        let files = files(&brand(&options).unwrap()).unwrap();
        let (_, body) = files
            .iter()
            .find(|(name, _)| name == "verification_code/valid/email.body.gotmpl")
            .unwrap();
        assert!(body.contains(r#"alt="Ada &amp; &quot;Co&quot;""#), "{body}");
        assert!(body.contains("https://example.com/a.png") && body.contains("#aa0000"));
    }

    #[test]
    fn a_colour_is_one() {
        for accent in ["red", "#fff", "#12345g", "#123456;x"] {
            let options = Options { accent: accent.to_owned(), ..Options::default() };
            assert!(brand(&options).is_err(), "{accent}");
        }
    }
}
