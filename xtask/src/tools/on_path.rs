//! Programs on the caller's PATH or in variables.

use std::env;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// The first program called `name` on PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| executable(path))
}

/// The program that the caller's `variable` names.
pub fn given(variable: &str) -> Result<Option<PathBuf>> {
    let Some(path) = env::var_os(variable).map(PathBuf::from) else { return Ok(None) };
    if !executable(&path) {
        bail!(
            "{variable} names {}, which is not a program; correct it or unset it",
            path.display()
        );
    }
    Ok(Some(path))
}

/// Whether `path` is an executable file.
pub fn executable(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// The program `name` on PATH, if it reports exactly `version`.
pub fn pinned(name: &str, version_arg: &str, version: &str) -> Option<PathBuf> {
    let path = find(name)?;
    let said = process::output(Command::new(&path).arg(version_arg)).ok()?;
    says(&said, version).then_some(path)
}

/// Whether a version output contains exactly `version`, with or without a leading `v`.
fn says(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word.strip_prefix('v').unwrap_or(word) == version)
}

/// The first `major.minor` in a version output such as `go version go1.26.8` or `v20.20.2`.
pub fn major_minor(answer: &str) -> Option<(u32, u32)> {
    answer.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_start_matches(|c: char| !c.is_ascii_digit()).split('.');
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_is_taken() {
        assert!(says("wasm-bindgen 0.2.130\n", "0.2.130"));
        assert!(says("v2.11.9 h1:abc=", "2.11.9"));
        assert!(!says("trunk 0.21.14-rc1", "0.21.14"));
        assert!(!says("wasm-bindgen 0.2.13", "0.2.130"));
    }

    #[test]
    fn versions_are_read_from_what_programs_print() {
        assert_eq!(major_minor("go version go1.26.8 linux/amd64"), Some((1, 26)));
        assert_eq!(major_minor("v20.20.2\n"), Some((20, 20)));
        assert_eq!(major_minor("no numbers here"), None);
    }
}
