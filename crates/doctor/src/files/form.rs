//! The forms of texts that the kept schemas name.

use super::url::Url;

/// Whether a text has a form; every text has one that is not known here.
#[must_use]
pub fn fits(form: &str, text: &str) -> bool {
    match form {
        "duration" => duration(text).is_some(),
        "short-duration" => {
            let units = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
            units.len() < text.len() && ["ns", "us", "ms", "s", "m", "h"].contains(&units)
        }
        "two-stars" => text.matches('*').count() > 1,
        "bytes" => {
            let units = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
            units.len() < text.len() && units.starts_with(['B', 'K', 'M', 'G', 'T', 'P', 'E'])
        }
        "userinfo|id_token" => form.split('|').any(|name| name == text),
        "version" => text.is_empty() || version(text).is_some(),
        "uri" => text.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        }),
        "email" => text.contains('@'),
        _ if form.contains(':') => form
            .split(' ')
            .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("//"))),
        _ => true,
    }
}

/// What is due where a form is not met.
#[must_use]
pub fn said(form: &str) -> &str {
    match form {
        "duration" | "short-duration" => "a duration such as 10m or 1h",
        "bytes" => "a size such as 10MB",
        "version" => "a version such as v1.3.0",
        "uri" => "a URL with its scheme, such as https://example.com",
        "email" => "an e-mail address",
        "http: https:" => "a URL with http:// or https://",
        "smtp: smtps:" => "a URL with smtp:// or smtps://",
        "http: https: file: base64:" => "a URL with http://, https://, file:// or base64://",
        _ => "another form",
    }
}

/// A duration of Go in seconds, for example `1h30m`.
#[must_use]
pub fn duration(text: &str) -> Option<u64> {
    let mut nanos: u64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let (number, tail) = rest.split_at_checked(end)?;
        let (unit, tail) =
            tail.split_at_checked(tail.find(|l: char| l.is_ascii_digit()).unwrap_or(tail.len()))?;
        let factor = match unit {
            "ns" => 1,
            "us" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        nanos = nanos.saturating_add(number.parse::<u64>().ok()?.saturating_mul(factor));
        rest = tail;
    }
    (!text.is_empty()).then_some(nanos / 1_000_000_000)
}

/// Major and minor number of a version such as `v1.3.0`.
#[must_use]
pub fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix('v')?.split(['.', '-', '+']).map(str::parse);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor)), Some(Ok::<u32, _>(_))) => Some((major, minor)),
        _ => None,
    }
}

/// A browser's origin: an absolute URL of the web without anything after the port.
#[must_use]
pub fn is_origin(text: &str) -> bool {
    Url::read(text).is_some_and(|url| url.path.is_empty() && !text.contains(['?', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        for (form, text, fit) in [
            ("duration", "1h30m", true),
            ("duration", "10", false),
            ("duration", "1d", false),
            ("short-duration", "10m", true),
            ("short-duration", "1h30m", false),
            ("version", "v1.3.0", true),
            ("version", "1.3", false),
            ("uri", "localhost:4433", true),
            ("uri", "/login", false),
            ("http: https:", "ftp://a", false),
            ("two-stars", "https://*.*.test", true),
        ] {
            assert_eq!(fits(form, text), fit, "{form} {text}");
        }
        assert_eq!(duration("90s"), Some(90));
    }
}
