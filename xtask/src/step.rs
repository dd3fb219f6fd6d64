//! Progress lines: what is done, and how long it took.

use std::io::{IsTerminal, stderr};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

static BARS: OnceLock<MultiProgress> = OnceLock::new();

/// Runs `work` with a spinner on a terminal, or between two plain lines elsewhere.
pub fn step<T>(label: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let bar = stderr().is_terminal().then(|| spinner(label));
    if bar.is_none() {
        eprintln!("  … {label}");
    }
    let result = work();
    let took = duration(started.elapsed());
    let line = match &result {
        Ok(_) => format!("  ✓ {label} ({took})"),
        Err(_) => format!("  ✗ {label} ({took})"),
    };
    match bar {
        Some(bar) => {
            bar.finish_and_clear();
            BARS.get_or_init(MultiProgress::new).println(line)?;
        }
        None => eprintln!("{line}"),
    }
    result
}

fn spinner(label: &str) -> ProgressBar {
    let bar = BARS.get_or_init(MultiProgress::new).add(ProgressBar::new_spinner());
    if let Ok(style) = ProgressStyle::with_template("  {spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(label.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// A duration for people: `0.4 s`, `12 s`, `1 min 52 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f32()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(duration(Duration::from_millis(430)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_secs(112)), "1 min 52 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 05 s");
    }
}
