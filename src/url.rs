//! Checks URLs from outside by scheme and destination.
//!
//! Kratos, a gateway in front of it, or an attacker in their place may send any URL. Only URLs
//! checked here reach the document or the address bar. Schemes are parsed as browsers parse them
//! ([URL Standard, basic URL parser](https://url.spec.whatwg.org/#concept-basic-url-parser)):
//! leading spaces and control characters, tabs and line breaks anywhere, and upper case are
//! ignored.

use crate::text_search::{after_last, before_any, holds_any};

/// What a browser may do with a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A web page: `http`, `https`, or a path on the page's own origin.
    Web,
    /// Another scheme, such as `com.example.app:`, that an app on the device may handle.
    App,
    /// It would run as script, read this device, or is not a URL.
    Refused,
}

/// Schemes that run as script, contain their own content, or open something on the device or in the
/// browser. No app registers one of them.
const REFUSED: [&str; 21] = [
    "about",
    "blob",
    "chrome",
    "chrome-extension",
    "data",
    "edge",
    "file",
    "filesystem",
    "ftp",
    "jar",
    "javascript",
    "livescript",
    "mhtml",
    "mocha",
    "moz-extension",
    "resource",
    "safari-web-extension",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

/// Checks a URL to navigate to.
///
/// ```
/// use propylon::url::{Verdict, judge};
/// assert_eq!(judge("https://app.example.com/inbox"), Verdict::Web);
/// assert_eq!(judge("com.example.app://done"), Verdict::App);
/// assert_eq!(judge(" JavaScript:alert(1)"), Verdict::Refused);
/// ```
pub fn judge(url: &str) -> Verdict {
    let url = cleaned(url);
    // No program writes these into a URL; browsers would make a path of markup.
    if holds_any(&url, b"<>\"` ") {
        return Verdict::Refused;
    }
    let Some((scheme, rest)) = scheme(&url) else {
        // A path, a query or a fragment. `//host` and `\\host` are hosts with the page's own
        // scheme.
        let host = is_host_relative(&url).then(|| url.get(2..).unwrap_or_default());
        let is_usable = host.map_or(!url.is_empty(), |rest| is_host(authority(rest)));
        return if is_usable { Verdict::Web } else { Verdict::Refused };
    };
    match scheme.as_str() {
        "http" | "https" => {
            let host = authority(rest.trim_start_matches(['/', '\\']));
            if is_host(host) { Verdict::Web } else { Verdict::Refused }
        }
        scheme if REFUSED.contains(&scheme) => Verdict::Refused,
        _ => Verdict::App,
    }
}

/// Whether a URL is a web page. Required for links, forms and sign-outs.
pub fn is_web(url: &str) -> bool {
    judge(url) == Verdict::Web
}

/// Whether the page may load a URL as an image: a `data:` URL, such as Kratos' QR code, or one of
/// the origin of `own`. Any other host would learn who opens the page.
pub fn is_picture(url: &str, own: &str) -> bool {
    is_picture_data(url)
        || is_web(url)
            && match origin(url) {
                None => !is_host_relative(&cleaned(url)),
                Some(origin_of_it) => origin(own) == Some(origin_of_it),
            }
}

/// Whether a URL is an image that the integrator may configure.
pub fn is_configured_picture(url: &str) -> bool {
    is_picture_data(url) || is_web(url)
}

fn is_picture_data(url: &str) -> bool {
    let url = cleaned(url);
    matches!(scheme(&url), Some((scheme, rest))
        if scheme == "data" && rest.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("image/")))
}

/// The scheme, host and port of an absolute http(s) URL, in lower case.
fn origin(url: &str) -> Option<String> {
    let url = cleaned(url);
    let (scheme, rest) = scheme(&url)?;
    let host = authority(rest.trim_start_matches(['/', '\\']));
    // A user name before the host is ignored.
    let host = after_last(host, b'@');
    Some([&scheme, "://", &host.to_ascii_lowercase()].concat())
}

fn is_host_relative(url: &str) -> bool {
    let is_slash = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
    is_slash(url.as_bytes().first()) && is_slash(url.as_bytes().get(1))
}

fn cleaned(url: &str) -> String {
    let url = url.trim_matches(|c: char| c <= ' ');
    url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}

/// The scheme in lower case, and the rest after its colon; `None` for a relative URL.
fn scheme(url: &str) -> Option<(String, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let is_one =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(belongs);
    is_one.then(|| (scheme.to_ascii_lowercase(), rest))
}

