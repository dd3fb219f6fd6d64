//! What people see of a screen.

use propylon::view::{
    action::{Action, Does},
    button::Button,
    form::Form,
    notice::Notice,
    part::Part,
    screen::{Body, Screen},
};

/// A text that is the same for screens that look the same: it leaves out what is posted and where presses
/// lead.
pub fn key(mut screen: Screen) -> String {
    screen.lead.iter_mut().for_each(|lead| lead.message = None);
    screen.notices.iter_mut().for_each(notice);
    screen.links.iter_mut().for_each(|link| link.does = Does::Retry);
    match &mut screen.body {
        Body::Loading => {}
        Body::Form(model) => form(model),
        Body::Cards(cards) => cards.iter_mut().for_each(|card| form(&mut card.form)),
        Body::Facts(_, actions) => actions.iter_mut().for_each(action),
        Body::Rows(rows, actions) => {
            rows.iter_mut().filter_map(|row| row.action.as_mut()).for_each(action);
            actions.iter_mut().for_each(action);
        }
    }
    format!("{screen:?}")
}

fn form(form: &mut Form) {
    form.flow.clear();
    form.action.clear();
    form.account = None;
    form.hidden.clear();
    for part in form.sections.iter_mut().flat_map(|section| &mut section.parts) {
        match part {
            Part::Field(field) => {
                field.name.clear();
                field.pattern = None;
                field.max_length = None;
                field.notices.iter_mut().for_each(notice);
            }
            Part::Button(model) => button(model),
            Part::Item(item) => button(&mut item.button),
            Part::Text(id, _, message) => {
                id.clear();
                *message = None;
            }
            Part::Secret(id, ..) | Part::Codes(id, ..) => id.clear(),
            Part::Image(id, source, _) => {
                id.clear();
                source.clear();
            }
            Part::Anchor(id, href, _) => {
                id.clear();
                href.clear();
            }
            Part::Captcha => {}
        }
    }
}

fn button(button: &mut Button) {
    button.name.clear();
    button.value.clear();
}

fn notice(notice: &mut Notice) {
    notice.message = None;
    notice.action.iter_mut().for_each(action);
}

fn action(action: &mut Action) {
    action.does = Does::Retry;
}
