//! The files that the npm package's entries load, and their budgets.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use super::Part;
use crate::package;
use crate::site::compress::brotli;

/// An entry of the package.
pub struct Entry {
    /// Its name, for people.
    pub name: &'static str,
    /// All bytes it loads, compressed with Brotli.
    pub budget: u64,
    /// How far it may exceed its budget for now, so that sizes don't grow again. Lowered with every
    /// gain, until it is 0.
    pub overdraft: u64,
    /// Its start files, and files that a page links.
    files: &'static [&'static str],
    /// Start files of what is loaded beside it anyway, whose bytes are not counted again.
    beside: &'static [&'static str],
}

/// A wrapper for a framework, which is loaded beside the client.
const fn wrapper(name: &'static str, files: &'static [&'static str]) -> Entry {
    Entry { name, budget: 2_000, overdraft: 0, files, beside: &["index.js"] }
}

/// The entries that bundlers copy unchanged. Locales are not counted.
pub const ENTRIES: [Entry; 9] = [
    Entry {
        name: "npm core",
        budget: 98_200,
        overdraft: 12_300,
        files: &["index.js"],
        beside: &[],
    },
    Entry {
        name: "npm elements",
        budget: 118_500,
        overdraft: 24_100,
        files: &["elements.js", "styles.css"],
        beside: &[],
    },
    // No module; the texts of all errors are most of it.
    Entry { name: "npm server", budget: 6_000, overdraft: 0, files: &["server.js"], beside: &[] },
    // Loaded on demand; it is not part of any first visit.
    Entry {
        name: "npm doctor",
        budget: 185_000,
        overdraft: 0,
        files: &["doctor.js", "doctor.css"],
        beside: &[],
    },
    wrapper("npm react", &["react.js"]),
    wrapper("npm vue", &["vue.js"]),
    wrapper("npm svelte", &["svelte.js"]),
    wrapper("npm solid", &["solid.js"]),
    wrapper("npm angular", &["angular.js"]),
];

impl Entry {
    /// Its files and all files they load, by name, without those that are loaded beside it.
    pub fn parts(&self) -> Result<BTreeMap<String, Part>> {
        let mut parts = all(self.files)?;
        for name in all(self.beside)?.keys() {
            parts.remove(name);
        }
        Ok(parts)
    }
}

/// The files, and all files they load, by name.
fn all(files: &[&str]) -> Result<BTreeMap<String, Part>> {
    let dist = package::folder().join("dist");
    let mut parts = BTreeMap::new();
    let mut open: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
    while let Some(name) = open.pop() {
        if parts.contains_key(&name) {
            continue;
        }
        let content = fs::read(dist.join(&name))
            .with_context(|| format!("the package refers to {name}, which is not in it"))?;
        if name.ends_with(".js") {
            open.extend(loads(&String::from_utf8_lossy(&content)));
        }
        let raw = content.len() as u64;
        parts.insert(name, Part { raw, brotli: brotli(&content)?.len() as u64 });
    }
    Ok(parts)
}

/// The files that a script imports, and its module. Dynamic imports, `import(…)`, are not counted.
fn loads(script: &str) -> Vec<String> {
    let starts = ["from\"./", "import\"./", "new URL(\"./"];
    let parts = starts.iter().flat_map(|start| script.split(start).skip(1));
    parts.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loads_its_imports_and_its_module_but_not_what_it_imports_later() {
        let script = r#"import{a}from"./shared-A.js";import"./shared-B.js";
            var load=()=>new URL("./core_bg.wasm",import.meta.url);var c=()=>import("./shared-C.js");"#;
        assert_eq!(loads(script), ["shared-A.js", "shared-B.js", "core_bg.wasm"]);
    }
}
