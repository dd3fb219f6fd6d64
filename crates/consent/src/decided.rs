//! Which challenges were decided here: Hydra would accept the same challenge again.
//!
//! Only this process knows. A restart or another instance does not; then Hydra's public endpoint
//! refuses the second verifier, and the app gets `access_denied`.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ring::digest::{SHA256, digest};

/// As long as Hydra's own default for a challenge.
const KEPT: Duration = Duration::from_secs(30 * 60);
/// Some 10 MB; the oldest goes first.
const MOST: usize = 100_000;

type Key = Vec<u8>;

/// The challenges decided in the last half hour, as digests.
#[derive(Default)]
pub struct Decided(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    keys: HashSet<Key>,
    order: VecDeque<(Instant, Key)>,
}

fn key(challenge: &str) -> Key {
    digest(&SHA256, challenge.as_bytes()).as_ref().to_vec()
}

impl Decided {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is decided, or being decided.
    pub fn has(&self, challenge: &str) -> bool {
        self.memory().keys.contains(&key(challenge))
    }

    /// Takes the right to decide; none: somebody has it.
    pub fn take(&self, challenge: &str) -> Option<Taken<'_>> {
        let mut memory = self.memory();
        let now = Instant::now();
        while memory.order.front().is_some_and(|(since, _)| {
            now.duration_since(*since) > KEPT || memory.order.len() >= MOST
        }) {
            if let Some((_, old)) = memory.order.pop_front() {
                memory.keys.remove(&old);
            }
        }
        let key = key(challenge);
        let new = memory.keys.insert(key.clone());
        new.then(|| {
            memory.order.push_back((now, key.clone()));
            Taken { decided: self, key: Some(key) }
        })
    }
}

/// The right to decide. Dropped, it is given back: nobody has a verifier of Hydra then.
pub struct Taken<'a> {
    decided: &'a Decided,
    key: Option<Key>,
}

impl Taken<'_> {
    /// Nobody may decide again.
    pub fn used(mut self) {
        self.key = None;
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let Some(key) = self.key.take() else { return };
        let mut memory = self.decided.memory();
        memory.keys.remove(&key);
        memory.order.retain(|(_, kept)| *kept != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_used_once() {
        let decided = Decided::default();
        let taken = decided.take("a").unwrap();
        assert!(decided.take("a").is_none());
        assert!(decided.take("b").is_some());
        drop(taken);
        assert!(!decided.has("a"));
        decided.take("a").unwrap().used();
        assert!(decided.has("a"));
        assert!(decided.take("a").is_none());
    }
}
