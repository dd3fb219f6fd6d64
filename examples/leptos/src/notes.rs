//! What somebody sees who is signed in.

use leptos::prelude::*;
use propylon::{components::Propylon, kratos::session::Session, session::logout::End};

#[component]
pub fn Notes(auth: Propylon, session: Session) -> impl IntoView {
    let name = session.identity.as_ref().map(|identity| identity.name().to_owned());
    let sign_out = Action::new_local(move |(): &()| auth.sign_out());
    let has_failed = move || sign_out.value().get().is_some_and(|end| end != End::SignedOut);
    view! {
        <p>{"Welcome back"} {name.map(|name| format!(", {name}"))} "."</p>
        <button
            aria-busy=move || sign_out.pending().get().to_string()
            on:click=move |_| {
                sign_out.dispatch(());
            }
        >
            {"Sign out"}
        </button>
        <p class="failed" role="status">
            {move || has_failed().then_some("You are still signed in. Try again in a moment.")}
        </p>
    }
}
