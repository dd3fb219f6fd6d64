//! A button of a form, for an app that draws it.

use leptos::{attr::Attribute, prelude::*};

use super::{
    super::{
        acts::Acts, button, element::keep_up, form::Pen, host::hosted, resend, shown::Shown,
        signal::Signal as Following,
    },
    dress::Dress,
};
use crate::{
    i18n::Catalog,
    view::{self, part::Part},
};

/// A button, and what it takes to draw it.
///
/// In its place belongs a `<button>` with the attributes of [`Self::press`]:
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
///         {part.button.reason.clone().map(|reason| view! { <p id=part.about.clone()>{reason}</p> })}
///     }
/// }
/// ```
#[derive(Clone)]
pub struct ButtonPart {
    /// What it is: its caption, how much it asks to be pressed, why it can't be.
    pub button: view::button::Button,
    /// Its caption, which counts the seconds where another code can't be asked for yet.
    pub caption: ReadSignal<String>,
    /// Whether it was pressed, and the answer is on its way.
    pub is_busy: ReadSignal<bool>,
    /// The id that the words must have that say why it can't be pressed.
    pub about: String,
    place: StoredValue<Place, LocalStorage>,
    dress: Dress,
}

/// Where it stands.
#[derive(Clone)]
struct Place {
    words: Catalog,
    shown: Shown,
    acts: Acts,
    /// Until it may be pressed, where that is not at once.
    seconds: Option<Following<i32>>,
}

impl ButtonPart {
    pub(super) fn new(
        words: Catalog,
        model: &view::button::Button,
        shown: &Shown,
        acts: &Acts,
    ) -> Self {
        let caption = RwSignal::new(model.label.clone());
        let seconds = model.is_resend.then(|| resend::seconds(shown));
        if let Some(seconds) = &seconds {
            let now = resend::caption(words, model, seconds.clone());
            keep_up(Box::new(move || caption.set(now())));
        }
        let is_busy = RwSignal::new(false);
        let (is_pressed, busy) = (button::is_pressed(model), shown.clone());
        keep_up(Box::new(move || is_busy.set(is_pressed(&busy.busy()))));
        let place = Place { words, shown: shown.clone(), acts: acts.clone(), seconds };
        Self {
            button: model.clone(),
            caption: caption.read_only(),
            is_busy: is_busy.read_only(),
            about: button::about(model, shown),
            place: StoredValue::new_local(place),
            dress: Dress::new(),
        }
    }

    /// The attributes of its `<button>`: what it posts and what a press does, whether it can be pressed,
    /// and `aria-busy`.
    pub fn press(&self) -> impl Attribute + use<> {
        let (model, about) = (self.button.clone(), self.about.clone());
        let place = self.place.get_value();
        self.dress.attribute(move |button| {
            let Place { words, shown, acts, seconds } = &place;
            let button = button::dress(&model, shown, button);
            match seconds {
                Some(seconds) => resend::arm(seconds.clone(), button),
                None => button::arm(*words, &model, &about, &acts.event, button),
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
    let Place { words, shown, acts, .. } = part.place.get_value();
    hosted(move || {
        Pen { words, shown: &shown, acts: &acts }.own(&Part::Button(part.button.clone()))
    })
}
