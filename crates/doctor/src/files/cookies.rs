//! Cookies: do they reach the hosts that need them?

use super::{
    rule::{cure, rule},
    setup::{Out, Setup},
    source::Source,
    url::{Url, covers, is_address, is_local, site},
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Warning},
        Target,
    },
};

static FORM: Rule = rule(
    "cookie-domain-form",
    Broken,
    Certain,
    "{key} is {seen}, which is no domain.",
    "The domain of a cookie has neither scheme nor port nor path. Browsers drop a cookie with another one.",
    &[cure(Target::Kratos, "domain: {right}")],
);
static FOREIGN: Rule = rule(
    "cookie-domain-foreign",
    Broken,
    Certain,
    "{key} is {seen}, but Kratos is at {host}.",
    "Browsers drop cookies for a domain that the host does not belong to, so no form can be sent.",
    &[cure(Target::Kratos, "domain: {right}")],
);
static API: Rule = rule(
    "cookie-domain-lacks-api",
    Broken,
    Likely,
    "The session cookie does not reach the API at {api}.",
    "Without a domain that covers both, the cookie stays at {host}. The gateway then answers 401 to people who are signed in.",
    &[cure(
        Target::Kratos,
        "cookies:\n  domain: {right}\nsession:\n  cookie:\n    domain: {right}",
    )],
);
static NONE_HTTP: Rule = rule(
    "cookie-none-without-https",
    Broken,
    Certain,
    "{key} is None, but Kratos has http.",
    "Browsers drop cookies with SameSite=None that are not Secure, and Secure ones need https.",
    &[cure(Target::Kratos, "same_site: Lax")],
);
static STRICT: Rule = rule(
    "cookie-strict",
    Warning,
    Likely,
    "{key} is Strict.",
    "Browsers then do not send the cookie when people come from another site: back from a provider, or from a link in a mail, they are not signed in.",
    &[cure(Target::Kratos, "same_site: Lax")],
);
static ADDRESS: Rule = rule(
    "cookie-domain-for-address",
    Broken,
    Certain,
    "{key} is set, but Kratos is at the address {host}.",
    "Browsers take no domain for an IP address, so the cookie is dropped.",
    &[cure(Target::Kratos, "# remove {key}")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[&FORM, &FOREIGN, &API, &NONE_HTTP, &STRICT, &ADDRESS];

/// Checks domain and `SameSite` of Kratos' cookies.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    let mut good = true;
    for part in ["cookies", "session.cookie"] {
        good &= domain(setup, kratos, &[part, ".domain"].concat(), out);
        same_site(setup, kratos, &[part, ".same_site"].concat(), out);
    }
    if good {
        api(setup, kratos, out);
    }
}

fn domain(setup: &Setup<'_>, kratos: &Source, key: &str, out: &mut Out) -> bool {
    let Some(seen) = kratos.node.text_at(key).filter(|seen| !seen.is_empty()) else { return true };
    let found = |rule| kratos.finding(rule, key).value("key", key).value("seen", seen);
    if seen.contains(['/', ':', '*']) {
        let right = Url::read(seen).map_or_else(
            || {
                seen.split([':', '/'])
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches("*.")
                    .to_owned()
            },
            |url| url.host,
        );
        out.add(found(&FORM).value("right", &right));
        return false;
    }
    let Some(base) = &setup.base else { return true };
    if is_address(&base.host) {
        out.add(found(&ADDRESS).value("host", &base.host));
        return false;
    }
    if !covers(seen, &base.host) {
        let finding = found(&FOREIGN).value("host", &base.host).value("right", site(&base.host));
        out.add(finding.seen("serve.public.base_url", &base.origin()));
        return false;
    }
    true
}

fn same_site(setup: &Setup<'_>, kratos: &Source, key: &str, out: &mut Out) {
    let insecure = setup.base.as_ref().is_some_and(|base| base.scheme == "http");
    let rule = match kratos.node.text_at(key) {
        Some("None") if insecure => &NONE_HTTP,
        Some("Strict") => &STRICT,
        _ => return,
    };
    out.add(kratos.finding(rule, key).value("key", key));
}

/// The hosts of the API: the given one, else those of access rules that ask for the session cookie.
fn api(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    let Some(base) = &setup.base else { return };
    let domain = kratos
        .node
        .text_at("session.cookie.domain")
        .or(kratos.node.text_at("cookies.domain"))
        .unwrap_or_default();
    let reached = |host: &str| {
        host == base.host || is_local(host) || (!domain.is_empty() && covers(domain, host))
    };
    let of_rules = setup.rules.iter().filter_map(|access| {
        let mut handlers = access.node.get("authenticators")?.items().iter();
        handlers.any(|item| item.text_at("handler") == Some("cookie_session")).then_some(())?;
        let text = access.node.text_at("match.url")?;
        let url = Url::read(text).filter(|url| !url.host.contains(['<', '*', '(']))?;
        Some((url, access.path("match.url"), access.source.file.as_str(), text))
    });
    let given = setup.api.iter().map(|url| (url.clone(), String::new(), "--api", ""));
    let Some((url, path, file, text)) = given.chain(of_rules).find(|(url, ..)| !reached(&url.host))
    else {
        return;
    };
    let key = if domain.is_empty() { "cookies.domain" } else { "session.cookie.domain" };
    let finding = kratos
        .finding(&API, if kratos.node.at(key).is_some() { key } else { "cookies.domain" })
        .value("api", &url.host)
        .value("host", &base.host)
        .value("right", site(&base.host));
    let seen = if text.is_empty() { url.origin() } else { text.to_owned() };
    out.add(finding.seen(&[file, " ", &path].concat(), &seen));
}
