//! A notice above a form, for an app that draws it.

use leptos::prelude::*;

use super::super::{handlers::Handlers, leptos_view::leptos_view, notice};
use crate::{i18n::Catalog, view};

/// A notice, with what an app needs to draw it.
///
/// The view is put into the list of notices, which is announced and receives the focus.
#[derive(Clone)]
pub struct NoticePart {
    /// The view model: text, tone, action.
    pub notice: view::notice::Notice,
    words: Catalog,
    handlers: StoredValue<Handlers, LocalStorage>,
}

impl NoticePart {
    pub(super) fn new(words: Catalog, notice: &view::notice::Notice, handlers: &Handlers) -> Self {
        Self { notice: notice.clone(), words, handlers: StoredValue::new_local(handlers.clone()) }
    }

    /// Performs the notice's `action`, for a button with the action's label.
    pub fn act(&self) {
        if let Some(action) = &self.notice.action {
            (self.handlers.get_value().act)(&action.does);
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
