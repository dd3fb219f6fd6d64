//! TOTP codes (RFC 6238): six digits, thirty seconds, SHA-1.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use hmac::{Hmac, Mac};
use sha1::Sha1;

/// The current code for a base32 secret.
pub fn code(secret: &str) -> Result<String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    code_at(secret, seconds)
}

fn code_at(secret: &str, seconds: u64) -> Result<String> {
    let key = base32(secret).with_context(|| format!("{secret} is not base32"))?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key)?;
    mac.update(&(seconds / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = digest.last().map_or(0, |byte| usize::from(byte & 15));
    let four = digest.get(at..at + 4).context("SHA-1 has twenty bytes")?;
    let number = four.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
    Ok(format!("{:06}", (number & 0x7fff_ffff) % 1_000_000))
}

fn base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5) | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_rfc_6238() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(code_at(secret, 59).unwrap(), "287082");
        assert_eq!(code_at(secret, 1_111_111_109).unwrap(), "081804");
        assert_eq!(code_at(secret, 20_000_000_000).unwrap(), "353130");
        assert!(code("no base32").is_err());
    }
}
