//! Checks that features are additive: each set builds, and none changes the screens. Without
//! features there is no browser crate.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::watched;
use crate::process;
use crate::tools::cargo;
use crate::versions::WASM_TARGET;

/// Name prefixes of browser crates.
const BROWSER_CRATES: [&str; 5] = ["gloo", "js-sys", "leptos", "wasm-bindgen", "web-sys"];

/// A set of features, including those they turn on.
type Set = BTreeSet<String>;

/// Checks the pure build, then that every set of features builds for the browser and gives the same
/// screens for all recordings.
pub fn check() -> Result<()> {
    cargo::wasm_target()?;
    no_browser_crate_without_features()?;
    let lint = ["clippy", "--locked", "--package", "propylon", "--lib", "--bins"];
    let deny = ["--", "-D", "warnings"];
    watched::check(cargo::command().args(lint).args(deny))?;
    for set in power_set(&features()?) {
        let list = set.into_iter().collect::<Vec<_>>().join(",");
        println!("features: {}", if list.is_empty() { "none" } else { &list });
        watched::check(
            cargo::command()
                .args(lint)
                .args(["--target", WASM_TARGET, "--features", &list])
                .args(deny),
        )?;
        watched::check(
            cargo::command()
                .args(["test", "--quiet", "--locked", "--package", "propylon"])
                .args(["--test", "recordings", "--features", &list])
                // Compiling takes longer than running.
                .env("CARGO_PROFILE_TEST_OPT_LEVEL", "0"),
        )?;
    }
    Ok(())
}

fn no_browser_crate_without_features() -> Result<()> {
    let tree = process::output(
        cargo::command()
            .args(["tree", "--locked", "--package", "propylon", "--edges", "normal"])
            .args(["--target", "all", "--prefix", "none", "--format", "{p}"]),
    )?;
    let found = browser_crates(&tree);
    if found.is_empty() {
        return Ok(());
    }
    bail!(
        "without features the crate must be pure, but it depends on {}; make the dependency \
         optional and put it behind a feature",
        found.join(", ")
    )
}

fn browser_crates(tree: &str) -> Vec<&str> {
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| BROWSER_CRATES.iter().any(|start| name.starts_with(start))).collect()
}

/// The crate's features, each with those it turns on.
fn features() -> Result<BTreeMap<String, Set>> {
    let packages = cargo::packages()?;
    let package = packages.iter().find(|package| package["name"] == "propylon");
    let features = package.and_then(|package| package["features"].as_object());
    Ok(own_features(features.context("cargo metadata lists no features of propylon")?))
}

fn own_features(features: &serde_json::Map<String, Value>) -> BTreeMap<String, Set> {
    let names = features.keys().filter(|name| *name != "default");
    let turned_on = |name: &String| -> Set {
        let list = features.get(name).and_then(Value::as_array);
        let list = list.into_iter().flatten().filter_map(Value::as_str);
        list.filter(|on| features.contains_key(*on)).map(str::to_owned).collect()
    };
    names.map(|name| (name.clone(), turned_on(name))).collect()
}

/// All distinct sets of features.
fn power_set(features: &BTreeMap<String, Set>) -> BTreeSet<Set> {
    let mut sets = BTreeSet::from([Set::new()]);
    for name in features.keys() {
        let with: Vec<Set> = sets.iter().map(|set| closed(set, name, features)).collect();
        sets.extend(with);
    }
    sets
}

/// `set` with `name` and everything it turns on.
fn closed(set: &Set, name: &str, features: &BTreeMap<String, Set>) -> Set {
    let mut set = set.clone();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        open.extend(features.get(&name).into_iter().flatten().cloned());
        set.insert(name);
    }
    set
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_power_set_holds_each_meaning_once() {
        let features = json!({
            "default": [],
            "client": ["dep:web-sys"],
            "components": ["client", "dep:leptos"],
            "site": ["components", "leptos/csr"],
            "js": ["client"],
        });
        let sets = power_set(&own_features(features.as_object().unwrap()));
        let named: Vec<String> =
            sets.iter().map(|set| set.iter().cloned().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            named,
            [
                "",
                "client",
                "client components",
                "client components js",
                "client components js site",
                "client components site",
                "client js",
            ]
        );
    }

    #[test]
    fn browser_crates_are_recognised_in_a_tree() {
        let tree = "propylon v0.1.0 (/x)\nserde_json v1.0.1\nitoa v1.0.0\n";
        assert!(browser_crates(tree).is_empty());
        let tree = "propylon v0.1.0 (/x)\nwasm-bindgen-futures v0.4.50\ngloo-net v0.7.0\n";
        assert_eq!(browser_crates(tree), ["wasm-bindgen-futures", "gloo-net"]);
    }
}
