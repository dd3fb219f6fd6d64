//! Chromium and chromedriver: the caller's, or installed if possible.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{apt, node, on_path};
use crate::{process, step};

/// Arguments that disable Chromium's own network requests.
pub const QUIET: [&str; 6] = [
    "disable-background-networking",
    "disable-component-update",
    "disable-default-apps",
    "disable-gpu",
    "disable-sync",
    "no-first-run",
];

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Finds Chromium: `CHROME_BIN`, else PATH, else Debian's, else Playwright's.
pub fn browser() -> Result<PathBuf> {
    if let Some(given) = on_path::given("CHROME_BIN")? {
        return Ok(given);
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    if apt::is_usable() {
        apt::install("chromium")?;
        return installed().context("apt installed chromium, but it is not on PATH");
    }
    playwright_s().with_context(|| {
        format!(
            "there is no Chromium: install one (Debian: apt-get install chromium), or set \
             CHROME_BIN to one; looked for {} on PATH",
            NAMES.join(", ")
        )
    })
}

/// Finds a chromedriver of the browser's version: `CHROMEDRIVER`, else PATH, else Debian's.
pub fn driver(browser: &Path) -> Result<PathBuf> {
    let driver = match on_path::given("CHROMEDRIVER")? {
        Some(given) => given,
        None => found_driver()?,
    };
    let version = |program: &Path| -> Result<(u32, u32)> {
        let answer = process::output(Command::new(program).arg("--version"))?;
        on_path::major_minor(&answer).with_context(|| format!("no version in {answer:?}"))
    };
    let (browser_version, driver_version) = (version(browser)?.0, version(&driver)?.0);
    if browser_version != driver_version {
        bail!(
            "{} is of version {driver_version} and {} of {browser_version}; they must be the same: \
             install the driver of the browser's version and set CHROMEDRIVER, or CHROME_BIN",
            driver.display(),
            browser.display()
        );
    }
    Ok(driver)
}

fn found_driver() -> Result<PathBuf> {
    if let Some(found) = on_path::find("chromedriver") {
        return Ok(found);
    }
    if apt::is_usable() {
        apt::install("chromium-driver")?;
    }
    on_path::find("chromedriver").context(
        "there is no chromedriver: install the one of your Chromium's version (Debian: apt-get \
         install chromium-driver) and put it on PATH or in CHROMEDRIVER",
    )
}

fn installed() -> Option<PathBuf> {
    let mac = PathBuf::from(MAC);
    NAMES.iter().find_map(|name| on_path::find(name)).or(on_path::executable(&mac).then_some(mac))
}

/// Playwright's Chromium, downloaded if needed.
fn playwright_s() -> Result<PathBuf> {
    let folder = node::e2e_packages()?;
    step::step("Downloading Playwright's Chromium", || {
        let mut install = node::node();
        install.args(["node_modules/@playwright/test/cli.js", "install", "chromium"]);
        process::run(install.current_dir(&folder), "playwright-chromium")
    })?;
    let ask = "console.log(require('@playwright/test').chromium.executablePath())";
    let path = process::output(node::node().current_dir(&folder).args(["-e", ask]))?;
    Ok(PathBuf::from(path.trim()))
}
