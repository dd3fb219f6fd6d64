//! Ctrl-C, SIGTERM and a closed terminal become one flag that every wait looks at, so that
//! whatever is running is ended in order and nothing is left behind.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::Result;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

static RAISED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// The person, or the system, asked this process to end.
#[derive(Debug)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Interrupted {}

/// Starts listening. A second signal ends the process at once, as people expect of a second Ctrl-C.
pub fn listen() -> Result<()> {
    let raised = RAISED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register_conditional_shutdown(signal, 130, Arc::clone(raised))?;
        flag::register(signal, Arc::clone(raised))?;
    }
    Ok(())
}

/// Ends what waits, as a signal does.
fn raise() {
    RAISED.get_or_init(Arc::default).store(true, Ordering::Relaxed);
}

/// Does both at once. Where one fails the other is ended, and the error is that one's.
pub fn together<A, B: Send>(
    one: impl FnOnce() -> Result<A>,
    other: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| other().inspect_err(|_| raise()));
        let one = one().inspect_err(|_| raise());
        (one, other.join())
    });
    let other = other.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        // The one that was only ended has nothing to say.
        (Err(one), Err(other)) if one.is::<Interrupted>() => Err(other),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// Whether a signal came.
pub fn raised() -> bool {
    RAISED.get().is_some_and(|raised| raised.load(Ordering::Relaxed))
}

/// `Err(Interrupted)` once a signal came.
pub fn check() -> Result<()> {
    if raised() { Err(Interrupted.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done() {
        assert_eq!(together(|| Ok(1), || Ok("b")).unwrap(), (1, "b"));
    }
}
