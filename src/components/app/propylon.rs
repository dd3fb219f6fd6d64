//! Kratos and its session, for a whole app.

use std::rc::Rc;

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

/// A Kratos, its session, and the current screen of a gate.
///
/// Create one in the app's root component and pass it on. It is `Copy`, like a signal, and lives as
/// long as the component that created it.
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
    look: Rc<Look>,
    watching: Option<SessionWatch>,
}

impl Propylon {
    /// The Kratos whose public URL is `base`. Sends no request yet.
    ///
    /// Kratos must allow the app's origin with credentials (`serve.public.cors`), and both must be
    /// same-site, such as `auth.example.com` and `app.example.com`.
    pub fn new(base: &str) -> Self {
        let parts = Inner {
            base: base.trim_end_matches('/').to_owned(),
            words: Catalog::english(),
            look: Rc::default(),
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

    /// Sets the translations. English by default.
    pub fn with_words(self, words: Catalog) -> Self {
        self.parts.update_value(|parts| parts.words = words);
        self
    }

    /// Sets the view options.
    pub fn with_look(self, look: Look) -> Self {
        self.parts.update_value(|parts| parts.look = Rc::new(look));
        self
    }

    /// The state of the session. Checked at the first call, and again whenever it may have changed:
    /// after a flow on this page, after a change in another tab, and when the page is shown again.
    pub fn session(self) -> ReadSignal<SessionState> {
        // An effect, so that nothing is requested on a server.
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

    /// Checks the session again, after a change that this page can't notice.
    pub fn refresh(self) {
        self.parts.with_value(|parts| {
            if let Some(watching) = &parts.watching {
                watching.check(CheckReason::MayHaveChanged);
            }
        });
    }

    /// The current screen of the gate; `None` without a gate. With several gates, the screen that
    /// changed last.
    pub fn screen(self) -> ReadSignal<Option<Screen>> {
        self.screen.read_only()
    }

    /// Signs out without leaving the page. [`Self::session`] is updated in all tabs.
    pub async fn sign_out(self) -> End {
        let stay = |_: &str| {};
        let end = driver::sign_out(&self.base(), Mode::Fetch, None, &stay).await;
        // `None` only if the page navigates away.
        end.unwrap_or(End::SignedOut)
    }

    /// Kratos' public URL without a trailing slash.
    pub(super) fn base(self) -> String {
        let base = self.parts.with_value(|parts| parts.base.clone());
        if base.is_empty() { address::origin() } else { base }
    }

    /// The options of all screens.
    pub(super) fn screen_options(self) -> ScreenOptions {
        self.parts.with_value(|parts| ScreenOptions::new(parts.words, parts.look.clone()))
    }

    /// Sets the current screen of the gate.
    pub(super) fn shows(self, screen: Option<Screen>) {
        if self.screen.try_get_untracked().is_some_and(|known| known != screen) {
            self.screen.set(screen);
        }
    }
}
