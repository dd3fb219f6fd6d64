//! The command of the repository: `cargo run -p propylon-doctor -- replay FILE` plays a recording and prints
//! its screens. (People use `npx propylon`, which has the checks.)

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
    process::ExitCode,
};

use propylon::replay::{LARGEST, Recording};

const USAGE: &str = "usage: propylon-doctor replay FILE";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let played = match arguments.as_slice() {
        [command, file] if command == "replay" => replay(Path::new(file)),
        _ => Err(USAGE.to_owned()),
    };
    // Whoever reads the output may have closed it.
    match played {
        Ok(text) => {
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            let _ = writeln!(io::stderr(), "{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The screens of a recording as text.
fn replay(file: &Path) -> Result<String, String> {
    let said = |error: String| format!("{}: {error}", file.display());
    let text = read(file).map_err(|error| said(error.to_string()))?;
    let recording = Recording::read(&text).map_err(|error| said(error.to_string()))?;
    Ok(recording.play().text())
}

/// Reads a file, and no more of it than tells that it is too large.
fn read(file: &Path) -> io::Result<String> {
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(file)?.take(most).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