fn authority(rest: &str) -> &str {
    before_any(rest, b"/\\?#")
}

/// Whether an authority has a valid host, judged by its characters.
fn is_host(authority: &str) -> bool {
    let host = after_last(authority, b'@');
    let forbidden =
        |c: char| c <= ' ' || matches!(c, '<' | '>' | '^' | '|' | '"' | '`' | '{' | '}');
    let is_bracketed = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').is_some_and(|(inside, port)| {
            !inside.is_empty() && (port.is_empty() || port.starts_with(':'))
        }),
        None => !holds_any(host, b"[]"),
    };
    let is_named = !host.is_empty() && !host.starts_with(':');
    is_named && is_bracketed && !host.contains(forbidden)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn schemes_are_read_as_browsers_read_them() {
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}\u{1f}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscr\ript\n:alert(1)",
            "data:text/html,<script>1</script>",
            "data:image/svg+xml,x",
            "vbscript:msgbox",
            "blob:https://auth.example/1",
            "file:///etc/passwd",
            "filesystem:https://auth.example/x",
            "view-source:https://auth.example",
            "about:blank",
            "ws://auth.example",
            "",
            "  ",
            "http://",
            "https:///",
            "http://[bad",
            "http://a b/",
            "<img src=x onerror=alert(1)>",
            "//",
            "///",
        ] {
            assert_eq!(judge(url), Verdict::Refused, "{url:?}");
        }
        for url in [
            "https://auth.example/x",
            "HTTP://auth.example",
            "http://[::1]:4455/x",
            "http://localhost:4455",
            "/settings?flow=1",
            "settings:/",
            "?flow=1",
            "//auth.example/x",
            "https:auth.example",
        ] {
            let wanted = if url == "settings:/" { Verdict::App } else { Verdict::Web };
            assert_eq!(judge(url), wanted, "{url:?}");
        }
        for url in ["com.example.app://done", "mailto:ada@example.test", "myapp:x", "intent://x"] {
            assert_eq!(judge(url), Verdict::App, "{url:?}");
        }
    }

    #[test]
    fn the_package_s_scripts_refuse_the_same() {
        let script = include_str!("../pkg-template/src/page.js");
        let list = REFUSED.map(|scheme| format!("\"{scheme}\"")).join(", ");
        assert!(script.contains(&format!("REFUSED = [{list}];")), "{list}");
    }

    #[test]
    fn pictures_come_with_their_data_or_from_kratos() {
        let own = "https://auth.example/self-service/settings?flow=1";
        for url in [
            "data:image/png;base64,AA",
            "DATA:IMAGE/png;base64,AA",
            "https://auth.example/qr.png",
            "HTTPS://AUTH.example/qr.png",
            "/qr.png",
            "qr.png",
        ] {
            assert!(is_picture(url, own), "{url}");
        }
        for url in [
            "data:text/html,x",
            "https://elsewhere.example/x.png",
            "https://auth.example:8443/x.png",
            "http://auth.example/x.png",
            "https://auth.example@elsewhere.example/x.png",
            "//elsewhere.example/x.png",
            "\\\\elsewhere.example/x.png",
            "/\n/elsewhere.example/x.png",
            "javascript:1",
            "blob:https://auth.example/1",
            "file:///x.png",
            "",
        ] {
            assert!(!is_picture(url, own), "{url}");
        }
    }

    proptest! {
        // Whatever surrounds it, a URL that a browser would run as script is refused.
        #[test]
        fn no_disguise_lets_a_script_through(
            before in "[\\x00-\\x20]{0,4}",
            breaks in prop::collection::vec((0..10_usize, "[\t\r\n]"), 0..6),
            upper in any::<u16>(),
            rest in ".{0,20}",
        ) {
            let mut word: Vec<String> = "javascript".chars().enumerate().map(|(at, c)| {
                if upper >> at & 1 == 1 { c.to_ascii_uppercase().to_string() } else { c.to_string() }
            }).collect();
            for (at, blank) in breaks {
                word[at].push_str(&blank);
            }
            let url = format!("{before}{}:{rest}", word.concat());
            prop_assert_eq!(judge(&url), Verdict::Refused);
            prop_assert!(!is_web(&url) && !is_picture(&url, "https://auth.example/"));
        }

        #[test]
        fn any_text_has_a_verdict(url in ".*") {
            let _ = (judge(&url), is_picture(&url, &url), is_configured_picture(&url));
        }
    }
}
