//! The pages of the site: one text, but each preloads the module that draws it and has its styles.
//!
//! `index.html` is the page of every path. A path of the account has a page of its own name, for
//! servers that look for one; elsewhere `boot.js` still loads the right module and styles, a round
//! trip later.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

/// The paths that the account's module draws, without their slash. The first is the front page.
pub const ACCOUNT_PAGES: [&str; 7] =
    ["", "error", "logout", "passkey", "sessions", "settings", "welcome"];

/// The name of the page at a path of the account, without `.html`. `index.html` is taken.
fn name(path: &str) -> &str {
    if path.is_empty() { "front" } else { path }
}

/// A module's script and its WebAssembly, as the page names them.
pub type Files = [String; 2];

/// The pages by the names of their files, made of one without preloads whose files are at `base`.
pub fn all(
    html: &str,
    base: &str,
    modules: &BTreeMap<&str, Files>,
) -> Result<BTreeMap<String, String>> {
    let account = ACCOUNT_PAGES.iter().map(|path| (name(path), "account"));
    let styled = format!("rel=\"stylesheet\" href=\"{base}account-");
    if !html.contains(&styled) {
        bail!("index.html has no style sheet of the account");
    }
    // A relation that browsers do not know, for boot.js to find.
    let unstyled = html.replace(&styled, &styled.replace("stylesheet", "account"));
    account
        .chain([("index", "site")])
        .map(|(page, module)| {
            let files = modules
                .get(module)
                .with_context(|| format!("Trunk staged no module {module} for {page}.html"))?;
            let html = if module == "site" { &unstyled } else { html };
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
        let style = |rel: &str| format!("<link rel=\"{rel}\" href=\"/account-0.css\"/>");
        let html = format!("<head>{}</head><body></body>", style("stylesheet"));
        let pages = all(&html, "/", &modules).unwrap();
        let names: Vec<&str> = pages.keys().map(String::as_str).collect();
        let all = "error front index logout passkey sessions settings welcome";
        assert_eq!(names.join(" ").replace(".html", ""), all);
        let head = |name: &str, rel: &str| {
            let style = style(rel);
            format!(
                "<head>{style}<link rel=\"modulepreload\" href=\"/{name}.js\">\n    <link rel=\"preload\" \
                 href=\"/{name}.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n  \
                 </head><body></body>"
            )
        };
        assert_eq!(pages["index.html"], head("site", "account"));
        assert_eq!(pages["settings.html"], head("account", "stylesheet"));
        assert_eq!(pages["front.html"], head("account", "stylesheet"));
    }

    #[test]
    fn a_module_or_a_style_that_is_not_there_is_an_error() {
        let error = |html| all(html, "/", &BTreeMap::new()).unwrap_err().to_string();
        let styled = "<head><link rel=\"stylesheet\" href=\"/account-0.css\"/></head>";
        assert!(error(styled).contains("module account"), "{}", error(styled));
        let unstyled = error("<head></head>");
        assert!(unstyled.contains("style sheet"), "{unstyled}");
    }

    #[test]
    fn the_boot_script_knows_the_same_paths() {
        let boot = std::fs::read_to_string(crate::paths::root().join("www/boot.js")).unwrap();
        assert!(boot.contains(&format!("/^\\/({})\\/?$/.test(", ACCOUNT_PAGES.join("|"))));
    }
}
