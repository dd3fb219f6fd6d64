//! The parts that an app draws itself.

use super::{
    super::{
        display::Display,
        element::{Element, part},
        embed::Replace,
        field,
        handlers::Handlers,
        notice as notices,
    },
    button::ButtonPart,
    draw::Draw,
    field::FieldPart,
    notice::NoticePart,
    section::SectionPart,
};
use crate::{
    i18n::Catalog,
    view::{field::Control, form::Section, notice::Notice, part::Part},
};

/// The parts that an app draws itself.
pub(super) struct Overrides {
    pub words: Catalog,
    pub field: Option<Draw<FieldPart>>,
    pub button: Option<Draw<ButtonPart>>,
    pub notice: Option<Draw<NoticePart>>,
    pub section: Option<Draw<SectionPart>>,
}

impl Replace for Overrides {
    fn part(&self, part: &Part, display: &Display, handlers: &Handlers) -> Option<Element> {
        match part {
            Part::Field(model) => {
                let draw = self.field.as_ref()?;
                let is_checkbox = model.control == Control::Checkbox;
                let frame = field::frame(model);
                let frame = frame.optional_attr("data-kind", is_checkbox.then_some("checkbox"));
                Some(draw.within(FieldPart::new(self.words, model, display), frame))
            }
            // An app can't leave out the confirmation of a destructive action.
            Part::Button(model) if model.confirm.is_none() => {
                let draw = self.button.as_ref()?;
                Some(draw.within(ButtonPart::new(self.words, model, display, handlers), slot()))
            }
            _ => None,
        }
    }

    fn section(&self, section: &Section, drawn: Element) -> Element {
        match &self.section {
            Some(draw) => draw.within(SectionPart::new(section, drawn), slot()),
            None => drawn,
        }
    }

    fn notice(&self, notice: &Notice, handlers: &Handlers) -> Option<Element> {
        let draw = self.notice.as_ref()?;
        let place = notices::marked(slot(), notice.message);
        Some(draw.within(NoticePart::new(self.words, notice, handlers), place))
    }
}

/// The element that a view of an app is put into.
fn slot() -> Element {
    part("div", "slot")
}
