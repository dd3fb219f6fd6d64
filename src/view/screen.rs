//! A whole screen.

use super::{
    account_header::AccountHeader,
    action::{Action, Link},
    card::Card,
    form::Form,
    notice::Notice,
    row::Row,
};

/// What is on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The heading, also the document's title.
    pub title: String,
    /// The sentence below the heading.
    pub lead: Option<Lead>,
    /// The header of the account's pages.
    pub account: Option<Box<AccountHeader>>,
    /// The notices above the body.
    pub notices: Vec<Notice>,
    /// The body.
    pub body: Body,
    /// Links below the body.
    pub links: Vec<Link>,
}

/// The sentence below the heading.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lead {
    /// The text.
    pub text: String,
    /// The id of the Kratos message that the text replaces.
    pub message: Option<i64>,
}

/// The main part of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Loading.
    Loading,
    /// A form.
    Form(Box<Form>),
    /// The settings: cards with a form each.
    Cards(Vec<Card>),
    /// Facts (term and value), and actions.
    Facts(Vec<(String, String)>, Vec<Action>),
    /// A list, and actions for all of it.
    Rows(Vec<Row>, Vec<Action>),
}

impl Screen {
    /// A screen without a form.
    // One copy: it is called at 20 places.
    #[inline(never)]
    pub(super) fn message(title: String, text: Option<String>, actions: Vec<Action>) -> Self {
        Self {
            title,
            lead: text.map(|text| Lead { text, message: None }),
            account: None,
            notices: Vec::new(),
            body: Body::Facts(Vec::new(), actions),
            links: Vec::new(),
        }
    }

    /// Its forms.
    pub fn forms(&self) -> Vec<&Form> {
        match &self.body {
            Body::Form(form) => vec![form],
            Body::Cards(cards) => cards.iter().map(|card| &card.form).collect(),
            _ => Vec::new(),
        }
    }

    /// The hidden inputs of its forms, name and value.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let mut hidden = Vec::new();
        for form in self.forms() {
            hidden.extend_from_slice(&form.hidden);
        }
        hidden
    }

    /// Whether its forms have the same parts as those of `other`. False without a form.
    pub fn looks_like(&self, other: &Self) -> bool {
        let (own, others) = (self.forms(), other.forms());
        !own.is_empty()
            && own.len() == others.len()
            && own.iter().zip(others).all(|(own, other)| own.looks_like(other))
    }

    /// Whether it is another step than `before`: both are loaded, and what is in them differs in kind. Cards
    /// and rows come and go on one page, which stays.
    pub fn is_step_after(&self, before: &Self) -> bool {
        let may_turn = match (&before.body, &self.body) {
            (Body::Loading, _)
            | (_, Body::Loading)
            | (Body::Cards(_), Body::Cards(_))
            | (Body::Rows(..), Body::Rows(..)) => false,
            (before, now) => before != now,
        };
        may_turn && !self.looks_like(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_loaded_screen_after_another_loaded_one_is_a_step() {
        let said = |text: &str| Screen::message(text.to_owned(), None, Vec::new());
        let with = |body| Screen { body, ..said("") };
        let facts =
            |text: &str| with(Body::Facts(vec![(text.to_owned(), String::new())], Vec::new()));
        let rows = with(Body::Rows(Vec::new(), Vec::new()));
        assert!(rows.is_step_after(&facts("a")));
        assert!(facts("b").is_step_after(&facts("a")));
        assert!(!facts("a").is_step_after(&facts("a")));
        assert!(!said("another title").is_step_after(&said("")));
        assert!(!facts("a").is_step_after(&with(Body::Loading)));
        assert!(!with(Body::Loading).is_step_after(&facts("a")));
        assert!(!with(Body::Cards(Vec::new())).is_step_after(&with(Body::Cards(Vec::new()))));
    }
}
