//! Parses the site's settings.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use propylon::{
    flow::opening::Opening,
    i18n::Catalog,
    kratos::{flow::FlowKind, response::Response},
    site::config::Config,
    view::screen::Screen,
    view::site,
};
use propylon_fuzz::{
    case::{Case, HEADER},
    mutate,
    page::{Page, check},
};

/// A login flow with several providers.
static PROVIDERS: LazyLock<Page> = LazyLock::new(|| {
    let provider = |id: &str| {
        let attributes = [r#"{"name":"provider","type":"submit","value":""#, id, "\"}"].concat();
        [r#"{"type":"input","group":"oidc","attributes":"#, &attributes, "}"].concat()
    };
    let nodes = ["google", "github", "a"].map(provider).join(",");
    let ui = [r#"{"action":"/self-service/login","nodes":["#, &nodes, "]}"].concat();
    let body = [r#"{"id":"f1","ui":"#, &ui, "}"].concat();
    let mut page = Page::open(Opening::read(FlowKind::Login, ""), None);
    page.answer(&Response { status: 200, body });
    page
});

fuzz_target!(|bytes: &[u8]| {
    let Some(case) = Case::read(bytes) else { return };
    let words = Catalog::english();
    match Config::read(case.status, &case.text) {
        Ok(config) => {
            if let Some(url) = &config.kratos_url {
                assert!(url.starts_with("https://") || url.starts_with("http://"), "{url:?}");
                assert!(!url.ends_with('/'), "{url:?}");
            }
            let shown = Screen::from_state(&words, &config.look, &PROVIDERS.state);
            check(&shown);
            let count = shown.forms().iter().flat_map(|form| form.parts()).count();
            assert_eq!(count, 3, "a provider was lost");
        }
        Err(error) => {
            let reason = error.words(&words);
            assert!(!reason.is_empty());
            check(&site::bad_config(&words, reason));
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::answer(data, size, max_size, seed, HEADER)
});
