//! A field in the look of this app.

use leptos::prelude::*;
use propylon::{
    components::{FieldPart, Message},
    view::field::Control,
};

pub fn field(part: FieldPart) -> impl IntoView {
    let input = part.input();
    let (field, is_wrong) = (part.field.clone(), part.field.is_invalid());
    let control = match field.control {
        Control::Choice(_) => view! { <select {..input}></select> }.into_any(),
        _ => view! { <input {..input}/> }.into_any(),
    };
    let messages = field.notices.into_iter();
    view! {
        <div class="field" class:wrong=is_wrong>
            <label for=part.id>{field.label}</label>
            {control}
            <div class="problem" id=part.description_id>
                {field.hint}
                {messages.map(|notice| view! { <Message notice/> }).collect_view()}
            </div>
        </div>
    }
}
