//! A form.

use leptos::prelude::*;

use super::{
    element::{Element, el, part},
    field, press, resend,
    screen::{Acts, Shown},
};
use crate::{
    i18n::Catalog,
    view::{
        busy::Busy,
        form::{Button, Form, Part, Section},
    },
};

pub(super) fn draw(
    words: Catalog,
    form: &Form,
    shown: Shown,
    acts: &Acts,
    id: &'static str,
) -> AnyView {
    let event = acts.event.clone();
    let hidden = form.hidden.iter().map(|(name, value)| {
        el("input")
            .attr("type", "hidden")
            .attr("name", name.clone())
            .attr("value", value.clone())
            .view()
    });
    let sections = form.sections.iter().flat_map(|section| {
        let divider = section
            .is_alternative
            .then(|| part("div", "divider").child(el("span").text(words.text("or")).view()).view());
        // Alternatives follow each other without another "or".
        divider.into_iter().chain([draw_section(words, section, shown, acts)])
    });
    part("form", "form")
        .attr("id", id)
        .attr("method", "post")
        .attr("action", form.action.clone())
        .flag("novalidate", true)
        .follow("aria-busy", move || (shown.busy.get() != Busy::No).then(|| "true".to_owned()))
        .on("keydown", |event| press::key_pressed(&event))
        .on("submit", move |submit| {
            if let Some(happening) = press::submitted(&submit) {
                event(happening);
            }
        })
        .children(hidden)
        .children(sections.collect::<Vec<_>>())
        .view()
}

fn draw_section(words: Catalog, section: &Section, shown: Shown, acts: &Acts) -> AnyView {
    let draw_part = |model: &Part| match model {
        Part::Field(model) => field::draw(words, model),
        Part::Button(model) if model.is_resend => resend::draw(words, model, shown),
        Part::Button(model) => draw_button(model, shown, acts),
        Part::Text(id, text, message) => {
            let message = message.map(|id| ["ui/message/", &id.to_string()].concat());
            part("p", "text")
                .attr("data-testid", ["node/text/", id, "/text"].concat())
                .child(el("span").maybe("data-testid", message).text(text.clone()).view())
                .view()
        }
        Part::Image(id, source, caption) => part("img", "image")
            .attr("data-testid", ["node/image/", id].concat())
            .attr("src", source.clone())
            .attr("alt", caption.clone())
            .view(),
        Part::Anchor(id, href, caption) => part("a", "link")
            .attr("data-testid", ["node/anchor/", id].concat())
            .attr("href", href.clone())
            .text(caption.clone())
            .view(),
    };
    part("div", "section")
        .attr("data-method", section.group.clone())
        .children(section.parts.iter().map(draw_part))
        .view()
}

/// The parts that all buttons of a form share.
pub(super) fn button(model: &Button, shown: Shown) -> Element {
    let (name, value, trigger) = (model.name.clone(), model.value.clone(), model.trigger);
    let is_mine = move |busy: &Busy| match busy {
        Busy::Button(pressed, with) => *pressed == name && *with == value,
        Busy::Ceremony(running) => trigger == Some(*running),
        Busy::No | Busy::Waiting => false,
    };
    part("button", "button")
        .attr("data-kind", model.emphasis.as_str())
        .attr("data-group", model.group.clone())
        .attr("name", model.name.clone())
        .attr("value", model.value.clone())
        .flag("disabled", model.disabled)
        .follow("aria-disabled", move || (shown.busy.get() != Busy::No).then(|| "true".to_owned()))
        .follow("aria-busy", move || shown.busy.with(&is_mine).then(|| "true".to_owned()))
}

fn draw_button(model: &Button, shown: Shown, acts: &Acts) -> AnyView {
    let drawn = button(model, shown);
    let drawn = match model.trigger {
        None => drawn.attr("type", "submit"),
        Some(trigger) => {
            let event = acts.event.clone();
            drawn.attr("type", "button").on("click", move |click| {
                if let Some(happening) = press::triggered(&click, trigger) {
                    event(happening);
                }
            })
        }
    };
    drawn.text(model.label.clone()).view()
}
