//! The Kratos to record: our own for each family, or the caller's.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;

use super::answer::Answer;
use super::config::{Config, PUBLIC, UI};
use super::story;
use crate::{interrupt, paths, process};

const DEADLINE: Duration = Duration::from_secs(60);

/// A running Kratos. If the process is ours, dropping this stops it.
pub struct Kratos {
    /// The URL of the public API, without a trailing slash.
    pub public: String,
    /// The URL of the admin API.
    pub admin: String,
    /// The origin of its configured UI.
    pub ui: String,
    /// The `Host` header to send, so that the port appears in no answer.
    pub host: Option<String>,
    _process: Option<process::Group>,
}

impl Kratos {
    /// Starts a Kratos with this configuration, an empty database and free ports.
    pub fn start(program: &Path, config: &Config, name: &str) -> Result<Self> {
        let (public, admin) = (free_port()?, free_port()?);
        let folder = paths::target().join("record");
        let (file, log) = (folder.join(format!("{name}.json")), folder.join(format!("{name}.log")));
        let (out, err) = process::log_file(&log)?;
        fs::write(&file, config.listening(public, admin).to_string())?;
        let mut command = Command::new(program);
        command.args(["serve", "--dev", "--sqa-opt-out", "-c"]).arg(&file);
        let mut process = process::Group::spawn(command.stdout(out).stderr(err), Signal::SIGKILL)?;
        let kratos = Self {
            public: format!("http://127.0.0.1:{public}"),
            admin: format!("http://127.0.0.1:{admin}"),
            ui: UI.to_owned(),
            host: PUBLIC.split_once("://").map(|(_, host)| host.to_owned()),
            _process: None,
        };
        let started = Instant::now();
        while !kratos.is_ready() {
            interrupt::check()?;
            if let Some(status) = process.ended()? {
                bail!(
                    "Kratos ended ({status}) in the family {name}.\n{}",
                    process::last_lines(&log)
                );
            }
            if started.elapsed() > DEADLINE {
                bail!(
                    "Kratos was not ready within {} s in the family {name}.\n{}",
                    DEADLINE.as_secs(),
                    process::last_lines(&log)
                );
            }
            sleep(Duration::from_millis(20));
        }
        Ok(Self { _process: Some(process), ..kratos })
    }

    /// The caller's Kratos at `KRATOS_URL`, if set. Its admin API is at `KRATOS_ADMIN_URL`, else on
    /// port 4434 of the same host.
    pub fn given() -> Result<Option<Self>> {
        let Some(public) = variable("KRATOS_URL") else { return Ok(None) };
        let host = public.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
        let host = host.map_or(public.as_str(), |(host, _)| host);
        let admin = variable("KRATOS_ADMIN_URL").unwrap_or_else(|| format!("{host}:4434"));
        let mut kratos = Self { public, admin, ui: UI.to_owned(), host: None, _process: None };
        let page = ("Accept".to_owned(), "text/html".to_owned());
        let login = format!("{}/self-service/login/browser", kratos.public);
        let answer = story::call(&story::agent(), "GET", &login, &[page], None)
            .context("KRATOS_URL does not answer; start that Kratos or correct the URL")?;
        let found = answer.headers.iter().find(|(name, _)| name == "location");
        let (_, ui) = found.context("KRATOS_URL does not redirect a login to a UI")?;
        kratos.ui = ui.split('/').take(3).collect::<Vec<_>>().join("/");
        Ok(Some(kratos))
    }

    /// Its version, as it reports it.
    pub fn version(&self) -> Result<String> {
        let answer = self.ask("/admin/version").with_context(|| {
            format!("{} does not answer; set KRATOS_ADMIN_URL to the admin API", self.admin)
        })?;
        let version = answer.body["version"].as_str().filter(|version| !version.is_empty());
        Ok(version.context("Kratos does not report its version")?.to_owned())
    }

    fn is_ready(&self) -> bool {
        self.ask("/admin/health/ready").is_ok_and(|answer| answer.body["status"] == "ok")
    }

    fn ask(&self, path: &str) -> Result<Answer> {
        let url = format!("{}{path}", self.admin);
        story::call(&story::agent(), "GET", &url, &[], None)
    }
}

/// Deletes the accounts created by recording: those of example.test.
pub fn remove_accounts(story: &story::Story) -> Result<()> {
    let all = story.admin("GET", "/identities?page_size=250", None)?;
    for identity in all.as_array().map_or(&[][..], Vec::as_slice) {
        let email = identity["traits"]["email"].as_str().unwrap_or_default();
        if let Some(id) = identity["id"].as_str().filter(|_| email.ends_with("@example.test")) {
            story.admin("DELETE", &format!("/identities/{id}"), None)?;
        }
    }
    Ok(())
}

fn variable(name: &str) -> Option<String> {
    let value = env::var(name).ok().filter(|value| !value.is_empty())?;
    Some(value.trim_end_matches('/').to_owned())
}

/// A free port. Kratos can't pick one itself and report it.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}
