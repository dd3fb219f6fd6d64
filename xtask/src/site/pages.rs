//! The pages of the site: one text, but each preloads the module that draws it.
//!
//! `index.html` is the page of every path. A path of the account has a page of its own name, for
//! servers that look for one; elsewhere `boot.js` still loads the right module, a round trip later.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// The paths that the account's module draws, without their slash. The first is the front page.
pub const ACCOUNT_PAGES: [&str; 7] =
    ["", "error", "logout", "passkey", "sessions", "settings", "welcome"];

/// The name of the page at a path of the account, without `.html`. `index.html` is taken.
fn name(path: &str) -> &str {
    if path.is_empty() { "front" } else { path }
}

/// A module's script and its WebAssembly, as the page names them.
pub type Files = [String; 2];

/// The pages by the names of their files, made of one without preloads.
pub fn all(html: &str, modules: &BTreeMap<&str, Files>) -> Result<BTreeMap<String, String>> {
    let account = ACCOUNT_PAGES.iter().map(|path| (name(path), "account"));
    account
        .chain([("index", "site")])
        .map(|(page, module)| {
            let files = modules
                .get(module)
                .with_context(|| format!("Trunk staged no module {module} for {page}.html"))?;
            Ok((format!("{page}.html"), preloading(html, files)?))
        })
        .collect()
}

fn preloading(html: &str, [script, wasm]: &Files) -> Result<String> {
    let (head, rest) = html.split_once("</head>").context("index.html has no </head>")?;
    Ok(format!(
        "{head}<link rel=\"modulepreload\" href=\"{script}\">\n    \
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n  \
         </head>{rest}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_preloads_its_module_only() {
        let files = |name: &str| [format!("/{name}.js"), format!("/{name}.wasm")];
        let modules = BTreeMap::from([("site", files("site")), ("account", files("account"))]);
        let pages = all("<head></head><body></body>", &modules).unwrap();
        let names: Vec<&str> = pages.keys().map(String::as_str).collect();
        let all = "error front index logout passkey sessions settings welcome";
        assert_eq!(names.join(" ").replace(".html", ""), all);
        let head = |name: &str| {
            format!(
                "<head><link rel=\"modulepreload\" href=\"/{name}.js\">\n    <link rel=\"preload\" \
                 href=\"/{name}.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n  \
                 </head><body></body>"
            )
        };
        assert_eq!(pages["index.html"], head("site"));
        assert_eq!(pages["settings.html"], head("account"));
        assert_eq!(pages["front.html"], head("account"));
    }

    #[test]
    fn a_module_that_is_not_there_is_an_error() {
        let error = all("<head></head>", &BTreeMap::new()).unwrap_err().to_string();
        assert!(error.contains("account"), "{error}");
    }

    #[test]
    fn the_boot_script_knows_the_same_paths() {
        let boot = std::fs::read_to_string(crate::paths::root().join("www/boot.js")).unwrap();
        assert!(boot.contains(&format!("/^\\/({})\\/?$/.test(", ACCOUNT_PAGES.join("|"))));
    }
}
