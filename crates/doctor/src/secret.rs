//! Masks secrets in texts that people will paste elsewhere.

/// Prefixes of secrets; what follows, up to a character that no token has, is masked.
const PREFIXES: [&str; 9] = [
    "ory_pat_",
    "ory_st_",
    "ory_at_",
    "ory_rt_",
    "ory_ac_",
    "ory_kratos_session=",
    "csrf_token=",
    "Bearer ",
    "bearer ",
];

/// The text without secrets: tokens of Ory, session cookies, CSRF tokens, bearer tokens, passwords in
/// URLs.
#[must_use]
pub fn masked(text: &str) -> String {
    let mut out = text.to_owned();
    for prefix in PREFIXES {
        out = without(&out, prefix);
    }
    without_user_info(&out)
}

fn without(text: &str, prefix: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(prefix) {
        out.push_str(before);
        out.push_str(prefix);
        let token = after.trim_start_matches(is_token);
        if token.len() < after.len() {
            out.push('…');
        }
        rest = token;
    }
    out.push_str(rest);
    out
}

fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_.=+/~%|…".contains(letter)
}

/// Masks `user:password@` after `://`.
fn without_user_info(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before);
        out.push_str("://");
        let end = after.find(['/', '?', '#', ' ', '"', '\'', '\n']).unwrap_or(after.len());
        let (authority, tail) = after.split_at_checked(end).unwrap_or((after, ""));
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                out.push_str("…@");
                out.push_str(host);
            }
            None => out.push_str(authority),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn tokens_and_passwords_are_masked() {
        for (text, expected) in [
            ("Authorization: Bearer ory_st_abcDEF123", "Authorization: Bearer …"),
            ("ory_pat_xyz and more", "ory_pat_… and more"),
            ("Cookie: ory_kratos_session=MTY3; a=b", "Cookie: ory_kratos_session=…; a=b"),
            ("csrf_token=ab%2Fcd==&method=code", "csrf_token=…&method=code"),
            ("smtp://user:pass@mail.test:25/?x", "smtp://…@mail.test:25/?x"),
            ("ory_pat_", "ory_pat_"),
            ("nothing secret: a@b.test", "nothing secret: a@b.test"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }
}
