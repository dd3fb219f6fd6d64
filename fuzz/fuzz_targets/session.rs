//! The session, the list of sessions, and signing out.

#![no_main]

use std::slice;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use propylon::{
    flow::time::epoch,
    i18n::Catalog,
    kratos::{request::Request, response::Answer, session::Session},
    session::{
        SessionState, UnreachableCause,
        logout::{End, Instruction, Logout, Mode},
        watch::{CheckReason, Watch},
    },
    view::{
        look::{AccountLook, Look},
        screen::Screen,
        sessions, site,
    },
};
use propylon_fuzz::{
    case::{Case, HEADER},
    mutate,
    page::check,
};

/// Formats an RFC 3339 timestamp.
fn time(instant: &str) -> String {
    epoch(instant).map_or_else(|| instant.to_owned(), |millis| millis.to_string())
}

/// Renders the list of sessions.
fn list(words: &Catalog, own: &Session, others: &[Session]) -> Screen {
    for session in others {
        let url = Request::revoke(&session.id).url;
        let id = url.strip_prefix("/sessions/").expect("a session's own path");
        assert!(!id.contains(['/', '?', '#']), "{id:?} leaves its place in the path");
    }
    let look = Look { account: Some(AccountLook::default()), ..Look::default() };
    sessions::screen(words, &look, own, others, None, time)
}

/// Renders the screens for a failed request or sign-out.
fn unreachable(words: &Catalog, cause: &UnreachableCause) {
    check(&site::unreachable(words, cause));
    for mode in [Mode::Navigate, Mode::Everywhere] {
        check(&site::sign_out_ended(words, mode, &End::Failed(cause.clone())));
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some(case) = Case::read(bytes) else { return };
    let response = case.response();
    let words = Catalog::english();

    let state = SessionState::read(Ok(response.read()));
    check(&site::front(&words, &state, time));
    match &state {
        SessionState::Active(session) => {
            check(&list(&words, session, slice::from_ref(session)));
        }
        SessionState::Unreachable(cause) => unreachable(&words, cause),
        _ => {}
    }
    match response.read() {
        Answer::Sessions(others) => check(&list(&words, &Session::default(), &others)),
        Answer::Error(error) => check(&site::stored_error(&words, Some(&error))),
        _ => {}
    }

    let mut watch = Watch::default();
    watch.should_request(CheckReason::Needed);
    watch.should_request(CheckReason::MayHaveChanged);
    assert!(watch.answered(Ok(response.read())), "a doubt is forgotten");
    assert_eq!(*watch.state(), state);

    let mode = match () {
        () if case.is(0) => Mode::Everywhere,
        () if case.is(1) => Mode::Fetch,
        () => Mode::Navigate,
    };
    let (mut logout, _) = Logout::begin(mode, case.is(2).then(|| "/bye".to_owned()));
    for _ in 0..4 {
        match logout.answered(Ok(response.read())) {
            Instruction::Send(_) => {}
            Instruction::Leave(_) => return,
            Instruction::End(End::Failed(cause)) => return unreachable(&words, &cause),
            Instruction::End(_) => return,
        }
    }
    panic!("a sign-out that never ends");
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::answer(data, size, max_size, seed, HEADER)
});
