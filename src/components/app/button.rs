//! A button of a form, for an app that draws it.

use leptos::{attr::Attribute, prelude::*};

use super::{
    super::{
        button, countdown, display::Display, element::effect, form::FormContext,
        handlers::Handlers, leptos_view::leptos_view, resend, signal::Signal as Following,
    },
    element_setup::ElementSetup,
};
use crate::{
    i18n::Catalog,
    view::{self, part::Part},
};

/// A button, with what an app needs to draw it.
///
/// Draw a `<button>` with the attributes of [`Self::press`]:
///
/// ```no_run
/// use leptos::prelude::*;
/// use propylon::components::ButtonPart;
///
/// fn button(part: ButtonPart) -> impl IntoView {
///     let (caption, is_busy) = (part.caption, part.is_busy);
///     view! {
///         <button class="wide" class:busy=move || is_busy.get() {..part.press()}>
///             {move || caption.get()}
///         </button>
///         {part.button.reason.clone().map(|reason| view! { <p id=part.description_id.clone()>{reason}</p> })}
///     }
/// }
/// ```
#[derive(Clone)]
pub struct ButtonPart {
    /// The view model: its visual weight, the reason if it is disabled.
    pub button: view::button::Button,
    /// Its caption. Counts down while another code can't be requested yet.
    pub caption: ReadSignal<String>,
    /// Whether it was pressed and the answer is pending.
    pub is_busy: ReadSignal<bool>,
    /// The id for the element with the reason why it is disabled.
    pub description_id: String,
    place: StoredValue<Place, LocalStorage>,
    setup: ElementSetup,
}

/// What the attributes need.
#[derive(Clone)]
struct Place {
    words: Catalog,
    display: Display,
    handlers: Handlers,
    /// The remaining seconds until it is enabled, for a button that requests another code.
    seconds: Option<Following<i32>>,
}

impl ButtonPart {
    pub(super) fn new(
        words: Catalog,
        model: &view::button::Button,
        display: &Display,
        handlers: &Handlers,
    ) -> Self {
        let caption = RwSignal::new(model.label.clone());
        let seconds = model.is_resend.then(|| resend::seconds(display));
        if let Some(seconds) = &seconds {
            let now = countdown::caption(words, &model.label, seconds.clone());
            effect(Box::new(move || caption.set(now())));
        }
        let is_busy = RwSignal::new(false);
        let (is_pressed, busy) = (button::is_pressed(model), display.clone());
        effect(Box::new(move || is_busy.set(is_pressed(&busy.busy()))));
        let place = Place { words, display: display.clone(), handlers: handlers.clone(), seconds };
        Self {
            button: model.clone(),
            caption: caption.read_only(),
            is_busy: is_busy.read_only(),
            description_id: button::description_id(model, display),
            place: StoredValue::new_local(place),
            setup: ElementSetup::new(),
        }
    }

    /// The attributes of the `<button>`: name and value, the listener, `disabled`, and `aria-busy`.
    pub fn press(&self) -> impl Attribute + use<> {
        let (model, description_id) = (self.button.clone(), self.description_id.clone());
        let place = self.place.get_value();
        self.setup.attribute(move |button| {
            let Place { words, display, handlers, seconds } = &place;
            let button = button::set_attributes(&model, display, button);
            match seconds {
                Some(seconds) => resend::set_action(seconds.clone(), button),
                None => {
                    button::set_action(*words, &model, &description_id, &handlers.event, button)
                }
            };
        })
    }
}

/// A button as Propylon draws it.
#[component]
pub fn Button(
    /// The button.
    part: ButtonPart,
) -> impl IntoView {
    let Place { words, display, handlers, .. } = part.place.get_value();
    leptos_view(move || {
        FormContext { words, display: &display, handlers: &handlers }
            .default_part(&Part::Button(part.button.clone()))
    })
}
