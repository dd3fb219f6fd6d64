//! Short content hashes for file names and cache keys.

use sha2::{Digest, Sha256};

/// The first 64 bits of the SHA-256 of `parts`, each with its length, as 16 hex digits.
pub fn short<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_between_parts_counts() {
        assert_eq!(short(["ab", "c"]), short(["ab", "c"]));
        assert_ne!(short(["ab", "c"]), short(["a", "bc"]));
        assert_eq!(short(["ab"]).len(), 16);
    }
}
