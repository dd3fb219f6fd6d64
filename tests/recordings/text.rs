//! Writes a screen as text, for review.

use std::fmt::Write;

use propylon::{
    flow::{effect::Effect, state::State},
    i18n::Catalog,
    view::{
        action::Action,
        button::{Button, Emphasis},
        field::{Control, Field},
        form::Form,
        notice::Notice,
        part::Part,
        screen::{Body, Screen},
    },
};

/// The effects of the machine and the screen.
pub fn write(state: &State, effects: &[Effect], screen: &Screen) -> String {
    let mut out = String::new();
    // A background request doesn't change the screen.
    let is_shown = state.is_ready();
    for effect in effects {
        match effect {
            Effect::Send { .. } if is_shown => {}
            Effect::Send { request, .. } => line(&mut out, &format!("→ {}", request.url)),
            Effect::Navigate { url, .. } => line(&mut out, &format!("⇒ {url}")),
            _ => {}
        }
    }
    let goes_on = |effect: &Effect| matches!(effect, Effect::Send { .. } | Effect::Navigate { .. });
    if !is_shown && effects.iter().any(goes_on) {
        if let Some(remark) = &state.remark {
            line(
                &mut out,
                &format!("then: {}", Notice::from_remark(&Catalog::english(), remark).text),
            );
        }
        return out;
    }
    if state.suspended.is_some() {
        line(&mut out, "(a page waits for this sign-in)");
    }
    line(&mut out, &format!("# {}", screen.title));
    if let Some(lead) = &screen.lead {
        line(&mut out, &lead.text);
    }
    notices(&mut out, "", &screen.notices);
    match &screen.body {
        Body::Loading => line(&mut out, "…"),
        Body::Form(one) => form(&mut out, one),
        Body::Cards(cards) => {
            for card in cards {
                line(&mut out, &format!("## {}", card.title));
                form(&mut out, &card.form);
            }
        }
        Body::Facts(facts, actions) => {
            facts.iter().for_each(|(term, value)| line(&mut out, &format!("{term}: {value}")));
            actions.iter().for_each(|action| line(&mut out, &caption(action)));
        }
        Body::Rows(..) => unreachable!("no flow has rows"),
    }
    for link in &screen.links {
        line(&mut out, format!("{} <{}>", link.question, link.label).trim_start());
    }
    out
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").unwrap();
}

fn caption(action: &Action) -> String {
    let brackets = if action.emphasis == Emphasis::Primary { ("[[", "]]") } else { ("[", "]") };
    format!("{}{}{}", brackets.0, action.label, brackets.1)
}

fn notices(out: &mut String, indent: &str, notices: &[Notice]) {
    for notice in notices {
        let tone = match notice.tone.as_str() {
            "error" => "✗",
            "success" => "✓",
            _ => "ℹ",
        };
        let action = notice.action.as_ref().map(|action| format!(" {}", caption(action)));
        line(out, &format!("{indent}{tone} {}{}", notice.text, action.unwrap_or_default()));
    }
}

fn form(out: &mut String, form: &Form) {
    for section in &form.sections {
        if section.is_alternative {
            line(out, "-- or --");
        }
        for part in &section.parts {
            match part {
                Part::Field(model) => field(out, model),
                Part::Button(model) => line(out, &button(model)),
                Part::Item(item) => {
                    line(out, &format!("• {} {}", item.name, button(&item.button)));
                }
                Part::Text(_, text, _) => line(out, &format!("“{text}”")),
                Part::Secret(_, caption, text) => line(out, &format!("{caption}: {text}")),
                Part::Codes(_, caption, codes) => {
                    let used = codes.iter().filter(|(_, used)| *used).count();
                    line(out, &format!("{caption}: {} codes, {used} used", codes.len()));
                }
                Part::Image(_, _, caption) => line(out, &format!("(picture: {caption})")),
                Part::Anchor(_, href, caption) => line(out, &format!("<{caption}> {href}")),
                Part::Captcha => line(out, "(captcha)"),
            }
        }
    }
}

fn field(out: &mut String, field: &Field) {
    let kind = match &field.control {
        Control::Line(kind) => *kind,
        Control::Password => "password",
        Control::Code(_) => "code",
        Control::Checkbox => "checkbox",
        Control::Choice(_) => "choice",
    };
    let required = if field.required { "*" } else { "" };
    let disabled = if field.disabled { " (fixed)" } else { "" };
    line(out, &format!("{}{required}: {kind} “{}”{disabled}", field.label, field.value));
    notices(out, "  ", &field.notices);
}

fn button(button: &Button) -> String {
    let label = &button.label;
    let disabled = if button.disabled { " (off)" } else { "" };
    match button.emphasis {
        Emphasis::Primary => format!("[[{label}]]{disabled}"),
        Emphasis::Secondary => format!("[{label}]{disabled}"),
        Emphasis::Plain => format!("<{label}>{disabled}"),
        Emphasis::Danger => format!("[!{label}]{disabled}"),
    }
}
