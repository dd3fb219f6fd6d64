//! Kratos, Caddy, Mailpit, Oathkeeper, Keto, Hydra, k6 and cyclonedx-gomod, built from the Go modules in
//! `servers/`, and the server of the image.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{cache, on_path};
use crate::versions::{
    CADDY, CYCLONEDX_GOMOD, HYDRA, K6, KETO, KRATOS, MAILPIT, OATHKEEPER, OLDEST_GO,
};
use crate::{paths, process, step};

/// Caddy and Mailpit.
pub struct Edge {
    /// Serves the site and proxies to Kratos.
    pub caddy: PathBuf,
    /// Receives Kratos' mails and shows them.
    pub mailpit: PathBuf,
}

/// The caller's `KRATOS_BIN`, else the pinned Kratos.
pub fn kratos() -> Result<PathBuf> {
    if let Some(given) = env::var_os("KRATOS_BIN") {
        let path = std::path::absolute(given)?;
        if !on_path::executable(&path) {
            bail!(
                "KRATOS_BIN names {}, which is not a program; correct it, or unset it to build \
                 Kratos {KRATOS}",
                path.display()
            );
        }
        return Ok(path);
    }
    let version = format!("-X github.com/ory/kratos/driver/config.Version=v{KRATOS}");
    let label = format!("Building Kratos {KRATOS} (about 2 minutes, once for this user)");
    // The demo uses SQLite in memory, whose driver needs C.
    let build = Build { module: "kratos", tags: "sqlite", cgo: true, linker_flags: &version };
    Ok(build.entry(&format!("kratos-{KRATOS}"), &label)?.join("kratos"))
}

/// Caddy and Mailpit in the pinned versions.
pub fn edge() -> Result<Edge> {
    let found = on_path::pinned("caddy", "version", CADDY)
        .zip(on_path::pinned("mailpit", "version", MAILPIT));
    if let Some((caddy, mailpit)) = found {
        return Ok(Edge { caddy, mailpit });
    }
    let version = format!("-X github.com/axllent/mailpit/config.Version=v{MAILPIT}");
    let label = format!(
        "Building Caddy {CADDY} and Mailpit {MAILPIT} (about 2 minutes, once for this user)"
    );
    let build = Build { module: "edge", tags: "", cgo: false, linker_flags: &version };
    let bin = build.entry("edge", &label)?;
    Ok(Edge { caddy: bin.join("caddy"), mailpit: bin.join("mailpit") })
}

/// The folder of the image's server, a Go module.
pub fn server_module() -> PathBuf {
    paths::root().join("deploy")
}

/// A go command in the module of the image's server. Go's own cache makes a second build short.
pub fn server_command() -> Result<Command> {
    check_go()?;
    let mut command = go();
    command
        .current_dir(server_module())
        .env("CGO_ENABLED", "0")
        // Without the databases of a certificate authority, a fifth of the program.
        .env("GOFLAGS", "-mod=readonly -tags=nobadger,nomysql,nopgx");
    Ok(command)
}

/// A go command in the module that checks the files for Kubernetes.
pub fn kubernetes_command() -> Result<Command> {
    check_go()?;
    let mut command = go();
    command
        .current_dir(server_module().join("kubernetes/check"))
        .env("CGO_ENABLED", "0")
        .env("GOFLAGS", "-mod=readonly");
    Ok(command)
}

/// The image's server for Linux on a processor. The same sources give the same bytes.
pub fn image_server(architecture: &str) -> Result<PathBuf> {
    server(architecture, &[("GOOS", "linux"), ("GOARCH", architecture)])
}

/// The image's server for this machine.
pub fn native_server() -> Result<PathBuf> {
    server("native", &[])
}

fn server(kind: &str, target: &[(&str, &str)]) -> Result<PathBuf> {
    let program = paths::target().join("image").join(kind).join("propylon");
    let mut build = server_command()?;
    build
        .args(["build", "-buildvcs=false", "-trimpath", "-ldflags", "-s -w", "-o"])
        .arg(&program)
        .arg("./server")
        .envs(target.iter().copied());
    let label = format!("Building the image's server, {kind} (a first build takes 2 minutes)");
    step::step(&label, || process::run(&mut build, &format!("image-{kind}")))?;
    Ok(program)
}

/// The pinned Oathkeeper, which only tests need.
pub fn oathkeeper() -> Result<PathBuf> {
    let version = format!("-X github.com/ory/oathkeeper/x.Version=v{OATHKEEPER}");
    let label = format!("Building Oathkeeper {OATHKEEPER} (about 2 minutes, once for this user)");
    let build = Build { module: "oathkeeper", tags: "", cgo: false, linker_flags: &version };
    Ok(build.entry(&format!("oathkeeper-{OATHKEEPER}"), &label)?.join("oathkeeper"))
}

