//! An error from Kratos, or an answer from something else, on a page with or without a form.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use propylon::{flow::event::Event, kratos::response::Response};
use propylon_fuzz::{
    case::{Case, HEADER},
    mutate,
    page::Page,
};

/// A form of the page's flow, with nodes of every method.
fn form(case: &Case) -> Response {
    let nodes = r#"[
        {"type":"input","group":"default","attributes":{"name":"csrf_token","type":"hidden","value":"t"}},
        {"type":"input","group":"default","attributes":{"name":"identifier","type":"text","value":""}},
        {"type":"input","group":"profile","attributes":{"name":"traits.email","type":"email","value":""}},
        {"type":"input","group":"password","attributes":{"name":"password","type":"password"}},
        {"type":"input","group":"password","attributes":{"name":"method","type":"submit","value":"password"}},
        {"type":"input","group":"code","attributes":{"name":"method","type":"submit","value":"code"}}
    ]"#;
    let (before, after) = (r#"{"id":"f1","ui":{"action":"/self-service/"#, r#"?flow=f1","nodes":"#);
    let body = [before, case.kind().as_str(), after, nodes, "}}"].concat();
    Response { status: 200, body }
}

fuzz_target!(|bytes: &[u8]| {
    let Some(case) = Case::read(bytes) else { return };
    let response = case.response();
    let mut page = Page::open(case.opening(), None);
    if case.is(0) {
        page.answer(&form(&case));
        if case.is(1) {
            let typed = page.typed();
            page.happen(Event::FlowAging { typed }, true);
        } else if case.is(2) {
            // Another tab signed in or out.
            let typed = page.typed();
            let signed_out = Event::SigningOut { typed };
            page.happen(if case.is(3) { signed_out } else { Event::SessionChanged }, true);
        } else {
            page.press();
        }
    }
    page.answer(&response);
    page.draw();
    let next = match () {
        () if case.is(3) => Event::Retried,
        () if case.is(4) => Event::GaveUp,
        () if case.is(1) => Event::DroppedReturnTo,
        () => Event::StartedOver,
    };
    page.happen(next, true);
    page.answer(&form(&case));
    page.press();
    page.answer(&response);
    page.draw();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::answer(data, size, max_size, seed, HEADER)
});
