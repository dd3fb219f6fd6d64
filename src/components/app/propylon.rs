//! One Kratos, for a whole app.

use leptos::prelude::*;

use super::super::{pages::SessionWatch, screen_options::ScreenOptions};
use crate::{
    browser::address,
    driver,
    i18n::Catalog,
    session::{
        SessionState,
        logout::{End, Mode},
        watch::CheckReason,
    },
    view::{look::Look, screen::Screen},
};

/// A Kratos, who is signed in there, and what the gate in front of it shows.
///
/// Make one where the app begins, and hand it on as it is: it is `Copy`, like a signal, and lives as long
/// as the component that made it.
///
/// ```no_run
/// use leptos::prelude::*;
/// use propylon::{
///     components::{Gate, Propylon},
///     kratos::flow::FlowKind,
///     session::SessionState,
/// };
///
/// #[component]
/// fn App() -> impl IntoView {
///     let auth = Propylon::new("https://auth.example.com");
///     let session = auth.session();
///     let sign_out = Action::new_local(move |(): &()| auth.sign_out());
///     move || match session.get() {
///         SessionState::Active(session) => {
///             let name = session.identity.map(|identity| identity.name().to_owned());
///             view! {
///                 <p>"Signed in as " {name}</p>
///                 <button on:click=move |_| { sign_out.dispatch(()); }>"Sign out"</button>
///             }
///             .into_any()
///         }
///         SessionState::Unknown => ().into_any(),
///         _ => view! { <Gate auth kind=FlowKind::Login return_to="/inbox"/> }.into_any(),
///     }
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Propylon {
    parts: StoredValue<Inner, LocalStorage>,
    session: RwSignal<SessionState>,
    screen: RwSignal<Option<Screen>>,
}

struct Inner {
    base: String,
    words: Catalog,
    look: Look,
    watching: Option<SessionWatch>,
}

impl Propylon {
    /// The Kratos at `base`, its public URL. Nothing is asked yet.
    ///
    /// Kratos has to allow the app's origin with credentials (`serve.public.cors`), and both share a site,
    /// such as `auth.example.com` and `app.example.com`.
    pub fn new(base: &str) -> Self {
        let parts = Inner {
            base: base.trim_end_matches('/').to_owned(),
            words: Catalog::english(),
            look: Look::default(),
            watching: None,
        };
        Self {
            parts: StoredValue::new_local(parts),
            session: RwSignal::new(SessionState::Unknown),
            screen: RwSignal::new(None),
        }
    }

    /// The Kratos on the app's own origin, behind the same web server.
    pub fn same_origin() -> Self {
        Self::new("")
    }

    /// The same in other words than English.
    pub fn with_words(self, words: Catalog) -> Self {
        self.parts.update_value(|parts| parts.words = words);
        self
    }

    /// The same with choices about what is display.
    pub fn with_look(self, look: Look) -> Self {
        self.parts.update_value(|parts| parts.look = look);
        self
    }

    /// Who is signed in. It is asked from the first call on, and again whenever it may be another: after
    /// a flow on this page, when another tab says so, and when the page is shown again.
    pub fn session(self) -> ReadSignal<SessionState> {
        // An effect, because a server has nobody to ask.
        Effect::new(move |_| {
            if self.parts.with_value(|parts| parts.watching.is_some()) {
                return;
            }
            let changed = move |state: &SessionState| {
                if self.session.try_get_untracked().is_some_and(|known| known != *state) {
                    self.session.set(state.clone());
                }
            };
            let watching = SessionWatch::begin(self.base(), changed);
            self.parts.update_value(|parts| parts.watching = Some(watching));
        });
        self.session.read_only()
    }

    /// Asks again who is signed in, after something that this page can't know of.
    pub fn refresh(self) {
        self.parts.with_value(|parts| {
            if let Some(watching) = &parts.watching {
                watching.check(CheckReason::MayHaveChanged);
            }
        });
    }

    /// What the gate shows, in words and data; `None` where there is none. Of several gates, the one that
    /// changed last.
    pub fn screen(self) -> ReadSignal<Option<Screen>> {
        self.screen.read_only()
    }

    /// Signs out and stays on the page. [`Self::session`] follows by itself, in all tabs.
    pub async fn sign_out(self) -> End {
        let stay = |_: &str| {};
        let end = driver::sign_out(&self.base(), Mode::Fetch, None, stay).await;
        // Only who leaves has no answer.
        end.unwrap_or(End::SignedOut)
    }

    /// Kratos' public URL without a slash at the end.
    pub(super) fn base(self) -> String {
        let base = self.parts.with_value(|parts| parts.base.clone());
        if base.is_empty() { address::origin() } else { base }
    }

    /// What every screen is made with.
    pub(super) fn screen_options(self) -> ScreenOptions {
        self.parts
            .with_value(|parts| ScreenOptions { words: parts.words, look: parts.look.clone() })
    }

    /// Notes what the gate shows.
    pub(super) fn shows(self, screen: Option<Screen>) {
        if self.screen.try_get_untracked().is_some_and(|known| known != screen) {
            self.screen.set(screen);
        }
    }
}
