//! A notice above a form, for an app that draws it.

use leptos::prelude::*;

use super::super::{handlers::Handlers, leptos_view::leptos_view, notice};
use crate::{
    i18n::Catalog,
    view::{self, action::Does},
};

/// A notice, and what it takes to draw it.
///
/// It stands in the list of notices, which is announced and takes the focus.
#[derive(Clone)]
pub struct NoticePart {
    /// What it says, how it is meant, and what can be done about it.
    pub notice: view::notice::Notice,
    words: Catalog,
    handlers: StoredValue<Handlers, LocalStorage>,
}

impl NoticePart {
    pub(super) fn new(words: Catalog, notice: &view::notice::Notice, handlers: &Handlers) -> Self {
        Self { notice: notice.clone(), words, handlers: StoredValue::new_local(handlers.clone()) }
    }

    /// Does what can be done about it, for a button with the label of the notice's `action`.
    pub fn act(&self) {
        let handlers = self.handlers.get_value();
        match self.notice.action.as_ref().map(|action| &action.does) {
            Some(Does::Open(href)) => (handlers.open)(href.clone()),
            Some(does) => (handlers.act)(does),
            None => {}
        }
    }
}

/// A notice as Propylon draws it.
#[component]
pub fn Notice(
    /// The notice.
    part: NoticePart,
) -> impl IntoView {
    let handlers = part.handlers.get_value();
    leptos_view(move || notice::one(part.words, &part.notice, &handlers))
}
