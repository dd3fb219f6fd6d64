//! A server process of the demo, with a log file.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use crate::{paths, process};

/// The folder of the logs.
pub fn logs() -> PathBuf {
    paths::target().join("demo")
}

/// A running server. Dropping it stops it.
pub struct Server {
    /// Its name, also of its log.
    pub name: &'static str,
    group: process::Group,
    log: PathBuf,
}

impl Server {
    /// Starts a server with its output in `target/demo/<name>.log`.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let log = logs().join(format!("{name}.log"));
        let (out, err) = process::log_file(&log)?;
        let group = process::Group::spawn(command.stdout(out).stderr(err), Signal::SIGKILL)?;
        Ok(Self { name, group, log })
    }

    /// Fails with the log's last lines if the server has exited.
    pub fn check(&mut self) -> Result<()> {
        match self.group.ended()? {
            Some(status) => bail!("{} ended ({status}).\n{}", self.name, self.last_lines()),
            None => Ok(()),
        }
    }

    /// The last lines of its log.
    pub fn last_lines(&self) -> String {
        process::last_lines(&self.log)
    }
}
