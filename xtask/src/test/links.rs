//! Each link of the built book leads to a file of it, and to a place in the file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::book;

/// Checks the page of each chapter.
pub fn check() -> Result<()> {
    let site = book::site();
    let (mut count, mut broken) = (0_u32, Vec::new());
    for page in book::pages()? {
        let file = site.join(page).with_extension("html");
        let html = fs::read_to_string(&file)
            .with_context(|| format!("the book has no {}", file.display()))?;
        for link in targets(&html) {
            count += 1;
            if !leads_somewhere(&file, &link) {
                broken.push(format!("{}: {link}", file.strip_prefix(&site)?.display()));
            }
        }
    }
    println!("{count} links in the book");
    if broken.is_empty() {
        Ok(())
    } else {
        bail!("links of the book lead nowhere:\n{}", broken.join("\n"))
    }
}

/// What the document links to or loads from its own site. Tags in code are text there, and no links.
fn targets(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in html.split('<').filter_map(|part| part.split('>').next()) {
        for attribute in [" href=\"", " src=\"", " srcset=\""] {
            let Some((_, rest)) = tag.split_once(attribute) else { continue };
            let link = rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
            if !link.is_empty() && !link.contains(':') && !link.starts_with("//") {
                found.push(link);
            }
        }
    }
    found
}

fn leads_somewhere(page: &Path, link: &str) -> bool {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let file: PathBuf = match path {
        "" => page.to_path_buf(),
        path => page.parent().unwrap_or(page).join(path),
    };
    if !file.is_file() {
        return false;
    }
    let is_page = file.extension().is_some_and(|end| end == "html");
    anchor.is_empty()
        || !is_page
        || fs::read_to_string(&file).is_ok_and(|html| html.contains(&format!("id=\"{anchor}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_needs_its_file_and_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("a.html");
        fs::write(
            &page,
            "<h1 id=\"top\"><a href=\"b.html#x\"><a href=\"https://c\"><img src=\"d.png\">&lt;a href=\"e\"&gt;",
        )
        .unwrap();
        let html = fs::read_to_string(&page).unwrap();
        assert_eq!(targets(&html), ["b.html#x", "d.png"]);
        for (link, expected) in
            [("#top", true), ("#x", false), ("a.html#top", true), ("b.html#x", false)]
        {
            assert_eq!(leads_somewhere(&page, link), expected, "{link}");
        }
    }
}
