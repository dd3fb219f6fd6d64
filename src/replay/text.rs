//! A screen as text, for people to read and for tests to compare.

use crate::{
    decimal::digits,
    view::{
        action::Action,
        button::{Button, Emphasis},
        field::{Control, Field},
        form::Form,
        notice::{Notice, Tone},
        part::Part,
        row::Row,
        screen::{Body, Screen},
    },
};

/// What a screen says and asks, in lines: the heading after `#`, a primary button in `[[…]]`, a field as
/// `label: type “value”`.
pub fn of_screen(screen: &Screen) -> String {
    let mut out = Lines(String::new());
    out.line(&["# ", &screen.title]);
    if let Some(lead) = &screen.lead {
        out.line(&[&lead.text]);
    }
    out.notices("", &screen.notices);
    match &screen.body {
        Body::Loading => out.line(&["…"]),
        Body::Form(form) => out.form(form),
        Body::Cards(cards) => {
            for card in cards {
                out.line(&["## ", &card.title]);
                out.form(&card.form);
            }
        }
        Body::Facts(facts, actions) => {
            facts.iter().for_each(|(term, value)| out.line(&[term, ": ", value]));
            actions.iter().for_each(|action| out.line(&[&caption(action)]));
        }
        Body::Rows(rows, actions) => {
            rows.iter().for_each(|row| out.row(row));
            actions.iter().for_each(|action| out.line(&[&caption(action)]));
        }
    }
    for link in &screen.links {
        let line = [&link.question, " <", &link.label, ">"].concat();
        out.line(&[line.trim_start()]);
    }
    out.0
}

fn caption(action: &Action) -> String {
    let is_primary = action.emphasis == Emphasis::Primary;
    let (open, close) = if is_primary { ("[[", "]]") } else { ("[", "]") };
    [open, &action.label, close].concat()
}

fn button(button: &Button) -> String {
    let (open, close) = match button.emphasis {
        Emphasis::Primary => ("[[", "]]"),
        Emphasis::Secondary => ("[", "]"),
        Emphasis::Plain => ("<", ">"),
        Emphasis::Danger => ("[!", "]"),
    };
    [open, &button.label, close, if button.disabled { " (off)" } else { "" }].concat()
}

struct Lines(String);

impl Lines {
    fn line(&mut self, parts: &[&str]) {
        self.0.extend(parts.iter().copied());
        self.0.push('\n');
    }

    fn notices(&mut self, indent: &str, notices: &[Notice]) {
        for notice in notices {
            let tone = match notice.tone {
                Tone::Error => "✗ ",
                Tone::Success => "✓ ",
                Tone::Info => "ℹ ",
            };
            let action = notice.action.as_ref().map(|action| [" ", &caption(action)].concat());
            self.line(&[indent, tone, &notice.text, &action.unwrap_or_default()]);
        }
    }

    fn form(&mut self, form: &Form) {
        for section in &form.sections {
            if section.is_alternative {
                self.line(&["-- or --"]);
            }
            section.parts.iter().for_each(|part| self.part(part));
        }
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Field(field) => self.field(field),
            Part::Button(model) => self.line(&[&button(model)]),
            Part::Item(item) => self.line(&["• ", &item.name, " ", &button(&item.button)]),
            Part::Text(_, text, _) => self.line(&["“", text, "”"]),
            Part::Secret(_, label, text) => self.line(&[label, ": ", text]),
            Part::Codes(_, label, codes) => {
                let count = |number: usize| digits(i64::try_from(number).unwrap_or_default());
                let used = codes.iter().filter(|(_, used)| *used).count();
                self.line(&[label, ": ", &count(codes.len()), " codes, ", &count(used), " used"]);
            }
            Part::Image(_, _, label) => self.line(&["(picture: ", label, ")"]),
            Part::Anchor(_, href, label) => self.line(&["<", label, "> ", href]),
            Part::Captcha => self.line(&["(captcha)"]),
        }
    }

    fn field(&mut self, field: &Field) {
        let control = match &field.control {
            Control::Line(kind) => *kind,
            Control::Password => "password",
            Control::Code(_) => "code",
            Control::Checkbox => "checkbox",
            Control::Choice(_) => "choice",
        };
        let required = if field.required { "*: " } else { ": " };
        let fixed = if field.disabled { "” (fixed)" } else { "”" };
        self.line(&[&field.label, required, control, " “", &field.value, fixed]);
        self.notices("  ", &field.notices);
    }

    fn row(&mut self, row: &Row) {
        let action = row.action.as_ref().map(|action| [" ", &caption(action)].concat());
        self.line(&["• ", &row.name, &action.unwrap_or_default()]);
        row.facts.iter().for_each(|fact| self.line(&["  ", fact]));
    }
}
