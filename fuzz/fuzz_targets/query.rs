//! URLs, query strings and stored drafts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use propylon::{
    flow::{draft::Draft, opening::Opening},
    kratos::{
        flow::FlowKind,
        request::{CARRIED, Request, query_value, urldecode, urlencode},
    },
    site::route::Page,
    url::{Verdict, is_configured_picture, is_picture, is_web, judge},
    view::action::page_of,
};

/// An opening survives writing and reading its query string.
fn check(opening: &Opening) {
    for (name, value) in &opening.carried {
        assert!(CARRIED.contains(&name.as_str()) || name == "by", "carries {name}");
        assert!(!value.is_empty() || name == "by", "carries an empty {name}");
    }
    let request = opening.request();
    assert!(request.url.starts_with(&opening.kind.path()), "{}", request.url);
    assert!(request.url.bytes().all(|byte| byte.is_ascii_graphic()), "{}", request.url);
    let sibling = Opening::read(opening.kind, &opening.query_for_sibling(None));
    assert_eq!(sibling.carried("return_to"), opening.carried("return_to"));
    assert_eq!(sibling.flow, None, "a sibling takes the flow along");
    let sign_in = opening.sign_in();
    assert_eq!(sign_in.carried("aal"), None);
    for kind in FlowKind::ALL {
        let page = page_of(kind, opening, Some("/x?y=z&w"));
        let path = page.split_once('?').map_or(page.as_str(), |(path, _)| path);
        assert_eq!(Page::at(path), Page::Flow(kind), "{page}");
    }
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let pairs = urldecode(&text);
    assert_eq!(urldecode(&urlencode(&pairs)), pairs, "another query after encoding");
    for (name, value) in &pairs {
        let first = pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        assert_eq!(query_value(&text, name), first);
        let own = vec![(value.clone(), name.clone())];
        assert_eq!(urldecode(&urlencode(&own)), own);
    }
    for kind in FlowKind::ALL {
        check(&Opening::read(kind, &text));
    }
    check(&Opening::offer(&text));
    let narrowed = Opening::read(FlowKind::Login, &text).narrowed(&text);
    assert!(narrowed.groups.iter().all(|group| !group.is_empty()));

    let _ = Page::at(&text);
    if let Some((path, _)) = text.split_once('?') {
        assert_eq!(Page::at(&[path, "/"].concat()), Page::at(path));
    }

    let verdict = judge(&text);
    assert_eq!(is_web(&text), verdict == Verdict::Web);
    // Browsers ignore both of these.
    assert_eq!(judge(&[" \u{1}", &text, "\n"].concat()), verdict, "hidden behind a blank");
    assert_eq!(judge(&text.replace(':', "\t:")), verdict, "hidden behind a tab");
    let is_own = is_picture(&text, "http://localhost:5633/self-service/login");
    assert!(!is_own || is_configured_picture(&text), "a picture that nobody may name");

    // The first line is the flow's id, the rest the stored draft.
    let (id, kept) = text.split_once('\n').unwrap_or(("f", &text));
    let draft = Draft::from_text(kept, id);
    match draft.to_text(id, None, Vec::new()) {
        Some(text) => {
            assert_eq!(Draft::from_text(&text, id), draft, "another draft after a reload")
        }
        None => assert!(draft.is_empty(), "what was typed is not kept"),
    }

    let url = Request::revoke(&text).url;
    let id = url.strip_prefix("/sessions/").expect("a session's own path");
    assert!(!id.contains(['/', '?', '#']), "{id:?} leaves its place in the path");
});
