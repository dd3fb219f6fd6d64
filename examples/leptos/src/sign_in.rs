//! The sign-in, and the sign-up beside it.

use leptos::prelude::*;
use propylon::{
    components::{ButtonPart, Gate, Propylon},
    kratos::flow::FlowKind,
};

use crate::field::field;

#[component]
pub fn SignIn(auth: Propylon) -> impl IntoView {
    let kind = RwSignal::new(FlowKind::Login);
    // The pages of this app; everything else is the browser's.
    let navigate = move |to: &str| match to.split('?').next() {
        Some("/login") => {
            kind.set(FlowKind::Login);
            true
        }
        Some("/registration") => {
            kind.set(FlowKind::Registration);
            true
        }
        // We are there: the session says the rest.
        Some("/") => true,
        _ => false,
    };
    move || {
        view! { <Gate auth kind=kind.get() return_to="/" field=field button=button navigate=navigate/> }
    }
}

fn button(part: ButtonPart) -> impl IntoView {
    let (caption, is_busy) = (part.caption, part.is_busy);
    let reason = part.button.reason.clone();
    view! {
        <button class:busy=move || is_busy.get() {..part.press()}>{move || caption.get()}</button>
        {reason.map(|reason| view! { <p id=part.description_id>{reason}</p> })}
    }
}
