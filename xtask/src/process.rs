//! Child processes that never outlive this one.
//!
//! Each child leads its own process group: stopping it stops its own children too, and Ctrl-C
//! reaches only this process, which then stops the children in order.

use std::env;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::{interrupt, paths};

const POLL: Duration = Duration::from_millis(20);
const GRACE: Duration = Duration::from_secs(5);
const SHOWN_LINES: usize = 25;

/// A running child with its process group. Dropping it stops the group.
pub struct Group {
    name: String,
    child: Child,
    over: bool,
}

impl Group {
    /// Starts `command`. If this process is killed, the kernel sends the child `last_word`.
    pub fn spawn(command: &mut Command, last_word: Signal) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        without_cargo_run(command).stdin(Stdio::null()).process_group(0);
        die_with_parent(command, last_word);
        let child = command.spawn().with_context(|| format!("{name} does not start"))?;
        Ok(Self { name, child, over: false })
    }

    /// The child, to take its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// The exit status, if the child has exited.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        let status =
            self.child.try_wait().with_context(|| format!("cannot wait for {}", self.name))?;
        if status.is_some() && !self.over {
            self.over = true;
            // Processes left in the group would keep its pipes and ports.
            self.signal(Signal::SIGKILL);
        }
        Ok(status)
    }

    /// Waits for the child to exit, or for a signal to this process.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            interrupt::check()?;
            sleep(POLL);
        }
    }

    fn signal(&self, signal: Signal) {
        if let Ok(id) = i32::try_from(self.child.id()) {
            // The group may already be gone.
            let _ = killpg(Pid::from_raw(id), signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        self.signal(Signal::SIGTERM);
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            sleep(POLL);
        }
        self.signal(Signal::SIGKILL);
        let _ = self.child.wait();
    }
}

/// Runs a build step with its output in a log. A failure shows the log's last lines.
pub fn run(command: &mut Command, log_name: &str) -> Result<()> {
    let log = paths::step_log(log_name);
    let (out, err) = log_file(&log)?;
    let line = shown(command);
    let status = Group::spawn(command.stdout(out).stderr(err), Signal::SIGTERM)?.wait()?;
    if status.success() {
        return Ok(());
    }
    bail!("`{line}` failed ({status}).\n{}", last_lines(&log))
}

/// Runs a command whose outputs are those of this process.
pub fn watch(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = Group::spawn(command, Signal::SIGTERM)?.wait()?;
    if status.success() { Ok(()) } else { bail!("`{line}` failed ({status})") }
}

/// Opens a new log for both outputs of a child.
pub fn log_file(log: &Path) -> Result<(File, File)> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let out = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let err = out.try_clone()?;
    Ok((out, err))
}

/// The last lines of a log, indented, below the file's name.
pub fn last_lines(log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines.get(lines.len().saturating_sub(SHOWN_LINES)..).unwrap_or_default();
    format!("The last lines of {}:\n    {}", paths::shown(log), tail.join("\n    "))
}

/// The standard output of a short command.
pub fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = without_cargo_run(command)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{line}` does not start"))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        return Err(anyhow!("`{line}` failed ({}): {}", output.status, error.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command line, for messages.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut line = program.to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}

/// `cargo run` sets variables that describe xtask; a nested cargo would rebuild crates that read
/// them.
fn without_cargo_run(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        let described = name.to_str().is_some_and(|name| {
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|p| name.starts_with(p))
        });
        if described {
            command.env_remove(name);
        }
    }
    command
}

#[cfg(target_os = "linux")]
fn die_with_parent(command: &mut Command, last_word: Signal) {
    use nix::sys::prctl::set_pdeathsig;
    use nix::unistd::{getpid, getppid};
    let parent = getpid();
    let tie = move || {
        set_pdeathsig(last_word)?;
        // The parent may have exited before the call above.
        if getppid() == parent { Ok(()) } else { Err(nix::errno::Errno::ESRCH.into()) }
    };
    // std has no API for PR_SET_PDEATHSIG. SAFETY: the closure only makes two system calls.
    unsafe {
        command.pre_exec(tie);
    }
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent(_command: &mut Command, _last_word: Signal) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_a_group_ends_the_grandchildren_too() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pid");
        let script = format!("sleep 1000 & echo $! > {}; wait", file.display());
        let group =
            Group::spawn(Command::new("sh").args(["-c", &script]), Signal::SIGKILL).unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        let grandchild = loop {
            let text = fs::read_to_string(&file).unwrap_or_default();
            if let Ok(id) = text.trim().parse::<i32>() {
                break Pid::from_raw(id);
            }
            assert!(Instant::now() < deadline, "the script did not start");
            sleep(POLL);
        };
        drop(group);
        // init reaps the orphan, with some delay.
        while nix::sys::signal::kill(grandchild, None).is_ok() {
            assert!(Instant::now() < deadline, "the grandchild lives on");
            sleep(POLL);
        }
    }

    #[test]
    fn a_failed_step_shows_the_end_of_its_log() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo the reason >&2; exit 3"]);
        let error = run(&mut command, "test-failed-step").unwrap_err().to_string();
        assert!(error.contains("exit status: 3"), "{error}");
        assert!(error.ends_with("    the reason"), "{error}");
    }
}
