//! A whole screen.

use super::{
    action::{Action, Link},
    card::Card,
    form::Form,
    notice::Notice,
    row::Row,
};

/// What a person sees at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its heading, also the title of the document.
    pub title: String,
    /// The sentence below the heading.
    pub lead: Option<Lead>,
    /// What is said above the body.
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
    /// The words.
    pub text: String,
    /// The Kratos message it says in our words.
    pub message: Option<i64>,
}

/// The middle of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing yet.
    Loading,
    /// A form.
    Form(Box<Form>),
    /// The settings, a form in each card.
    Cards(Vec<Card>),
    /// Facts, as term and value, and what to do about them.
    Facts(Vec<(String, String)>, Vec<Action>),
    /// A list, and what to do about all of it.
    Rows(Vec<Row>, Vec<Action>),
}

impl Screen {
    /// A screen without a form.
    pub(super) fn message(title: String, text: Option<String>, actions: Vec<Action>) -> Self {
        Self {
            title,
            lead: text.map(|text| Lead { text, message: None }),
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
        self.forms().iter().flat_map(|form| form.hidden.clone()).collect()
    }

    /// Whether its forms have the same parts as those of `other`; not without a form.
    pub fn looks_like(&self, other: &Self) -> bool {
        let (own, others) = (self.forms(), other.forms());
        !own.is_empty()
            && own.len() == others.len()
            && own.iter().zip(others).all(|(own, other)| own.looks_like(other))
    }
}
