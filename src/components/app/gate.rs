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

/// One of Kratos' flows, from the first request to the moment it is left: a sign-in, a sign-up, a
/// recovery, a verification or the settings.
///
/// Each part may be drawn by the app instead: see [`FieldPart`], [`ButtonPart`], [`NoticePart`] and
/// [`SectionPart`]. The rest has the `data-part` attributes that `styles.css` of the npm package themes.
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
    /// The Kratos that it asks.
    auth: Propylon,
    /// Which flow.
    kind: FlowKind,
    /// Where the person goes then: a path of the app, or a URL. Kratos has to allow it. Where nothing is
    /// said, they go where Kratos is set to.
    #[prop(optional, into)]
    return_to: Option<String>,
    /// Kratos' names of the groups to show, parted by blanks; all of them where nothing is said.
    #[prop(optional, into)]
    groups: String,
    /// The query string of the page, where Kratos sends people to it: with `?flow=…` it goes on with that
    /// flow, and `return_to`, `refresh`, `aal` and the like are passed on.
    #[prop(optional, into)]
    query: String,
    /// Draws a field.
    #[prop(optional, into)]
    field: Option<Draw<FieldPart>>,
    /// Draws a button, apart from those that ask before they take something away.
    #[prop(optional, into)]
    button: Option<Draw<ButtonPart>>,
    /// Draws a notice above the form.
    #[prop(optional, into)]
    notice: Option<Draw<NoticePart>>,
    /// Draws what is callbacks the parts of one method.
    #[prop(optional, into)]
    section: Option<Draw<SectionPart>>,
    /// Goes to a page of the app: where the person wanted to return to, or the page of another flow.
    #[prop(optional, into)]
    navigate: Option<Navigate>,
    /// The first request, if the page began it already.
    #[prop(optional)]
    early_request: Option<EarlyRequest>,
) -> impl IntoView {
    let options = auth.screen_options();
    let overrides = Overrides { words: options.words, field, button, notice, section };
    let of_embed = options.clone();
    let callback = move |event: EmbedEvent<'_>| match event {
        EmbedEvent::Changed(state) => auth.shows(Some(of_embed.screen(state))),
        EmbedEvent::Succeeded => auth.refresh(),
        // The console has heard of it.
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

/// A URL, the app's own where it is a path.
fn whole(url: String) -> String {
    if url.starts_with('/') { [&address::origin(), url.as_str()].concat() } else { url }
}

/// The page callbacks a gate.
#[derive(Clone)]
struct Page {
    auth: Propylon,
    navigate: Option<Navigate>,
    embed: Embed,
}

impl Page {
    fn callbacks(&self) -> GateCallbacks {
        let (acting, opening, leaving) = (self.clone(), self.clone(), self.clone());
        GateCallbacks {
            act: Rc::new(move |does| acting.act(does)),
            open: Rc::new(move |href| opening.go(&href)),
            leave: Rc::new(move |url| {
                leaving.go(url);
                true
            }),
            // The address bar is the app's own.
            remember: Rc::new(|_, _| {}),
            embed: self.embed.clone(),
        }
    }

    fn go(&self, to: &str) {
        go(self.auth, self.navigate.as_ref(), to);
    }

    /// What the flow itself does not do.
    fn act(&self, does: &Does) {
        match does {
            Does::Open(to) | Does::Visit(to) => self.go(to),
            Does::SignOut => self.sign_out(Mode::Fetch),
            Does::SignOutEverywhere => self.sign_out(Mode::Everywhere),
            Does::Retry
            | Does::StartOver
            | Does::GiveUp
            | Does::DeclineOffer
            | Does::DropReturnTo
            | Does::Revoke(_)
            | Does::RevokeOthers => {}
        }
    }

    /// Signs out and begins anew, or says why not.
    fn sign_out(&self, mode: Mode) {
        let (page, words) = (self.clone(), self.auth.screen_options().words);
        self.embed.show(site::signing_out(&words));
        fetch::spawn(async move {
            let leaving = page.clone();
            let leave = move |url: &str| leaving.go(url);
            match driver::sign_out(&page.auth.base(), mode, None, leave).await {
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