/// The pinned Keto, which only the tests of gateways need.
pub fn keto() -> Result<PathBuf> {
    let version = format!("-X github.com/ory/keto/internal/driver/config.Version=v{KETO}");
    let label = format!("Building Keto {KETO} (about 2 minutes, once for this user)");
    // The tests keep its tuples in memory, with SQLite.
    let build = Build { module: "keto", tags: "sqlite", cgo: true, linker_flags: &version };
    Ok(build.entry(&format!("keto-{KETO}"), &label)?.join("keto"))
}

/// The pinned Hydra, which only the tests of sign-ins for other apps need.
pub fn hydra() -> Result<PathBuf> {
    let version = format!("-X github.com/ory/hydra/v2/driver/config.Version=v{HYDRA}");
    let label = format!("Building Hydra {HYDRA} (about a minute, once for this user)");
    // The tests keep its clients in memory, with SQLite.
    let build = Build { module: "hydra", tags: "sqlite", cgo: true, linker_flags: &version };
    Ok(build.entry(&format!("hydra-{HYDRA}"), &label)?.join("hydra"))
}

/// The pinned k6, which only `cargo xtask load` needs.
pub fn k6() -> Result<PathBuf> {
    let label = format!("Building k6 {K6} (about 2 minutes, once for this user)");
    let build = Build { module: "k6", tags: "", cgo: false, linker_flags: "" };
    Ok(build.entry(&format!("k6-{K6}"), &label)?.join("k6"))
}

/// The pinned cyclonedx-gomod, which only `cargo xtask release` needs.
pub fn cyclonedx() -> Result<PathBuf> {
    let label = format!("Building cyclonedx-gomod {CYCLONEDX_GOMOD} (once for this user)");
    let build = Build { module: "sbom", tags: "", cgo: false, linker_flags: "" };
    Ok(build.entry(&format!("cyclonedx-gomod-{CYCLONEDX_GOMOD}"), &label)?.join("cyclonedx-gomod"))
}

struct Build<'a> {
    module: &'a str,
    tags: &'a str,
    cgo: bool,
    linker_flags: &'a str,
}

impl Build<'_> {
    /// The folder of the module's programs.
    fn entry(&self, name: &str, label: &str) -> Result<PathBuf> {
        let module = paths::root().join("xtask/servers").join(self.module);
        let read = |file: &str| {
            let path = module.join(file);
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let (go_mod, go_sum) = (read("go.mod")?, read("go.sum")?);
        let inputs: [&[u8]; 4] =
            [&go_mod, &go_sum, self.tags.as_bytes(), self.linker_flags.as_bytes()];
        let place = cache::entry(name, &inputs, |folder| {
            check_go()?;
            if self.cgo {
                check_c_compiler()?;
            }
            step::step(label, || self.run(&module, folder))
        })?;
        Ok(place.join("bin"))
    }

    fn run(&self, module: &Path, folder: &Path) -> Result<()> {
        // With a trailing slash, go writes programs into the folder under their own names.
        let bin = format!("{}/bin/", folder.display());
        fs::create_dir(&bin)?;
        let mut build = go();
        build
            .current_dir(module)
            .args(["build", "-mod=readonly", "-buildvcs=false", "-tags", self.tags])
            .args(["-ldflags", &format!("-s -w {}", self.linker_flags), "-o", &bin, "tool"])
            .env("CGO_ENABLED", if self.cgo { "1" } else { "0" });
        process::run(&mut build, &format!("go-{}", self.module))
            .context("Go could not build it; if the network failed, run this again")
    }
}

/// A go command without the caller's workspace and flags.
fn go() -> Command {
    let mut go = Command::new("go");
    go.env_remove("GOFLAGS").env("GOWORK", "off").env_remove("GOOS").env_remove("GOARCH");
    go
}

fn check_go() -> Result<()> {
    let (major, minor) = OLDEST_GO;
    if on_path::find("go").is_none() {
        bail!(
            "Go is missing; it builds the servers. Install Go {major}.{minor} or \
             newer (https://go.dev/dl) and run this again"
        );
    }
    let answer = process::output(go().arg("version"))?;
    match on_path::major_minor(answer.trim_start_matches("go version")) {
        Some(version) if version < OLDEST_GO => bail!(
            "this Go is too old ({}); install Go {major}.{minor} or newer (https://go.dev/dl)",
            answer.trim()
        ),
        _ => Ok(()),
    }
}

fn check_c_compiler() -> Result<()> {
    let compiler = process::output(go().args(["env", "CC"]))?;
    let program = compiler.split_whitespace().next().unwrap_or("cc").to_owned();
    if Path::new(&program).is_absolute() || on_path::find(&program).is_some() {
        return Ok(());
    }
    bail!(
        "the C compiler {program} is missing; the SQLite of Kratos, Keto and Hydra needs it. Install gcc \
         or clang (Debian: apt-get install gcc libc6-dev; macOS: xcode-select --install), or set \
         KRATOS_BIN to a Kratos {KRATOS} built with SQLite"
    )
}
