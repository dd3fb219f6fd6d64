//! A form.

use super::{
    button::{self, yes},
    captcha,
    display::Display,
    element::{Element, el, part},
    field,
    handlers::Handlers,
    item, notice, press, resend, secrets,
};
use crate::{
    i18n::Catalog,
    view::{
        busy::Busy,
        button::Button,
        form::{Form, Section},
        part::Part,
    },
};

/// What all parts of a form need.
pub(super) struct FormContext<'a> {
    pub words: Catalog,
    pub display: &'a Display,
    pub handlers: &'a Handlers,
}

pub(super) fn draw(
    words: Catalog,
    form: &Form,
    display: &Display,
    handlers: &Handlers,
    name: &str,
) -> Element {
    let context = FormContext { words, display, handlers };
    let (event, busy, waiting) = (handlers.event.clone(), display.clone(), display.clone());
    let mut drawn = part("form", "form")
        .attr("id", &[&display.root(), "-", name].concat())
        .attr("method", "post")
        .attr("action", &form.action)
        .flag("novalidate", true)
        .reactive_attr("aria-busy", move || yes(busy.busy() != Busy::No))
        .on("keydown", |event| press::key_pressed(&event))
        .on("submit", move |submit| {
            submit.prevent_default();
            // A press during a submit does nothing and says nothing.
            if let Some(flow_event) =
                (!waiting.is_busy()).then(|| press::submitted(words, &submit)).flatten()
            {
                event(flow_event);
            }
        });
    for (name, value) in &form.hidden {
        let hidden = el("input").attr("type", "hidden").attr("name", name).attr("value", value);
        drawn = drawn.child(hidden);
    }
    if let Some(account) = &form.account {
        let account = part("input", "account")
            .attr("type", "text")
            .attr("autocomplete", "username")
            .attr("value", account)
            .attr("tabindex", "-1")
            .flag("readonly", true)
            .attr("aria-hidden", "true");
        drawn = drawn.child(account);
    }
    for section in &form.sections {
        if section.is_alternative {
            drawn = drawn.child(part("div", "divider").child(el("span").text(&words.text("or"))));
        }
        drawn = drawn.child(context.section(section));
    }
    drawn
}

impl FormContext<'_> {
    fn section(&self, section: &Section) -> Element {
        let mut drawn = part("div", "section")
            .attr("data-method", &section.group)
            .flag("data-grid", section.is_grid);
        for part in &section.parts {
            drawn = drawn.child(self.part(part));
        }
        match self.display.replace() {
            Some(page) => page.section(section, drawn),
            None => drawn,
        }
    }

    fn part(&self, model: &Part) -> Element {
        let of_page =
            self.display.replace().and_then(|page| page.part(model, self.display, self.handlers));
        of_page.unwrap_or_else(|| self.default_part(model))
    }

    /// A part as we render it.
    pub(super) fn default_part(&self, model: &Part) -> Element {
        let test_id = |kind: &str, id: &str, end: &str| ["node/", kind, "/", id, end].concat();
        match model {
            Part::Field(model) => field::draw(self.words, model, self.display),
            Part::Button(model) if model.is_resend => resend::draw(self.words, model, self.display),
            Part::Button(model) => self.button(model),
            Part::Item(model) => item::draw(self.words, model, self.display),
            Part::Secret(id, caption, text) => secrets::secret(self.words, id, caption, text),
            Part::Codes(id, caption, codes) => secrets::codes(self.words, id, caption, codes),
            Part::Text(id, text, message) => part("p", "text")
                .attr("data-testid", &test_id("text", id, "/text"))
                .child(notice::marked(el("span"), *message).text(text)),
            Part::Image(id, source, caption) => part("img", "qr")
                .attr("data-testid", &test_id("image", id, ""))
                .attr("src", source)
                .attr("alt", caption),
            Part::Anchor(id, href, caption) => part("a", "link")
                .attr("data-testid", &test_id("anchor", id, ""))
                .attr("href", href)
                .text(caption),
            Part::Captcha => captcha::draw(self.words),
        }
    }

    fn button(&self, model: &Button) -> Element {
        if model.confirm.is_some() {
            return item::confirm_button(self.words, model, self.display);
        }
        let icon = model.icon.as_ref();
        let icon = icon.map(|icon| part("img", "icon").attr("src", icon).attr("alt", ""));
        let monogram = model.monogram.as_deref().filter(|_| icon.is_none());
        let badge = model.is_last_used.then(|| self.words.text("last_used"));
        let badge = badge.map(|badge| part("span", "badge").text(&badge));
        let drawn = button::new_button(model, self.display)
            // The whole caption is still its name for screen readers.
            .optional_attr("aria-label", model.short.as_ref().map(|_| model.label.as_str()))
            .optional_attr("data-monogram", monogram)
            .children(icon)
            .child(el("span").text(model.short.as_ref().unwrap_or(&model.label)))
            .children(badge);
        let description_id = button::description_id(model, self.display);
        let drawn =
            button::set_action(self.words, model, &description_id, &self.handlers.event, drawn);
        let Some(reason) = &model.reason else { return drawn };
        // The button stays in its place, disabled, with the reason.
        el("div").child(drawn).child(part("small", "meta").attr("id", &description_id).text(reason))
    }
}
