//! Gateways that are Debian's packages.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::apt;

/// nginx and its modules.
pub struct Nginx {
    /// The server.
    pub program: PathBuf,
    /// The folder with `ngx_http_js_module.so`.
    pub modules: PathBuf,
}

/// nginx: `NGINX_BIN` and `NGINX_MODULES`, else on PATH, else Debian's.
pub fn nginx() -> Result<Nginx> {
    const PACKAGE: &str = "libnginx-mod-http-js";
    let program = apt::program("NGINX_BIN", &["nginx"], "nginx-light")?;
    let given = env::var_os("NGINX_MODULES").map(PathBuf::from);
    let modules = given.unwrap_or_else(|| Path::new("/usr/lib/nginx/modules").to_owned());
    let has_module = || modules.join("ngx_http_js_module.so").is_file();
    if !has_module() && apt::is_usable() {
        apt::install(PACKAGE)?;
    }
    if !has_module() {
        bail!(
            "{} has no ngx_http_js_module.so: install nginx' JavaScript module (Debian: apt-get \
             install {PACKAGE}), or set NGINX_MODULES to its folder",
            modules.display()
        );
    }
    Ok(Nginx { program, modules })
}

/// HAProxy: `HAPROXY_BIN`, else on PATH, else Debian's.
pub fn haproxy() -> Result<PathBuf> {
    apt::program("HAPROXY_BIN", &["haproxy"], "haproxy")
}
