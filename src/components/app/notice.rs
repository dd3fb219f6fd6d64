//! A notice above a form, for an app that draws it.

use leptos::prelude::*;

use super::super::{acts::Acts, host::hosted, notice};
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
    acts: StoredValue<Acts, LocalStorage>,
}

impl NoticePart {
    pub(super) fn new(words: Catalog, notice: &view::notice::Notice, acts: &Acts) -> Self {
        Self { notice: notice.clone(), words, acts: StoredValue::new_local(acts.clone()) }
    }

    /// Does what can be done about it, for a button with the label of the notice's `action`.
    pub fn act(&self) {
        let acts = self.acts.get_value();
        match self.notice.action.as_ref().map(|action| &action.does) {
            Some(Does::Open(href)) => (acts.open)(href.clone()),
            Some(does) => (acts.act)(does),
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
    let acts = part.acts.get_value();
    hosted(move || notice::one(part.words, &part.notice, &acts))
}
