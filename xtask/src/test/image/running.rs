//! A running server, and what it answers.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::root::Root;
use crate::{interrupt, paths, process};

const PATIENCE: Duration = Duration::from_secs(30);

/// A server with its ports.
pub struct Running {
    group: process::Group,
    log: PathBuf,
    site: u16,
    health: u16,
    /// The time until it answered.
    pub took: Duration,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// By lower-case name.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: String,
}

/// How a server ended.
pub struct End {
    /// Its exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// All it wrote.
    pub log: String,
}

impl Running {
    /// Starts the entry point on free ports.
    pub fn start(root: &Root, settings: &[(&str, &str)]) -> Result<Self> {
        let (site, health) = (free_port()?, free_port()?);
        let mut command = root.command(settings);
        command
            .env("PROPYLON_LISTEN", format!("127.0.0.1:{site}"))
            .env("PROPYLON_HEALTH_LISTEN", format!("127.0.0.1:{health}"));
        Self::begin(&mut command, "image", site, health)
    }

    /// Starts the demo's Caddy with the same site.
    pub fn demo(caddy: &Path, kratos: &str) -> Result<Self> {
        let site = free_port()?;
        let data = paths::target().join("image/caddy");
        let mut command = Command::new(caddy);
        command
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(paths::root().join("deploy/Caddyfile"))
            .env("PROPYLON_ADDRESS", format!("http://127.0.0.1:{site}"))
            .env("PROPYLON_SITE", paths::dist())
            .env("PROPYLON_KRATOS_URL", kratos)
            .env("XDG_DATA_HOME", &data)
            .env("XDG_CONFIG_HOME", &data);
        Self::begin(&mut command, "demo", site, site)
    }

    fn begin(command: &mut Command, name: &str, site: u16, health: u16) -> Result<Self> {
        let log = paths::target().join("image").join(format!("{name}.log"));
        let (out, err) = process::log_file(&log)?;
        let started = Instant::now();
        let mut group = process::Group::spawn(command.stdout(out).stderr(err), Signal::SIGKILL)?;
        while ask(site, "/login").is_err() {
            interrupt::check()?;
            if group.ended()?.is_some() || started.elapsed() > PATIENCE {
                bail!("it does not start.\n{}", process::last_lines(&log));
            }
            sleep(Duration::from_millis(5));
        }
        Ok(Self { group, log, site, health, took: started.elapsed() })
    }

    /// What the site answers.
    pub fn get(&self, path: &str) -> Result<Answer> {
        ask(self.site, path)
    }

    /// What the second port answers.
    pub fn health(&self, path: &str) -> Result<Answer> {
        ask(self.health, path)
    }

    /// Ends it as a container engine does.
    pub fn stop(&mut self) -> Result<End> {
        let id = i32::try_from(self.group.child().id())?;
        kill(Pid::from_raw(id), Signal::SIGTERM)?;
        let status = self.group.wait()?;
        Ok(End { code: status.code(), log: fs::read_to_string(&self.log)? })
    }
}

/// A port that is free now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Asks as a browser does that wants a page and has a cookie.
fn ask(port: u16, path: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nCookie: session=SECRET\r\n\
         Referer: http://127.0.0.1/login?flow=SECRET\r\nConnection: close\r\n\r\n"
    )?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    let all = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = all.split_once("\r\n\r\n").context("no HTTP answer")?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_lowercase(), value.replace(&port.to_string(), "PORT")))
    });
    let status = status.context("no status")?;
    Ok(Answer { status, headers: headers.collect(), body: body.to_owned() })
}

/// A server that answers everything with 200, as Kratos does when it is ready. Ends when dropped.
pub struct Stub {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    port: u16,
}

/// Starts it.
pub fn stub(port: u16) -> Result<Stub> {
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let over = Arc::new(AtomicBool::new(false));
    let is_over = over.clone();
    let thread = spawn(move || {
        for stream in listener.incoming() {
            if is_over.load(Ordering::SeqCst) {
                return;
            }
            // A client that gave up is none of our business.
            let _ = stream.and_then(|stream| answer(&stream));
        }
    });
    Ok(Stub { over, thread: Some(thread), port })
}

fn answer(mut stream: &TcpStream) -> std::io::Result<()> {
    let head = BufReader::new(stream).lines().map_while(Result::ok);
    head.take_while(|line| !line.is_empty()).for_each(drop);
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the listener.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
