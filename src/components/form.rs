//! A form.

use super::{
    acts::Acts,
    button::{self, yes},
    element::{Element, el, part},
    field, item, notice, press, resend, secrets,
    shown::Shown,
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

/// What the parts of a form share.
pub(super) struct Pen<'a> {
    pub words: Catalog,
    pub shown: &'a Shown,
    pub acts: &'a Acts,
}

pub(super) fn draw(words: Catalog, form: &Form, shown: &Shown, acts: &Acts, name: &str) -> Element {
    let pen = Pen { words, shown, acts };
    let (event, busy, waiting) = (acts.event.clone(), shown.clone(), shown.clone());
    let mut drawn = part("form", "form")
        .attr("id", &[&shown.root(), "-", name].concat())
        .attr("method", "post")
        .attr("action", &form.action)
        .flag("novalidate", true)
        .follow("aria-busy", move || yes(busy.busy() != Busy::No))
        .on("keydown", |event| press::key_pressed(&event))
        .on("submit", move |submit| {
            submit.prevent_default();
            // A press during a submit does nothing and says nothing.
            if let Some(happening) =
                (!waiting.is_waiting()).then(|| press::submitted(words, &submit)).flatten()
            {
                event(happening);
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
        drawn = drawn.child(pen.section(section));
    }
    drawn
}

impl Pen<'_> {
    fn section(&self, section: &Section) -> Element {
        let mut drawn = part("div", "section").attr("data-method", &section.group);
        for part in &section.parts {
            drawn = drawn.child(self.part(part));
        }
        match self.shown.replace() {
            Some(page) => page.section(section, drawn),
            None => drawn,
        }
    }

    fn part(&self, model: &Part) -> Element {
        let of_page = self.shown.replace().and_then(|page| page.part(model, self.shown, self.acts));
        of_page.unwrap_or_else(|| self.own(model))
    }

    /// A part as we draw it.
    pub(super) fn own(&self, model: &Part) -> Element {
        let test_id = |kind: &str, id: &str, end: &str| ["node/", kind, "/", id, end].concat();
        match model {
            Part::Field(model) => field::draw(self.words, model, &self.shown.root()),
            Part::Button(model) if model.is_resend => resend::draw(self.words, model, self.shown),
            Part::Button(model) => self.button(model),
            Part::Item(model) => item::draw(self.words, model, self.shown),
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
        }
    }

    fn button(&self, model: &Button) -> Element {
        if model.confirm.is_some() {
            return item::asking(self.words, model, self.shown);
        }
        let icon = model.icon.as_ref();
        let icon = icon.map(|icon| part("img", "icon").attr("src", icon).attr("alt", ""));
        let drawn = button::begin(model, self.shown).children(icon).text(&model.label);
        let about = button::about(model, self.shown);
        let drawn = button::arm(self.words, model, &about, &self.acts.event, drawn);
        let Some(reason) = &model.reason else { return drawn };
        // It stays where people look for it, and says why it is of no use here.
        el("div").child(drawn).child(part("small", "meta").attr("id", &about).text(reason))
    }
}
