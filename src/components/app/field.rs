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

/// A field, with what an app needs to draw it.
///
/// The view is put into an element of ours, which has `data-group` and `data-testid`. Draw one
/// input with the attributes of [`Self::input`], its label, its hint and its messages:
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
    /// The view model: label, control, hint and messages.
    pub field: view::field::Field,
    /// The id of the input, for the label.
    pub id: String,
    /// The id for the element with the hint and messages. The input refers to it if there are any.
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
        let mut field = field.clone();
        field.hint = field::hint(words, &field, display);
        Self { field, id, description_id, words, root, setup: ElementSetup::new() }
    }

    /// The attributes of the `<input>`, or of the `<select>` if the control is [`Control::Choice`],
    /// which also gets its options: id, name, initial value, validation, `autocomplete` and ARIA. A
    /// code is normalised while it is typed, and submitted when it is complete.
    ///
    /// An existing `type` is kept, so that the app can show a password. Don't control the value:
    /// the form posts what the input contains.
    pub fn input(&self) -> impl Attribute + use<> {
        let (words, field) = (self.words, self.field.clone());
        let (id, description_id) = (self.id.clone(), self.description_id.clone());
        self.setup.attribute(move |input| {
            let input = match field.control {
                // Receives the focus.
                Control::Code(_) => input.attr("data-part", "code"),
                Control::Password if !input.has_attr("type") => input.attr("type", "password"),
                _ => input,
            };
            let is_described = field::has_description(&field, field.hint.as_deref());
            let description_id = is_described.then_some(description_id.as_str());
            field::control(words, &field, &id, description_id, Some(input));
        })
    }
}

/// A field as Propylon draws it: label, input, hint and messages.
#[component]
pub fn Field(
    /// The field.
    part: FieldPart,
) -> impl IntoView {
    leptos_view(move || {
        field::fill(part.words, &part.field, part.field.hint.as_deref(), &part.root, el("div"))
    })
}

/// A message below a field, marked with the id of its Kratos message.
#[component]
pub fn Message(
    /// The message, one of the field's `notices`.
    notice: Notice,
) -> impl IntoView {
    leptos_view(move || notice::below_field(&notice))
}
