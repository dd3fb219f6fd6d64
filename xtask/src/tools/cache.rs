//! Tools are cached for each user, not each checkout, under a name with a hash of all their inputs.
//! An entry is complete or absent.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::{digest, interrupt, paths};

/// The folder of the entry `name` with these `inputs`; `fill` creates it if needed.
///
/// `fill` works in a temporary folder that is renamed after success. Two commands take turns, and
/// the second uses the first one's result.
pub fn entry(
    name: &str,
    inputs: &[&[u8]],
    fill: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    entry_in(&paths::cache()?, name, inputs, fill)
}

fn entry_in(
    cache: &Path,
    name: &str,
    inputs: &[&[u8]],
    fill: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let platform: [&[u8]; 2] = [std::env::consts::OS.as_bytes(), std::env::consts::ARCH.as_bytes()];
    let name = format!("{name}-{}", digest::short(platform.iter().chain(inputs)));
    let place = cache.join(&name);
    if place.is_dir() {
        return Ok(place);
    }
    fs::create_dir_all(cache).with_context(|| {
        format!("cannot create {}; set PROPYLON_CACHE to a folder you may write", cache.display())
    })?;
    let lock = File::create(cache.join(format!("{name}.lock")))?;
    take_turn(&lock, &name)?;
    if place.is_dir() {
        return Ok(place);
    }
    let partial = cache.join(format!("{name}.partial"));
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    fs::create_dir(&partial)?;
    fill(&partial)?;
    fs::rename(&partial, &place)
        .with_context(|| format!("cannot move the finished tool to {}", place.display()))?;
    Ok(place)
}

/// Waits for the lock, checking for Ctrl-C.
fn take_turn(lock: &File, name: &str) -> Result<()> {
    let mut told = false;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error).context("cannot lock the cache"),
            Err(TryLockError::WouldBlock) if !told => {
                eprintln!("  … waiting for another command that makes {name}");
                told = true;
            }
            Err(TryLockError::WouldBlock) => {}
        }
        interrupt::check()?;
        sleep(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use anyhow::bail;

    use super::*;

    #[test]
    fn a_failed_fill_leaves_no_entry_and_the_next_one_starts_clean() {
        let cache = tempfile::tempdir().unwrap();
        let failed = entry_in(cache.path(), "tool", &[b"1"], |dir| {
            fs::write(dir.join("half"), "")?;
            bail!("no")
        });
        assert!(failed.is_err());
        let place = entry_in(cache.path(), "tool", &[b"1"], |dir| {
            assert!(!dir.join("half").exists());
            Ok(fs::write(dir.join("whole"), "")?)
        })
        .unwrap();
        assert!(place.join("whole").exists());
    }

    #[test]
    fn other_inputs_are_another_entry() {
        let cache = tempfile::tempdir().unwrap();
        let make = |input: &[u8]| entry_in(cache.path(), "tool", &[input], |_| Ok(())).unwrap();
        assert_eq!(make(b"1"), make(b"1"));
        assert_ne!(make(b"1"), make(b"2"));
    }

    #[test]
    fn two_at_once_build_once() {
        let cache = tempfile::tempdir().unwrap();
        let builds = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    entry_in(cache.path(), "tool", &[b"1"], |_| {
                        builds.fetch_add(1, Ordering::SeqCst);
                        sleep(Duration::from_millis(50));
                        Ok(())
                    })
                    .unwrap()
                });
            }
        });
        assert_eq!(builds.load(Ordering::SeqCst), 1);
    }
}
