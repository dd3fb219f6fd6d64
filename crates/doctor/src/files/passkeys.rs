//! Passkeys and security keys: the relying party's id and its origins.

use super::{
    fix::Edit,
    rule::{cure, rule},
    setup::{Out, Setup},
    source::Source,
    tree::Node,
    url::{Url, covers, is_address, site},
};
use crate::{
    Rule,
    rule::{Certainty::Certain, Severity::Broken, Target},
};

static FORM: Rule = rule(
    "rp-id-form",
    Broken,
    Certain,
    "{key} is {seen}, which is no domain.",
    "The id of a relying party is a domain without scheme, port and path. Browsers refuse each ceremony with another one.",
    &[cure(Target::Kratos, "rp:\n  id: {right}")],
);
static ADDRESS: Rule = rule(
    "rp-id-address",
    Broken,
    Certain,
    "{key} is the IP address {seen}.",
    "Browsers offer passkeys for names only. For tests on this machine use localhost.",
    &[cure(Target::Kratos, "rp:\n  id: localhost")],
);
static FOREIGN: Rule = rule(
    "rp-id-foreign",
    Broken,
    Certain,
    "{key} is {seen}, but the pages are at {page}.",
    "A page can only use passkeys of its own host or of a domain above it. Browsers refuse others with a SecurityError.",
    &[cure(Target::Kratos, "rp:\n  id: {right}")],
);
static LACKS: Rule = rule(
    "rp-origin-missing",
    Broken,
    Certain,
    "{key} does not list {page}, where the pages are.",
    "The browser does its part, and Kratos then refuses the passkey. The origin has its port, too, unless it is 443 or 80.",
    &[cure(Target::Kratos, "rp:\n  origins:\n    - {page}")],
);
static ORIGIN: Rule = rule(
    "rp-origin-form",
    Broken,
    Certain,
    "{seen} is no origin.",
    "Kratos compares the whole text with what the browser signs: scheme, host and port, without a slash or a path.",
    &[cure(Target::Kratos, "origins:\n  - {right}")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[&FORM, &ADDRESS, &FOREIGN, &LACKS, &ORIGIN];

/// Checks the relying party of passkeys and of security keys.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    for method in ["passkey", "webauthn"] {
        if setup.enabled(method) {
            party(setup, kratos, &format!("selfservice.methods.{method}.config.rp"), out);
        }
    }
}

fn party(setup: &Setup<'_>, kratos: &Source, rp: &str, out: &mut Out) {
    let key = [rp, ".id"].concat();
    let Some(id) = kratos.node.text_at(&key) else { return };
    let found = |rule| kratos.finding(rule, &key).value("key", &key).value("seen", id);
    let page = setup.pages.iter().find(|page| page.url.is_web());
    if id.contains(['/', ':']) {
        let right = Url::read(id).map_or_else(
            || id.split([':', '/']).next().unwrap_or_default().to_owned(),
            |url| url.host,
        );
        let edit = kratos
            .node
            .at(&key)
            .and_then(|node| Edit::replace(&kratos.file, node.start, node.end, &right));
        out.fix(found(&FORM).value("right", &right), edit);
        return;
    }
    if is_address(id) {
        out.add(found(&ADDRESS));
        return;
    }
    if let Some(page) =
        page.filter(|page| !covers(id, &page.url.host) && !is_address(&page.url.host))
    {
        let right =
            if covers(site(&page.url.host), id) { site(&page.url.host) } else { &page.url.host };
        let finding = found(&FOREIGN).value("page", &page.url.host).value("right", right);
        out.add(finding.seen(&page.path, &page.url.origin()));
        return;
    }
    origins(setup, kratos, rp, id, out);
}

fn origins(setup: &Setup<'_>, kratos: &Source, rp: &str, id: &str, out: &mut Out) {
    let key = [rp, ".origins"].concat();
    let list = kratos.node.at(&key).map(Node::items).unwrap_or_default();
    let mut malformed = false;
    for (index, item) in list.iter().enumerate() {
        let Some((text, url)) = item.text().and_then(|text| Some((text, Url::read(text)?))) else {
            continue;
        };
        if url.is_web() && (!url.path.is_empty() || text.contains(['?', '#'])) {
            malformed = true;
            let right = url.origin();
            let path = format!("{key}[{index}]");
            let finding =
                kratos.finding_at(&ORIGIN, &path, item).value("seen", text).value("right", &right);
            out.fix(finding, Edit::replace(&kratos.file, item.start, item.end, &right));
        }
    }
    if malformed {
        return;
    }
    let old = kratos.node.text_at(&[rp, ".origin"].concat());
    let mut allowed: Vec<String> =
        list.iter().filter_map(Node::text).chain(old).map(str::to_owned).collect();
    if allowed.is_empty() {
        // Kratos then takes the id with its own scheme, and no port.
        let scheme = setup.base.as_ref().map_or("https", |base| base.scheme.as_str());
        allowed.push(format!("{scheme}://{id}"));
    }
    let lacking = setup.page_origins().into_iter().find(|page| {
        Url::read(page).is_some_and(|url| covers(id, &url.host)) && !allowed.contains(page)
    });
    if let Some(page) = lacking {
        out.add(kratos.finding(&LACKS, &key).value("key", &key).value("page", &page));
    }
}
