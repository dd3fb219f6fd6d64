//! Ctrl-C, SIGTERM and SIGHUP set a flag that every wait checks, so that all child processes are
//! stopped in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::Result;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

static RAISED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// This process was asked to stop.
#[derive(Debug)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Interrupted {}

/// Installs the handlers. A second signal ends the process at once.
pub fn listen() -> Result<()> {
    let raised = RAISED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register_conditional_shutdown(signal, 130, Arc::clone(raised))?;
        flag::register(signal, Arc::clone(raised))?;
    }
    Ok(())
}

/// Stops all waits, as a signal does.
fn raise() {
    RAISED.get_or_init(Arc::default).store(true, Ordering::Relaxed);
}

/// Runs both at once. If one fails, the other is stopped, and that error is returned.
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
        // Return the error of the one that failed, not of the one that was stopped.
        (Err(one), Err(other)) if one.is::<Interrupted>() => Err(other),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// Whether a signal arrived.
pub fn raised() -> bool {
    RAISED.get().is_some_and(|raised| raised.load(Ordering::Relaxed))
}

/// `Err(Interrupted)` once a signal has arrived.
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
