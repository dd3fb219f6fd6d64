//! `cargo xtask size`: compares the bytes of first visits with their budgets.

mod package;
mod references;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::site::compress::brotli;
use crate::site::controls::CONTROLS;
use crate::{paths, site};

/// The budget of a first visit of any page: all bytes, compressed with Brotli. Only ever lowered.
const BUDGET: u64 = 118_100;
/// How far it may be exceeded for now; lowered with every gain, until it is 0.
const OVERDRAFT: u64 = 19_550;

/// A file of a first visit.
struct Part {
    raw: u64,
    brotli: u64,
}

/// Builds the site and the package, prints their sizes, lists the budgets that are exceeded, and
/// fails if one of these has no overdraft.
pub fn check() -> Result<()> {
    site::build()?;
    crate::package::ready()?;
    let (mut over, mut too_far) = (Vec::new(), false);
    let mut weigh = |head: &str, parts: &BTreeMap<String, Part>, budget: u64, overdraft: u64| {
        println!("{}\n", table(head, parts, Some(budget)));
        let sum: u64 = parts.values().map(|part| part.brotli).sum();
        if sum > budget {
            over.push(format!(
                "{head}: {} bytes, {} over the budget of {}",
                grouped(sum),
                grouped(sum - budget),
                grouped(budget)
            ));
        }
        too_far |= sum > budget + overdraft;
    };
    weigh("First visit of any page", &first_visit(&paths::dist())?, BUDGET, OVERDRAFT);
    for entry in &package::ENTRIES {
        weigh(entry.name, &entry.parts()?, entry.budget, entry.overdraft);
    }
    println!("{}\n", table("Controls, each loaded when it is on screen", &controls()?, None));
    if too_far {
        bail!("{}; start with the largest part above", over.join(", and "));
    }
    if !over.is_empty() {
        println!("Budgets not reached: {}.", over.join(", and "));
    }
    Ok(())
}

/// The page and all files it loads, by name.
fn first_visit(dist: &Path) -> Result<BTreeMap<String, Part>> {
    let mut parts = BTreeMap::new();
    let mut open = vec!["index.html".to_owned()];
    while let Some(name) = open.pop() {
        if parts.contains_key(&name) {
            continue;
        }
        let path = dist.join(&name);
        let content = fs::read(&path)
            .with_context(|| format!("the built site refers to {name}, which is not in it"))?;
        open.extend(references::loaded_by(&name, &String::from_utf8_lossy(&content), dist));
        let raw = content.len() as u64;
        let brotli = fs::metadata(dist.join(format!("{name}.br"))).map_or(raw, |meta| meta.len());
        parts.insert(name, Part { raw, brotli });
    }
    Ok(parts)
}

/// The scripts of the site that are loaded on demand.
fn controls() -> Result<BTreeMap<String, Part>> {
    let part = |name: &str| {
        let name = format!("controls/{name}.js");
        let content = fs::read(paths::dist().join(&name))
            .with_context(|| format!("the built site has no {name}"))?;
        let part = Part { raw: content.len() as u64, brotli: brotli(&content)?.len() as u64 };
        Ok((name, part))
    };
    CONTROLS.into_iter().map(part).collect()
}

fn table(head: &str, parts: &BTreeMap<String, Part>, budget: Option<u64>) -> String {
    let mut rows = vec![format!("{head:<40} {:>10} {:>10}", "raw", "brotli")];
    let mut row = |name: &str, raw: u64, brotli: u64| {
        rows.push(format!("  {name:<38} {:>10} {:>10}", grouped(raw), grouped(brotli)));
    };
    parts.iter().for_each(|(name, part)| row(name, part.raw, part.brotli));
    let (raw, brotli) =
        parts.values().fold((0, 0), |(raw, brotli), p| (raw + p.raw, brotli + p.brotli));
    if let Some(budget) = budget {
        row("sum", raw, brotli);
        rows.push(format!("  {:<38} {:>10} {:>10}", "budget", "", grouped(budget)));
    }
    rows.join("\n")
}

/// `12345` as `12 345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_the_page_and_what_it_leads_to_each_once() {
        let dist = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dist.path().join(name), text).unwrap();
        write(
            "index.html",
            r#"<link rel="modulepreload" href="/site.js">
               <script src="/boot.js" data-module="/site.js" data-wasm="/site.wasm" defer></script>"#,
        );
        write("boot.js", r#"fetch("/config.json")"#);
        write("boot.js.br", "x");
        write("site.js", "");
        write("site.wasm", "12345");
        write("config.json", "{}");
        write("unused.css", "");
        let parts = first_visit(dist.path()).unwrap();
        let names: Vec<&str> = parts.keys().map(String::as_str).collect();
        assert_eq!(names, ["boot.js", "config.json", "index.html", "site.js", "site.wasm"]);
        assert_eq!(parts["boot.js"].brotli, 1);
        assert_eq!(parts["site.wasm"].brotli, 5);
    }

    #[test]
    fn a_reference_to_a_missing_file_is_an_error() {
        let dist = tempfile::tempdir().unwrap();
        fs::write(dist.path().join("index.html"), r#"<script src="/gone.js"></script>"#).unwrap();
        let error = first_visit(dist.path()).err().unwrap().to_string();
        assert!(error.contains("gone.js"), "{error}");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1000, 90_000, 1_234_567].map(grouped).join("|"),
            "0|999|1 000|90 000|1 234 567"
        );
    }
}
