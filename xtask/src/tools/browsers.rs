//! Firefox and WebKitGTK, and the drivers by which tests use them.

use std::path::PathBuf;

use anyhow::Result;

use super::{apt, cargo};

/// Firefox and its driver.
pub struct Firefox {
    /// The browser.
    pub browser: PathBuf,
    /// Geckodriver.
    pub driver: PathBuf,
}

/// The driver of WebKitGTK, which starts its browser.
pub struct WebKit {
    /// The driver.
    pub driver: PathBuf,
    /// A server for a screen in memory: this browser has no headless mode.
    pub screen: PathBuf,
}

/// Firefox: `FIREFOX_BIN` and `GECKODRIVER`, else on PATH, else Debian's and the pinned driver.
pub fn firefox() -> Result<Firefox> {
    Ok(Firefox {
        browser: apt::program("FIREFOX_BIN", &["firefox-esr", "firefox"], "firefox-esr")?,
        driver: cargo::geckodriver()?,
    })
}

/// WebKitGTK: `WEBKIT_DRIVER` and `XVFB_BIN`, else on PATH, else Debian's; only Linux has it.
pub fn webkit() -> Result<Option<WebKit>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    Ok(Some(WebKit {
        driver: apt::program("WEBKIT_DRIVER", &["WebKitWebDriver"], "webkit2gtk-driver")?,
        screen: apt::program("XVFB_BIN", &["Xvfb"], "xvfb")?,
    }))
}
