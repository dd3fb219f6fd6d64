//! `cargo xtask record`: records the answers of a real Kratos for the tests.

mod answer;
mod authenticator;
mod browser;
mod cases;
mod clock;
mod config;
mod folder;
mod hooks;
mod import;
mod kratos;
mod normal;
mod order;
mod people;
mod placeholder;
mod pretty;
mod request;
mod scan;
mod story;
mod totp;
mod urlencoded;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};

use crate::tools::go;
use crate::versions::KRATOS;
use crate::{interrupt, step};
use cases::Family;
use clock::Clock;
use config::Config;
use folder::Folder;
use kratos::Kratos;
use story::Story;

/// Typed as a wrong code; never replaced by a placeholder.
const WRONG_CODE: &str = "000000";

/// What to record.
#[derive(clap::Args)]
pub struct Options {
    /// Families of cases to record; all by default
    families: Vec<String>,
    /// Import the recordings in a folder as those of a version
    #[arg(long, hide = true, num_args = 2, value_names = ["FOLDER", "VERSION"])]
    import: Vec<PathBuf>,
}

/// Runs all cases, or the given families, and writes the answers.
pub fn run(options: &Options) -> Result<()> {
    if let [folder, version] = options.import.as_slice() {
        return import::run(folder, &version.to_string_lossy());
    }
    let families = chosen(&options.families)?;
    let given = Kratos::given()?;
    let program = if given.is_none() { Some(go::kratos()?) } else { None };
    let hooks = hooks::start()?;
    let mut folder = None;
    let mut wrong = Vec::new();
    let mut version = String::new();
    for family in families {
        let told = match &program {
            Some(program) => step::step(family.name, || own(program, family, &hooks)),
            // A caller's Kratos can't be reconfigured.
            None if family.config.is_some() => continue,
            None => step::step(family.name, || theirs(family)),
        };
        let told = match told {
            Ok(told) => told,
            Err(error) if error.is::<interrupt::Interrupted>() => return Err(error),
            Err(error) => {
                wrong.push(format!("{} stopped: {error:#}", family.name));
                continue;
            }
        };
        version.clone_from(&told.version);
        let folder = match &mut folder {
            Some(folder) => folder,
            None => folder.insert(Folder::open(&told.version)?),
        };
        told.recordings.iter().try_for_each(|recording| folder.write(recording))?;
        wrong.extend(told.surprises);
    }
    if let Some(folder) = &folder {
        // A caller's Kratos did not run all families.
        let all = options.families.is_empty() && program.is_some();
        if all && wrong.is_empty() && version == format!("v{KRATOS}") {
            folder.remove_others()?;
        }
        println!("{}", folder.sum());
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("some answers differ from those of Kratos {KRATOS}:\n  {}", wrong.join("\n  "))
}

/// The result of a family.
struct Told {
    version: String,
    recordings: Vec<serde_json::Value>,
    surprises: Vec<String>,
}

fn own(program: &Path, family: &Family, hooks: &str) -> Result<Told> {
    let mut config = Config::everything(hooks);
    if let Some(change) = family.config {
        change(&mut config);
    }
    tell(family, Kratos::start(program, &config, family.name)?, false)
}

fn theirs(family: &Family) -> Result<Told> {
    match Kratos::given()? {
        Some(kratos) => tell(family, kratos, true),
        None => bail!("KRATOS_URL is no longer set"),
    }
}

fn tell(family: &Family, kratos: Kratos, lived_in: bool) -> Result<Told> {
    let version = kratos.version()?;
    let story = Story::new(kratos, &version);
    if lived_in {
        kratos::remove_accounts(&story)?;
    }
    // Kratos truncates some timestamps to whole seconds.
    let began = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())? - 1;
    (family.story)(&story)?;
    let (mut recordings, surprises) = story.end();
    normal::normalise(&mut recordings, Clock::new(began));
    Ok(Told { version, recordings, surprises })
}

fn chosen(names: &[String]) -> Result<Vec<&'static Family>> {
    let all = || cases::ALL.iter().copied().flatten();
    if let Some(unknown) = names.iter().find(|name| !all().any(|family| family.name == **name)) {
        let known: Vec<&str> = all().map(|family| family.name).collect();
        bail!("unknown family {unknown}; the families are {}", known.join(", "));
    }
    Ok(all().filter(|one| names.is_empty() || names.iter().any(|name| name == one.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_that_is_none_is_refused_with_those_there_are() {
        let error = chosen(&["nonsense".to_owned()]).err().unwrap().to_string();
        assert!(error.starts_with("unknown family nonsense; the families are login"), "{error}");
        assert_eq!(chosen(&["login".to_owned()]).unwrap().len(), 1);
    }
}
