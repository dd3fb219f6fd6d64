//! PostgreSQL, for several Kratos on one database.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{apt, on_path};

/// Where Debian's package puts its versions: its programs are not on PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder of PostgreSQL's programs: `POSTGRES_BIN`, else that of `initdb` on PATH, else Debian's.
pub fn programs() -> Result<PathBuf> {
    if let Some(given) = env::var_os("POSTGRES_BIN").map(PathBuf::from) {
        if !is_whole(&given) {
            bail!(
                "POSTGRES_BIN names {}, which does not have {}; correct it or unset it",
                given.display(),
                PROGRAMS.join(", ")
            );
        }
        return Ok(given);
    }
    let installed = || on_path().or_else(|| newest(Path::new(DEBIAN)));
    if let Some(found) = installed() {
        return Ok(found);
    }
    if apt::is_usable() {
        apt::install("postgresql")?;
    }
    installed().context(
        "there is no PostgreSQL: install it (Debian: apt-get install postgresql), or set \
         POSTGRES_BIN to the folder of its programs",
    )
}

fn on_path() -> Option<PathBuf> {
    let folder = on_path::find("initdb")?.parent()?.to_owned();
    is_whole(&folder).then_some(folder)
}

/// What the tests run.
const PROGRAMS: [&str; 4] = ["initdb", "postgres", "pg_ctl", "pg_isready"];

fn is_whole(folder: &Path) -> bool {
    PROGRAMS.iter().all(|name| on_path::executable(&folder.join(name)))
}

/// The `bin` of the newest version in a folder of versions.
fn newest(versions: &Path) -> Option<PathBuf> {
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let all = fs::read_dir(versions).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let whole = all.filter(|path| is_whole(&path.join("bin")));
    Some(whole.max_by_key(version)?.join("bin"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn of_several_versions_the_newest_that_is_whole_is_taken() {
        let root = tempfile::tempdir().unwrap();
        for (version, names) in [
            ("9", PROGRAMS.as_slice()),
            ("15", &PROGRAMS),
            // Only its client is installed.
            ("17", &["psql"]),
        ] {
            let bin = root.path().join(version).join("bin");
            fs::create_dir_all(&bin).unwrap();
            for name in names {
                fs::write(bin.join(name), "").unwrap();
                fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
            }
        }
        assert_eq!(newest(root.path()), Some(root.path().join("15/bin")));
    }
}
