//! `cargo xtask book`: the pages of `docs/SUMMARY.md` as a site, `target/book/site`, made by mdBook.
//!
//! The pages are laid out as in the repository, with the files that they link to. A link to what is no page
//! and no file, such as a folder, becomes plain text. The pages as Markdown and `llms.txt` lie beside.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use crate::tools::cargo;
use crate::{package, paths, process, step};

/// Where the pages are laid out.
fn stage() -> PathBuf {
    paths::target().join("book/src")
}

/// The built book.
pub fn site() -> PathBuf {
    paths::target().join("book/site")
}

/// Builds the book.
pub fn build() -> Result<()> {
    let mdbook = cargo::mdbook()?;
    let pages = lay_out(&stage())?;
    let mut build = std::process::Command::new(mdbook);
    build
        .args(["build", "--dest-dir"])
        .arg(site())
        .current_dir(paths::root())
        .env("MDBOOK_BOOK__SRC", stage());
    step::step("Building the book", || process::run(&mut build, "book"))?;
    for page in pages.iter().map(PathBuf::as_path).chain([Path::new("docs/llms.txt")]) {
        put(&paths::root().join(page), &site().join(page))?;
    }
    println!("{}", paths::shown(&site().join("index.html")));
    Ok(())
}

/// The pages of the summary, by their paths from the root.
pub fn pages() -> Result<Vec<PathBuf>> {
    let summary = fs::read_to_string(paths::root().join("docs/SUMMARY.md"))?;
    let links = summary.lines().filter_map(|line| line.split_once("]("));
    let targets = links.filter_map(|(_, rest)| rest.split_once(')'));
    Ok(targets.map(|(target, _)| resolved(Path::new("docs"), target)).collect())
}

fn lay_out(stage: &Path) -> Result<Vec<PathBuf>> {
    package::renew(stage)?;
    let pages = pages()?;
    let root = paths::root();
    let mut files = BTreeSet::new();
    for page in &pages {
        let text = fs::read_to_string(root.join(page))
            .with_context(|| format!("docs/SUMMARY.md names {}", page.display()))?;
        let folder = page.parent().unwrap_or(Path::new(""));
        let text = linked(&text, |target| {
            let target = resolved(folder, target);
            let is_page = pages.contains(&target);
            let is_file = !is_page
                && target.extension().is_none_or(|end| end != "md")
                && root.join(&target).is_file();
            if is_file {
                files.insert(target);
            }
            is_page || is_file
        });
        write(&stage.join(page), &text)?;
    }
    for file in files {
        put(&root.join(&file), &stage.join(&file))?;
    }
    let pictures = Path::new("docs/pictures");
    fs::create_dir_all(stage.join(pictures))?;
    package::copy(&root.join(pictures), &stage.join(pictures))?;
    let summary = fs::read_to_string(root.join("docs/SUMMARY.md"))?;
    let summary: Vec<String> = summary.lines().map(from_root).collect();
    write(&stage.join("SUMMARY.md"), &summary.join("\n"))?;
    Ok(pages)
}

/// A line of the summary with its path from the root.
fn from_root(line: &str) -> String {
    match line.split_once("](").and_then(|(title, rest)| Some((title, rest.strip_suffix(')')?))) {
        Some((title, target)) => {
            format!("{title}]({})", resolved(Path::new("docs"), target).display())
        }
        None => line.to_owned(),
    }
}

/// The path of a link in a page of `folder`, from the root and without an anchor.
fn resolved(folder: &Path, link: &str) -> PathBuf {
    let path = link.split('#').next().unwrap_or_default();
    let mut parts = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::CurDir => {}
            part => parts.push(part),
        }
    }
    parts
}

/// A page whose links to files are kept where `keeps` says so, and are their words elsewhere. Code is left alone.
fn linked(page: &str, mut keeps: impl FnMut(&str) -> bool) -> String {
    let mut is_code = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        lines.push(if is_code || is_fence {
            line.to_owned()
        } else {
            linked_line(line, &mut keeps)
        });
    }
    lines.join("\n") + "\n"
}

fn linked_line(line: &str, keeps: &mut impl FnMut(&str) -> bool) -> String {
    let mut done = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((target, next)) = after.split_once(')') else { break };
        done += before;
        let is_elsewhere = target.contains("://")
            || target.starts_with(['#', '<'])
            || target.starts_with("mailto:");
        match opening(&done) {
            Some(at) if !is_elsewhere && !keeps(target) => done.replace_range(at..=at, ""),
            _ => done += &format!("]({target})"),
        }
        rest = next;
    }
    done + rest
}

/// Where the bracket of a link opens that ends with the text.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, letter) in text.char_indices().rev() {
        match letter {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn put(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::copy(from, to).map(drop).with_context(|| format!("cannot copy {}", from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_what_is_not_in_the_book_are_their_words() {
        let page = "[a `x`](../a.md#b) and [b](b/) and [c](https://c)\n```\n[b](b/)\n```\n[![i](i.png)](b/) [d](#e)";
        let text = linked(page, |target| target != "b/");
        let expected =
            "[a `x`](../a.md#b) and b and [c](https://c)\n```\n[b](b/)\n```\n![i](i.png) [d](#e)\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn paths_are_from_the_root() {
        let docs = Path::new("docs");
        assert_eq!(resolved(docs, "../README.md#try-it"), Path::new("README.md"));
        assert_eq!(resolved(docs, "./start.md"), Path::new("docs/start.md"));
        assert_eq!(from_root("- [Start](start.md)"), "- [Start](docs/start.md)");
        assert_eq!(from_root("# Use it"), "# Use it");
    }
}
