//! A flow in a page of an app.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    super::{
        embed::{Embed, EmbedEvent},
        gate::{GateCallbacks, gate},
        leptos_view::leptos_view,
    },
    ButtonPart, Draw, FieldPart, Navigate, NoticePart, Propylon, SectionPart,
    navigate::go,
    overrides::Overrides,
};
use crate::{
    browser::{address, fetch},
    driver::{self, EarlyRequest},
    flow::{event::Event, opening::Opening},
    kratos::flow::FlowKind,
    session::logout::{End, Mode},
    view::{action::Does, site},
};

/// One of Kratos' flows: a sign-in, a sign-up, a recovery, a verification or the settings.
///
/// The app may draw parts of it itself: see [`FieldPart`], [`ButtonPart`], [`NoticePart`] and
/// [`SectionPart`]. All other elements have `data-part` attributes; `styles.css` of the npm package
/// styles them.
///
/// ```no_run
/// use leptos::prelude::*;
/// use propylon::{
///     components::{FieldPart, Gate, Propylon},
///     kratos::flow::FlowKind,
/// };
///
/// # #[component]
/// # fn SignIn(auth: Propylon) -> impl IntoView {
/// view! {
///     <Gate
///         auth
///         kind=FlowKind::Login
///         return_to="/inbox"
///         groups="default code passkey"
///         field=|part: FieldPart| view! {
///             <label for=part.id.clone()>{part.field.label.clone()}</label>
///             <input {..part.input()}/>
///         }
///     />
/// }
/// # }
/// ```
#[component]
pub fn Gate(
    /// The Kratos.
    auth: Propylon,
    /// The kind of flow.
    kind: FlowKind,
    /// Where the person goes afterwards: a path of the app, or a URL that Kratos allows. Kratos'
    /// configured URL by default.
    #[prop(optional, into)]
    return_to: Option<String>,
    /// Kratos' names of the groups to show, separated by spaces; all by default.
    #[prop(optional, into)]
    groups: String,
    /// The query string of the page, if Kratos redirects to it: the flow of `?flow=…` is continued,
    /// and `return_to`, `refresh`, `aal` and so on are passed on.
    #[prop(optional, into)]
    query: String,
    /// Draws a field.
    #[prop(optional, into)]
    field: Option<Draw<FieldPart>>,
    /// Draws a button. Buttons that ask for confirmation are always Propylon's.
    #[prop(optional, into)]
    button: Option<Draw<ButtonPart>>,
    /// Draws a notice above the form.
    #[prop(optional, into)]
    notice: Option<Draw<NoticePart>>,
    /// Draws the element around the parts of one method.
    #[prop(optional, into)]
    section: Option<Draw<SectionPart>>,
    /// Navigates within the app: to `return_to`, or to the page of another flow.
    #[prop(optional, into)]
    navigate: Option<Navigate>,
    /// The first request, if the page has already started it.
    #[prop(optional)]
    early_request: Option<EarlyRequest>,
) -> impl IntoView {
    let options = auth.screen_options();
    let overrides = Overrides { words: options.words(), field, button, notice, section };
    let of_embed = options.clone();
    let callback = move |event: EmbedEvent<'_>| match event {
        EmbedEvent::Changed(state) => auth.shows(Some(of_embed.screen(state))),
        EmbedEvent::Succeeded => auth.refresh(),
        // The driver has already logged it.
        EmbedEvent::Finding(_) => {}
    };
    let embed = Embed::with_replacements(callback, overrides);
    on_cleanup(move || auth.shows(None));
    leptos_view(move || {
        let mut opening = Opening::read(kind, &query).narrowed(&groups);
        if let Some(url) = return_to {
            opening.set("return_to", &whole(url));
        }
        let page = Page { auth, navigate, embed };
        gate(opening, auth.base(), early_request, options, page.callbacks())
    })
}

/// Makes a path of the app a URL.
fn whole(url: String) -> String {
    if url.starts_with('/') { [&address::origin(), url.as_str()].concat() } else { url }
}

/// The page around a gate.
#[derive(Clone)]
struct Page {
    auth: Propylon,
    navigate: Option<Navigate>,
    embed: Embed,
}

impl Page {
    fn callbacks(&self) -> GateCallbacks {
        let (acting, leaving) = (self.clone(), self.clone());
        GateCallbacks {
            act: Rc::new(move |does| acting.act(does)),
            leave: Rc::new(move |url, _| {
                leaving.go(url);
                true
            }),
            // The address bar belongs to the app.
            remember: Rc::new(|_, _, _| {}),
            driver: Rc::default(),
            embed: self.embed.clone(),
        }
    }

    fn go(&self, to: &str) {
        go(self.auth, self.navigate.as_ref(), to);
    }

    /// Performs an action that the flow doesn't perform itself.
    fn act(&self, does: &Does) {
        match does {
            Does::Open(to) | Does::Visit(to) => self.go(to),
            Does::SignOut => self.sign_out(Mode::Fetch),
            Does::SignOutEverywhere => self.sign_out(Mode::Everywhere),
            Does::Retry
            | Does::SwitchAccount
            | Does::StartOver
            | Does::GiveUp
            | Does::OpenTab(_)
            | Does::DeclineOffer
            | Does::DropReturnTo
            | Does::Revoke(_)
            | Does::RevokeOthers => {}
        }
    }

    /// Signs out and starts a new flow, or shows why it failed.
    fn sign_out(&self, mode: Mode) {
        let (page, words) = (self.clone(), self.auth.screen_options().words());
        self.embed.show(site::signing_out(&words));
        fetch::spawn(async move {
            let leaving = page.clone();
            let leave = move |url: &str| leaving.go(url);
            match driver::sign_out(&page.auth.base(), mode, None, &leave).await {
                Some(End::SignedOut) => {
                    page.auth.refresh();
                    if let Some(driver) = page.embed.driver() {
                        driver.dispatch(Event::StartedOver);
                    }
                }
                Some(end) => page.embed.show(site::sign_out_ended(&words, mode, &end)),
                None => {}
            }
        });
    }
}
