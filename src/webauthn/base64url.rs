//! Base64 and base64url.
//!
//! Kratos, browsers and password managers use both alphabets, with and without padding, and no
//! crate decodes all four by default.

use thiserror::Error;

/// An invalid character or length.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("not base64")]
pub struct NotBase64;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes as base64url without padding (RFC 4648 §5), the form of WebAuthn's JSON.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        let word = word << (8 * (3 - chunk.len()));
        for sextet in (0..=chunk.len()).map(|at| (word >> (18 - 6 * at)) & 63) {
            let digit = usize::try_from(sextet).ok().and_then(|at| ALPHABET.get(at));
            out.extend(digit.map(|digit| char::from(*digit)));
        }
    }
    out
}

/// Decodes base64 and base64url, with or without padding.
///
/// # Errors
/// [`NotBase64`] for any other text.
pub fn decode(text: &str) -> Result<Vec<u8>, NotBase64> {
    let text = text.trim_end_matches('=');
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut word = 0_u32;
        for digit in chunk {
            word = (word << 6) | sextet(*digit).ok_or(NotBase64)?;
        }
        let whole = word << (6 * (4 - chunk.len()));
        let bytes = match chunk.len() {
            4 => 3,
            3 => 2,
            2 => 1,
            _ => return Err(NotBase64),
        };
        out.extend(whole.to_be_bytes().iter().skip(1).take(bytes));
    }
    Ok(out)
}

/// Decodes hexadecimal digits, the format of credential ids in Kratos.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut digits = text.chars();
    while let Some(first) = digits.next() {
        let byte = first.to_digit(16)? * 16 + digits.next()?.to_digit(16)?;
        bytes.push(u8::try_from(byte).ok()?);
    }
    (!bytes.is_empty()).then_some(bytes)
}

fn sextet(digit: u8) -> Option<u32> {
    Some(match digit {
        b'A'..=b'Z' => u32::from(digit - b'A'),
        b'a'..=b'z' => u32::from(digit - b'a') + 26,
        b'0'..=b'9' => u32::from(digit - b'0') + 52,
        b'-' | b'+' => 62,
        b'_' | b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hexadecimal_ids_are_bytes() {
        assert_eq!(from_hex("00fF10"), Some(vec![0, 255, 16]));
        for text in ["", "0", "xy", "0x"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn the_vectors_of_rfc_4648() {
        for (plain, coded) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg")]
        {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded).unwrap(), plain.as_bytes());
        }
        assert_eq!(decode("Zg==").unwrap(), b"f");
        assert_eq!(decode("-_8").unwrap(), decode("+/8=").unwrap());
    }

    #[test]
    fn refuses_what_no_encoder_makes() {
        for text in ["A", "AAAAA", "Zm 9", "Zm9*", "ä"] {
            assert_eq!(decode(text), Err(NotBase64), "{text}");
        }
    }

    proptest! {
        #[test]
        fn decode_undoes_encode_in_both_alphabets(bytes: Vec<u8>, padded: bool, url: bool) {
            let mut text = encode(&bytes);
            if !url {
                text = text.replace('-', "+").replace('_', "/");
            }
            while padded && !text.len().is_multiple_of(4) {
                text.push('=');
            }
            prop_assert_eq!(decode(&text).unwrap(), bytes);
        }
    }
}
