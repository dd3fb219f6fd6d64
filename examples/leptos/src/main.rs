//! A page in Leptos with a sign-in of its own look: <https://leptos.dev>.

// Nothing here unwraps: a panic ends the page.
#![deny(clippy::unwrap_used, clippy::expect_used)]

mod field;
mod notes;
mod sign_in;

use leptos::prelude::*;
use propylon::{components::Propylon, session::SessionState};

use notes::Notes;
use sign_in::SignIn;

fn main() {
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    // Behind the same web server as this page; else `Propylon::new("https://auth.example.com")`.
    let auth = Propylon::same_origin();
    let asked = auth.session();
    // Who can't be asked for a moment is still there.
    let session = Memo::new(move |last: Option<&SessionState>| match (asked.get(), last) {
        (SessionState::Unreachable(_), Some(last @ SessionState::Active(_))) => last.clone(),
        (now, _) => now,
    });
    let page = move || match session.get() {
        SessionState::Unknown => view! { <p role="status">{"One moment…"}</p> }.into_any(),
        SessionState::Active(session) => view! { <Notes auth session=*session/> }.into_any(),
        // Nobody, or a first factor without the second, or no answer: the gate knows what to say.
        _ => view! { <SignIn auth/> }.into_any(),
    };
    // Words in braces: an element below another that holds nothing but text and attributes becomes HTML
    // in a string, which pages that require Trusted Types refuse.
    view! {
        <header>
            <h1>{"Ada’s notes"}</h1>
        </header>
        <main>{page}</main>
    }
}
