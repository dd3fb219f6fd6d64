//! A field of a form, for an app that draws it.

use leptos::{attr::Attribute, prelude::*};

use super::{
    super::{
        display::Display, element::el, field, field_message, leptos_view::leptos_view, notice,
    },
    element_setup::ElementSetup,
};
use crate::{
    i18n::Catalog,
    view::{self, field::Control, notice::Notice},
};

/// A field, and what it takes to draw it.
///
/// What an app draws stands in an element of ours, which has `data-group` and `data-testid`. In it belongs
/// one input with the attributes of [`Self::input`], a label for it, and what is said about it:
///
/// ```no_run
/// use leptos::prelude::*;
/// use propylon::components::{FieldPart, Message};
///
/// fn field(part: FieldPart) -> impl IntoView {
///     let messages = part.field.notices.clone();
///     view! {
///         <label for=part.id.clone()>{part.field.label.clone()}</label>
///         <input class="wide" {..part.input()}/>
///         <div id=part.description_id.clone()>
///             {part.field.hint.clone()}
///             {messages.into_iter().map(|notice| view! { <Message notice/> }).collect_view()}
///         </div>
///     }
/// }
/// ```
#[derive(Clone)]
pub struct FieldPart {
    /// What it is: its label, its control, what is said about it.
    pub field: view::field::Field,
    /// The id of its input, for the label.
    pub id: String,
    /// The id that what is said about it must have: the input refers to it where there is something.
    pub description_id: String,
    words: Catalog,
    root: String,
    setup: ElementSetup,
}

impl FieldPart {
    pub(super) fn new(words: Catalog, field: &view::field::Field, display: &Display) -> Self {
        let root = display.root();
        let id = field::id(field, &root);
        let description_id = field_message::description_id(&id);
        Self { field: field.clone(), id, description_id, words, root, setup: ElementSetup::new() }
    }

    /// The attributes of its `<input>`, or its `<select>` where the control is
    /// [`Control::Choice`], which gets its options too: id, name, first value, what the browser checks
    /// and fills in, and who speaks about it. A code is cleaned as it is typed, and sent once it is
    /// complete.
    ///
    /// A `type` that the element has stays, so that a password can be display. Its value is the browser's:
    /// what is posted is what stands in the input.
    pub fn input(&self) -> impl Attribute + use<> {
        let (words, field) = (self.words, self.field.clone());
        let (id, description_id) = (self.id.clone(), self.description_id.clone());
        self.setup.attribute(move |input| {
            let input = match field.control {
                // Where the focus goes.
                Control::Code(_) => input.attr("data-part", "code"),
                Control::Password if !input.has_attr("type") => input.attr("type", "password"),
                _ => input,
            };
            field::control(words, &field, &id, &description_id, Some(input));
        })
    }
}

/// A field as Propylon draws it: label, input, and what is said about it.
#[component]
pub fn Field(
    /// The field.
    part: FieldPart,
) -> impl IntoView {
    leptos_view(move || field::fill(part.words, &part.field, &part.root, el("div")))
}

/// A sentence about a field, marked with the Kratos message that it says.
#[component]
pub fn Message(
    /// The sentence, one of the field's `notices`.
    notice: Notice,
) -> impl IntoView {
    leptos_view(move || notice::below_field(&notice))
}
