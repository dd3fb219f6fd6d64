//! Whether the browser keeps Kratos' cookies.
//!
//! A created flow is fetched again: Kratos refuses that without the cookie that came with it. Then one
//! cause is named, the most special that fits.

use super::{
    address::Address,
    kratos::{self, Flow},
    observe::Observations,
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] =
    &[&IN_FRAME, &OFF, &OTHER_SITE, &SECURE_ON_HTTP, &WRONG_DOMAIN, &ACTION_ELSEWHERE];

const WHY_403: &str =
    "Kratos answers the next step with 403, and the person sees the same form again.";

const IN_FRAME: Rule = Rule {
    code: "cookies-blocked-in-frame",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page is in a frame of another site ({around}), where browsers block cookies.",
    why: "Cookies with `SameSite=Lax`, Kratos' default, are not stored or sent in frames of other sites, and \
          most browsers block all others there, too. Open the sign-in as a page of its own, or serve the \
          page around it from the same site.",
    cures: &[
        CureText { target: Target::Page, text: "<a href=\"{here}\" target=\"_top\">Sign in</a>" },
        CureText {
            target: Target::Kratos,
            text: "cookies:\n  same_site: None   # https only; browsers that block third-party cookies still refuse them",
        },
    ],
};

const OFF: Rule = Rule {
    code: "cookies-off",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Cookies are turned off in this browser.",
    why: "Nobody can sign in to Kratos in a browser without cookies. Others who visit the page are not \
          affected.",
    cures: &[CureText { target: Target::Link, text: "chrome://settings/cookies" }],
};

const OTHER_SITE: Rule = Rule {
    code: "other-site",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page ({page}) and Kratos ({kratos}) are different sites, so that cookies are not kept.",
    why: "Kratos' cookies have `SameSite=Lax`: browsers neither store nor send them between sites. \
          `localhost` and `127.0.0.1` are different sites, and so are http and https of one name; ports do \
          not matter. Use one name for the page, `serve.public.base_url` and what the page asks.",
    cures: &[
        CureText { target: Target::Kratos, text: "serve:\n  public:\n    base_url: {right}/" },
        CureText { target: Target::Site, text: "{\"kratosUrl\": \"{right}\"}" },
        CureText {
            target: Target::Page,
            text: "<kratos-login base-url=\"{right}\"></kratos-login>",
        },
    ],
};

const SECURE_ON_HTTP: Rule = Rule {
    code: "secure-cookie-on-http",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "Kratos at {base} is on http, and its cookies are for https only.",
    why: "Kratos sets `Secure` on its cookies, and browsers drop such cookies on http, except on localhost. \
          Serve page and Kratos on https, or use `localhost` for development.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "serve:\n  public:\n    base_url: https://{host}/",
        },
        CureText {
            target: Target::Command,
            text: "kratos serve -c kratos.yml --dev   # only for development: cookies without Secure",
        },
    ],
};

const WRONG_DOMAIN: Rule = Rule {
    code: "cookie-domain-wrong",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "The browser does not keep the cookies of Kratos at {kratos}.",
    why: "Page and Kratos are of one site, so `SameSite` is not the reason. The cookie's `Domain` does not \
          cover the host, its `Path` does not cover the paths, `SameSite=None` is without `Secure`, or a \
          proxy removes `Set-Cookie`.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "cookies:\n  domain: {site}\n  path: /\n  same_site: Lax\nsession:\n  cookie:\n    domain: {site}",
        },
        CureText {
            target: Target::Command,
            text: "curl -si {base}/self-service/login/browser -H 'Accept: application/json' | grep -i set-cookie",
        },
    ],
};

const ACTION_ELSEWHERE: Rule = Rule {
    code: "action-elsewhere",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page uses Kratos at {base}, and Kratos believes it is at {action}.",
    why: "Kratos builds the target of forms, links in mails and redirects of providers from \
          `serve.public.base_url`. With another address there, people leave for a place where their cookies \
          are not, or where nothing is.",
    cures: &[
        CureText { target: Target::Kratos, text: "serve:\n  public:\n    base_url: {base}/" },
        CureText { target: Target::Site, text: "{\"kratosUrl\": \"{action}\"}" },
        CureText {
            target: Target::Page,
            text: "<kratos-login base-url=\"{action}\"></kratos-login>",
        },
    ],
};

/// Why the cookies are not kept, or where they would get lost.
#[must_use]
pub fn check(seen: &Observations) -> Option<Finding> {
    let flow = Flow::of(seen.answer("login")?);
    let action = flow.as_ref().map(|flow| flow.action().to_owned()).unwrap_or_default();
    if let Some(again) = seen.answer("again").filter(|again| is_lost(again)) {
        let finding = lost(seen, &Address::read(&action));
        return Some(
            finding
                .seen(&again.what(), &again.seen())
                .seen("the flow was created just before", "its cookie did not come back"),
        );
    }
    elsewhere(seen, &action)
}

fn is_lost(again: &super::observe::Answer) -> bool {
    again.status == 403
        && kratos::error_id(again)
            .is_some_and(|id| id == "security_csrf_violation" || id.is_empty())
}

/// The cause that fits best.
fn lost(seen: &Observations, action: &Address<'_>) -> Finding {
    let (here, base) = (seen.here(), seen.base());
    let around =
        seen.page.ancestors.iter().find(|around| !Address::read(around).is_same_site(&here));
    let filled = |rule: &Rule| {
        let found = Finding::new(rule)
            .value("here", &here.whole())
            .value("page", &here.host_port())
            .value("kratos", &base.host_port())
            .value("base", &base.whole())
            .value("host", base.host)
            .value("site", base.site());
        let found = found.seen("the page", &here.origin()).seen("Kratos", &base.whole());
        Finding { why: [&found.why, " ", WHY_403].concat(), ..found }
    };
    if let Some(around) = around {
        return filled(&IN_FRAME).value("around", around).seen("the page around it", around);
    }
    if !seen.page.cookies_enabled {
        return filled(&OFF).seen("navigator.cookieEnabled", "false");
    }
    // Where cookies are blocked by a setting, Chromium still says that they are enabled.
    if !seen.page.framed && !seen.page.has_storage {
        return filled(&OFF).seen("localStorage", "the browser refuses it");
    }
    if !here.is_same_site(&base) {
        // Kratos' own name, if that is the page's site; else Kratos at the page's host.
        let right =
            if action.is_same_site(&here) { action.origin() } else { at_page(&here, &base) };
        return filled(&OTHER_SITE).value("right", &right);
    }
    if !base.is_https() && !base.is_local() {
        return filled(&SECURE_ON_HTTP);
    }
    filled(&WRONG_DOMAIN)
}

/// Kratos under the page's host name.
fn at_page(here: &Address<'_>, base: &Address<'_>) -> String {
    Address { scheme: here.scheme, host: here.host, port: base.port, path: base.path }.whole()
}

/// Whether Kratos builds its URLs from another address than the page uses.
fn elsewhere(seen: &Observations, action: &str) -> Option<Finding> {
    let (base, there) = (seen.base().whole(), Address::read(action));
    let own = ["/self-service/", "/self-service"].iter().find_map(|mark| {
        let (before, _) = there.path.split_once(mark)?;
        Some(there.origin() + before)
    })?;
    (own != base).then(|| {
        Finding::new(&ACTION_ELSEWHERE)
            .value("base", &base)
            .value("action", &own)
            .seen("Kratos' URL in the page's settings", &base)
            .seen("ui.action of a flow", action)
    })
}
