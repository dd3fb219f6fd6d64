//! The result of an administrator's test of a social sign-in provider.

use super::{
    notice::{Notice, Tone},
    screen::{Body, Screen},
};
use crate::{i18n::Catalog, kratos::provider_test::ProviderTest};

/// The result in Kratos' own terms, for whoever configures the provider. `None` as long as there is none.
pub(super) fn result(words: &Catalog, test: &ProviderTest) -> Option<Screen> {
    let facts = test.result.clone()?;
    let mut screen = Screen::message(words.text("title.test"), None, Vec::new());
    let name = [("name", test.provider.as_str())];
    screen.notices.push(match &test.error {
        Some(error) => Notice {
            detail: Some(error.clone()),
            ..Notice::new(Tone::Error, words.fill("test.failed", &name))
        },
        None => Notice::new(Tone::Success, words.fill("test.passed", &name)),
    });
    screen.body = Body::Facts(facts, Vec::new());
    Some(screen)
}
