//! Kratos' own URL, the pages of the flows, and where people may return to.

use super::{
    fix::Edit,
    rule::{cure, rule},
    setup::{Out, Setup, odd_one_out},
    source::Source,
    url::{Url, is_local, same_site},
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Hint, Likely},
        Severity::{Broken, Danger, Warning},
        Target,
    },
};

static BASE_MISSING: Rule = rule(
    "base-url-missing",
    Warning,
    Likely,
    "serve.public.base_url is not set.",
    "Kratos then guesses its address from the request. Behind a proxy, forms are sent to an address that browsers do not reach.",
    &[cure(Target::Kratos, "serve:\n  public:\n    base_url: {url}")],
);
static BASE_DIFFERS: Rule = rule(
    "base-url-differs",
    Broken,
    Certain,
    "serve.public.base_url is {seen}, but browsers reach Kratos at {url}.",
    "Kratos builds the address of each form and each redirect from base_url. Cookies of one host are not sent to the other.",
    &[cure(Target::Kratos, "serve:\n  public:\n    base_url: {url}/")],
);
static UI_MISSING: Rule = rule(
    "ui-url-missing",
    Warning,
    Certain,
    "There is no page for {flow}: {key} is not set.",
    "Kratos then sends people to a page of its documentation.",
    &[cure(Target::Kratos, "selfservice:\n  flows:\n    {flow}:\n      ui_url: {page}/{flow}")],
);
static UI_OTHER_SITE: Rule = rule(
    "ui-other-site",
    Broken,
    Certain,
    "The page at {page} and Kratos at {base} are different sites.",
    "Browsers do not send Kratos' cookies between different sites, so each form ends with a CSRF error. localhost and 127.0.0.1 are different sites, too.",
    &[cure(Target::Kratos, "serve:\n  public:\n    base_url: {right}/")],
);
static UI_HTTP: Rule = rule(
    "ui-url-http",
    Broken,
    Certain,
    "The page at {page} has http, but Kratos has https.",
    "Browsers treat http and https as different sites: the cookies are not sent, and passkeys do not work.",
    &[cure(Target::Kratos, "ui_url: {right}")],
);
static UI_ODD: Rule = rule(
    "ui-url-odd-one-out",
    Warning,
    Likely,
    "{key} is at {seen}, all other pages are at {others}.",
    "One page at another place than the others is most often a slip.",
    &[cure(Target::Kratos, "ui_url: {right}")],
);
static RETURN_ANY: Rule = rule(
    "return-url-any",
    Danger,
    Certain,
    "allowed_return_urls has {seen}: people can be sent anywhere after a sign-in.",
    "A link to your own sign-in page then leads to a foreign page that looks like yours.",
    &[cure(Target::Kratos, "selfservice:\n  allowed_return_urls:\n    - {app}")],
);
static RETURN_FOREIGN: Rule = rule(
    "return-url-foreign",
    Warning,
    Hint,
    "allowed_return_urls has {seen}, which is another site than Kratos.",
    "It is right if that site is yours. Whoever owns it can receive people from your sign-in page.",
    &[cure(
        Target::Kratos,
        "# remove it from selfservice.allowed_return_urls if it is not yours: {seen}",
    )],
);
static RETURN_LACKS: Rule = rule(
    "return-url-not-allowed",
    Warning,
    Likely,
    "{what} at {seen} is not covered by allowed_return_urls.",
    "A return_to that is not covered is refused with an error page. The default is no exception if it is given by name.",
    &[cure(Target::Kratos, "selfservice:\n  allowed_return_urls:\n    - {origin}")],
);
static RETURN_SLASH: Rule = rule(
    "return-url-slash",
    Warning,
    Likely,
    "allowed_return_urls has {seen}, which does not cover {bare}.",
    "Kratos compares the beginning of the path, so the slash at the end shuts out the address without it.",
    &[cure(Target::Kratos, "selfservice:\n  allowed_return_urls:\n    - {bare}")],
);
static RETURN_RELATIVE: Rule = rule(
    "return-url-relative",
    Warning,
    Likely,
    "{key} has {seen}, which is no address with scheme and host.",
    "Kratos compares scheme and host, too, so this entry never fits.",
    &[cure(Target::Kratos, "selfservice:\n  allowed_return_urls:\n    - {app}")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[
    &BASE_MISSING,
    &BASE_DIFFERS,
    &UI_MISSING,
    &UI_OTHER_SITE,
    &UI_HTTP,
    &UI_ODD,
    &RETURN_ANY,
    &RETURN_FOREIGN,
    &RETURN_LACKS,
    &RETURN_SLASH,
    &RETURN_RELATIVE,
];

/// Checks the URLs in Kratos' configuration.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    base(setup, kratos, out);
    pages(setup, kratos, out);
    returns(setup, kratos, out);
}

fn base(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    const KEY: &str = "serve.public.base_url";
    let Some(given) = &setup.url else {
        if kratos.node.at(KEY).is_none() && !setup.pages.is_empty() {
            let page = setup.pages.first().map(|page| page.url.origin()).unwrap_or_default();
            out.add(kratos.finding(&BASE_MISSING, KEY).value("url", &[&page, "/"].concat()));
        }
        return;
    };
    let own = kratos.node.text_at(KEY).and_then(Url::read);
    match own {
        None => out.add(kratos.finding(&BASE_MISSING, KEY).value("url", &given.shown())),
        Some(own) if own.origin() != given.origin() => {
            let url = given.origin();
            let finding =
                kratos.finding(&BASE_DIFFERS, KEY).value("seen", &own.origin()).value("url", &url);
            let edit = kratos.node.at(KEY).and_then(|node| {
                Edit::replace(&kratos.file, node.start, node.end, &[&url, "/"].concat())
            });
            out.fix(finding.seen("--url", &url), edit);
        }
        Some(_) => {}
    }
}

fn pages(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    let origin = setup.pages.first().map(|page| page.url.origin());
    if let Some(origin) = &origin {
        for flow in ["login", "registration"] {
            let key = format!("selfservice.flows.{flow}.ui_url");
            let off = kratos.node.at(&format!("selfservice.flows.{flow}.enabled"));
            if kratos.node.at(&key).is_none() && !off.is_some_and(super::tree::Node::is_false) {
                let finding = kratos.finding(&UI_MISSING, &key);
                out.add(finding.value("flow", flow).value("key", &key).value("page", origin));
            }
        }
    }
    if let Some(odd) = odd_one_out(&setup.pages) {
        let Some(others) = setup.pages.iter().find(|page| page.url.origin() != odd.url.origin())
        else {
            return;
        };
        let right = others.url.origin() + &odd.url.path;
        let finding = kratos
            .finding(&UI_ODD, &odd.path)
            .value("key", &odd.path)
            .value("seen", &odd.url.origin())
            .value("others", &others.url.origin())
            .value("right", &right);
        out.add(finding);
        return;
    }
    let Some(base) = &setup.base else { return };
    // One finding for one cause: all pages are most often at one place.
    let Some(page) = setup.pages.iter().find(|page| page.url.is_web()) else { return };
    if !same_site(&page.url.host, &base.host) {
        let right = if base.is_local() && page.url.is_local() {
            Url { host: page.url.host.clone(), ..base.clone() }.origin()
        } else {
            page.url.origin()
        };
        out.add(
            kratos
                .finding(&UI_OTHER_SITE, &page.path)
                .value("page", &page.url.origin())
                .value("base", &base.origin())
                .value("right", &right)
                .seen("serve.public.base_url", &base.origin()),
        );
    } else if base.scheme == "https" && page.url.scheme == "http" {
        let right = Url { scheme: "https".to_owned(), ..page.url.clone() }.shown();
        let finding = kratos
            .finding(&UI_HTTP, &page.path)
            .value("page", &page.url.origin())
            .value("right", &right);
        let edit = kratos
            .node
            .at(&page.path)
            .and_then(|node| Edit::replace(&kratos.file, node.start, node.end, &right));
        out.fix(finding, edit);
    }
}

fn returns(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    const KEY: &str = "selfservice.allowed_return_urls";
    let Some(list) = kratos.node.at(KEY) else {
        lacking(setup, kratos, &[], out);
        return;
    };
    let app = kratos
        .node
        .text_at("selfservice.default_browser_return_url")
        .and_then(Url::read)
        .or(setup.base.clone())
        .map_or_else(|| "https://app.example.com".to_owned(), |url| url.origin());
    let mut allowed = Vec::new();
    for (index, item) in list.items().iter().enumerate() {
        let Some(text) = item.text() else { continue };
        let path = format!("{KEY}[{index}]");
        let found = |rule| kratos.finding_at(rule, &path, item).value("seen", text);
        let Some(url) = Url::read(text) else {
            if text.contains('*') {
                out.add(found(&RETURN_ANY).value("app", &app));
            } else if !text.contains("://") {
                out.add(found(&RETURN_RELATIVE).value("key", KEY).value("app", &app));
            }
            continue;
        };
        // `https://*.example.com` is an entry of its own kind: Kratos allows all below the domain.
        let star = url.host.strip_prefix("*.");
        if url.host == "*" || star.is_some_and(|rest| !rest.contains('.')) {
            out.add(found(&RETURN_ANY).value("app", &app));
        } else if let Some(base) = &setup.base
            && url.is_web()
            && setup.public
            && !is_local(&url.host)
            && !same_site(star.unwrap_or(&url.host), &base.host)
            && setup.pages.iter().all(|page| page.url.host != url.host)
        {
            out.add(found(&RETURN_FOREIGN));
        }
        if url.path.len() > 1 && url.path.ends_with('/') {
            let bare = text.trim_end_matches('/');
            let edit = Edit::replace(&kratos.file, item.start, item.end, bare);
            out.fix(found(&RETURN_SLASH).value("bare", bare), edit);
        }
        allowed.push(url);
    }
    lacking(setup, kratos, &allowed, out);
}

/// What people return to without being allowed to.
fn lacking(setup: &Setup<'_>, kratos: &Source, allowed: &[Url], out: &mut Out) {
    const KEY: &str = "selfservice.default_browser_return_url";
    let covered = |url: &Url| {
        allowed.iter().any(|other| {
            let host = other.host.strip_prefix('*').map_or_else(
                || other.host == url.host && other.port == url.port,
                |rest| url.host.ends_with(rest),
            );
            let slash = |path: &str| if path.is_empty() { "/".to_owned() } else { path.to_owned() };
            host && other.scheme == url.scheme
                && slash(&url.path).starts_with(slash(&other.path).trim_end_matches('/'))
        })
    };
    let default = kratos.node.text_at(KEY).and_then(Url::read);
    if let Some(url) = default.filter(|url| !covered(url)) {
        out.add(
            kratos
                .finding(&RETURN_LACKS, KEY)
                .value("what", "The default")
                .value("seen", &url.origin())
                .value("origin", &url.origin()),
        );
        return;
    }
    let page = setup
        .pages
        .iter()
        .find(|page| page.path.contains(".settings.") || page.path.contains(".login."));
    let Some(page) = page.filter(|page| page.url.is_web() && !covered(&page.url)) else { return };
    // Pages of other makers need not be there; those of this site return to themselves.
    if setup.site.is_some() || !allowed.is_empty() {
        out.add(
            kratos
                .finding(&RETURN_LACKS, &page.path)
                .value("what", "The page")
                .value("seen", &page.url.origin())
                .value("origin", &page.url.origin())
                .sure(if setup.site.is_some() { Likely } else { Hint }),
        );
    }
}
