//! Tokens that only a page of ours can have: bound to a cookie, a challenge and a session.

use ring::rand::{SecureRandom, SystemRandom};
use ring::{error, hmac};

/// Makes and checks tokens.
pub struct Csrf {
    key: hmac::Key,
    random: SystemRandom,
}

impl Csrf {
    /// With a secret of the operator, or one until the next start.
    pub fn new(secret: Option<&[u8]>) -> Result<Self, error::Unspecified> {
        let random = SystemRandom::new();
        let key = match secret {
            Some(secret) => hmac::Key::new(hmac::HMAC_SHA256, secret),
            None => hmac::Key::generate(hmac::HMAC_SHA256, &random)?,
        };
        Ok(Self { key, random })
    }

    /// A new value of the cookie.
    pub fn cookie(&self) -> Result<String, error::Unspecified> {
        let mut bytes = [0; 32];
        self.random.fill(&mut bytes)?;
        Ok(hex(&bytes))
    }

    /// The token of a page.
    pub fn token(&self, cookie: &str, challenge: &str, session: &str) -> String {
        hex(hmac::sign(&self.key, &message(cookie, challenge, session)).as_ref())
    }

    /// Whether a token is that of this page.
    pub fn holds(&self, token: &str, cookie: &str, challenge: &str, session: &str) -> bool {
        is_cookie(cookie)
            && unhex(token).is_some_and(|tag| {
                hmac::verify(&self.key, &message(cookie, challenge, session), &tag).is_ok()
            })
    }
}

/// Whether a value can be one that we set.
pub fn is_cookie(value: &str) -> bool {
    value.len() == 64 && unhex(value).is_some()
}

// Lengths first, so that no two triples are the same message.
fn message(cookie: &str, challenge: &str, session: &str) -> Vec<u8> {
    format!("{} {} {}\n{cookie}{challenge}{session}", cookie.len(), challenge.len(), session.len())
        .into_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(high)? * 16 + digit(low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_its_cookie_challenge_and_session_only() {
        let csrf = Csrf::new(None).unwrap();
        let (cookie, other) = (csrf.cookie().unwrap(), csrf.cookie().unwrap());
        let token = csrf.token(&cookie, "challenge", "session");
        assert!(csrf.holds(&token, &cookie, "challenge", "session"));
        assert!(!csrf.holds(&token, &other, "challenge", "session"));
        assert!(!csrf.holds(&token, &cookie, "challenges", "ession"));
        assert!(!csrf.holds(&token, &cookie, "challenge", "another"));
        assert!(!csrf.holds("", &cookie, "challenge", "session"));
        assert!(!Csrf::new(None).unwrap().holds(&token, &cookie, "challenge", "session"));
    }

    #[test]
    fn a_token_outlives_a_restart_with_the_same_secret() {
        let secret: Option<&[u8]> = Some(b"a secret of at least thirty-two bytes");
        let cookie = Csrf::new(secret).unwrap().cookie().unwrap();
        let token = Csrf::new(secret).unwrap().token(&cookie, "c", "s");
        assert!(Csrf::new(secret).unwrap().holds(&token, &cookie, "c", "s"));
    }
}
