//! Actions of a caller without a form: turns an object of values into an event.
//!
//! A form in the document lists all its fields and the pressed button. A caller of the headless API
//! gives some values; the rest is taken from the flow. A caller that draws a form gives all of it: what
//! belongs to another method than the pressed one is left out, as on the site. Values that don't fit the
//! flow are refused here, before a request is sent.

use super::{
    draft::Fields,
    event::Event,
    state::{Phase, Remark, State},
};
use crate::kratos::{
    flow::Flow,
    node::{Group, Input, InputKind, Trigger, UiNode},
};

/// Why an action is not possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A request or ceremony is in progress.
    Busy,
    /// There is no form: the flow has stopped, or the page is navigating away.
    NoForm,
    /// The flow has several methods, and the values don't identify one of them.
    WhichMethod {
        /// The methods of the flow.
        known: Vec<String>,
    },
    /// The flow has no such button.
    UnknownButton {
        /// Its name, usually `method`.
        name: String,
        /// Its value.
        value: String,
        /// The values of the buttons with this name.
        known: Vec<String>,
    },
    /// The flow has no such field.
    UnknownField {
        /// Its name.
        name: String,
        /// The fields of the pressed method.
        known: Vec<String>,
    },
    /// The flow has no ceremony of this kind.
    NoCeremony,
    /// The flow can't send a code again.
    NothingToResend,
    /// There is no failed step.
    NothingToRetry,
}

/// A press of the button that `given` names (`method`, `provider`, `unlink` …), or else of the
/// button of the only method that has these fields.
///
/// # Errors
/// [`Refusal`], if the flow is not ready or has no such button or field.
pub fn submitted(state: &State, given: Fields) -> Result<Event, Refusal> {
    let flow = ready(state)?;
    let (button, given) = pressed(flow, given)?;
    let fields = completed(flow, &button.group, given)?;
    Ok(press(button, fields))
}

/// The start of a ceremony of `group` (passkeys or security keys).
///
/// # Errors
/// [`Refusal`], if the flow is not ready or has no such ceremony or field.
pub fn triggered(state: &State, group: &Group, given: Fields) -> Result<Event, Refusal> {
    let flow = ready(state)?;
    let nodes = flow.nodes.iter().filter(|node| node.group == *group);
    let mut triggers = nodes.filter_map(|node| node.input()?.on_click);
    let trigger = triggers.find(|trigger| *trigger != Trigger::PasskeyAutofill);
    let trigger = trigger.ok_or(Refusal::NoCeremony)?;
    Ok(Event::Triggered { trigger, fields: completed(flow, group, given)? })
}

/// A press of the button that requests another code.
///
/// # Errors
/// [`Refusal`], if the flow is not ready or has no such button.
pub fn resent(state: &State) -> Result<Event, Refusal> {
    let flow = ready(state)?;
    let button = buttons(flow).find(|(_, input)| input.is_resend());
    let (node, _) = button.ok_or(Refusal::NothingToResend)?;
    Ok(press(node, completed(flow, &node.group, Fields::new())?))
}

/// The way back: Kratos' own back button if the flow has one, else the suspended page, else a new
/// flow.
///
/// # Errors
/// [`Refusal::Busy`], if a request or ceremony is in progress.
pub fn back(state: &State) -> Result<Event, Refusal> {
    let flow = match ready(state) {
        Err(Refusal::NoForm) => return Ok(Event::StartedOver),
        other => other?,
    };
    match buttons(flow).find(|(_, input)| input.name == "screen") {
        Some((node, _)) => Ok(press(node, completed(flow, &node.group, Fields::new())?)),
        None if state.suspended.is_some() => Ok(Event::GaveUp),
        None => Ok(Event::StartedOver),
    }
}

/// Retries the last step. `None` if that is the caller's last submit, which got no answer: the
/// caller has to repeat it, because it may contain secrets, which no state keeps.
///
/// # Errors
/// [`Refusal`], if nothing failed or a request or ceremony is in progress.
pub fn retried(state: &State) -> Result<Option<Event>, Refusal> {
    match (&state.phase, &state.remark) {
        (Phase::Stopped(_), _) => Ok(Some(Event::Retried)),
        (Phase::Ready, Some(remark)) => match remark {
            Remark::Unreached(_) | Remark::NotKratos(_) | Remark::Refused(_) => Ok(None),
            _ => Err(Refusal::NothingToRetry),
        },
        (Phase::Ready | Phase::Leaving, _) => Err(Refusal::NothingToRetry),
        _ => Err(Refusal::Busy),
    }
}

fn ready(state: &State) -> Result<&Flow, Refusal> {
    match (&state.phase, &state.flow) {
        (Phase::Ready, Some(flow)) => Ok(flow),
        (Phase::Stopped(_) | Phase::Leaving, _) => Err(Refusal::NoForm),
        _ => Err(Refusal::Busy),
    }
}

fn press(node: &UiNode, fields: Fields) -> Event {
    let button = node.input().map(pair);
    Event::Submitted { fields, button }
}

fn pair(input: &Input) -> (String, String) {
    (input.name.clone(), input.value.clone().unwrap_or_default())
}

fn inputs(flow: &Flow) -> impl Iterator<Item = (&UiNode, &Input)> {
    flow.nodes.iter().filter_map(|node| Some((node, node.input()?)))
}

fn buttons(flow: &Flow) -> impl Iterator<Item = (&UiNode, &Input)> {
    inputs(flow).filter(|(_, input)| input.is_submit() && !input.disabled)
}

/// The inputs that are not buttons.
fn fields(flow: &Flow) -> impl Iterator<Item = (&UiNode, &Input)> {
    inputs(flow).filter(|(_, i)| !matches!(i.kind, InputKind::Submit | InputKind::Button))
}

/// The pressed button, and the rest of `given` without it.
fn pressed(flow: &Flow, mut given: Fields) -> Result<(&UiNode, Fields), Refusal> {
    let is_button = |name: &str| {
        buttons(flow).any(|(_, input)| input.name == name)
            && !fields(flow).any(|(_, input)| input.name == name)
    };
    // A button other than `method` is more specific.
    let other = given.iter().position(|(name, _)| name != "method" && is_button(name));
    let place = other.or_else(|| given.iter().position(|(name, _)| name == "method"));
    let Some(place) = place else {
        let button = only_button_for(flow, &given)?;
        return Ok((button, given));
    };
    let (name, value) = given.remove(place);
    let button = buttons(flow).find(|(_, input)| pair(input) == (name.clone(), value.clone()));
    let Some((button, _)) = button else {
        return Err(Refusal::UnknownButton { known: values(flow, &name), name, value });
    };
    // The group of that button, named a second time.
    given.retain(|(name, value)| name != "method" || *value != button.group.as_str());
    Ok((button, given))
}

fn values(flow: &Flow, name: &str) -> Vec<String> {
    let named = buttons(flow).filter(|(_, input)| input.name == name);
    named.map(|(_, input)| pair(input).1).collect()
}

/// The button of the one method that has all given fields, or of the only method there is.
fn only_button_for<'a>(flow: &'a Flow, given: &Fields) -> Result<&'a UiNode, Refusal> {
    let methods: Vec<&UiNode> = buttons(flow)
        .filter(|(_, input)| input.name != "screen" && !input.is_resend())
        .map(|(node, _)| node)
        .collect();
    let is_meant = |node: &UiNode, is_named: &dyn Fn(&str) -> bool| {
        fields(flow).any(|(field, input)| {
            field.group == node.group
                && field.group != Group::Default
                && input.kind != InputKind::Hidden
                && is_named(&input.name)
        })
    };
    let having = |is_named: &dyn Fn(&str) -> bool| -> Vec<&UiNode> {
        methods.iter().copied().filter(|node| is_meant(node, is_named)).collect()
    };
    // A whole form names the fields of all methods: then the filled ones count.
    let mut meant = having(&|name| given.iter().any(|(given, _)| given == name));
    if meant.len() > 1 {
        meant =
            having(&|name| given.iter().any(|(given, value)| given == name && !value.is_empty()));
    }
    let left = if meant.is_empty() { &methods } else { &meant };
    match left.as_slice() {
        [one] => Ok(one),
        _ => Err(Refusal::WhichMethod { known: values(flow, "method") }),
    }
}

/// The fields of a method as a form would list them: the flow's values, overwritten by `given`. Fields of
/// other methods are left out.
fn completed(flow: &Flow, group: &Group, mut given: Fields) -> Result<Fields, Refusal> {
    let own = |node: &UiNode| {
        node.group == *group
            || matches!(node.group, Group::Default | Group::IdentifierFirst | Group::Captcha)
    };
    let of_method = || fields(flow).filter(|(node, _)| own(node));
    for (name, _) in &given {
        if !fields(flow).any(|(_, input)| input.name == *name) {
            let known = of_method().filter(|(_, input)| input.kind != InputKind::Hidden);
            let known = known.map(|(_, input)| input.name.clone()).collect();
            return Err(Refusal::UnknownField { name: name.clone(), known });
        }
    }
    given.retain(|(name, _)| of_method().any(|(_, input)| input.name == *name));
    let is_given = |input: &Input| given.iter().any(|(name, _)| *name == input.name);
    let mut all: Fields = of_method()
        .filter(|(_, input)| !is_given(input) && stands(input))
        .map(|(_, input)| pair(input))
        .collect();
    all.extend(given);
    Ok(all)
}

/// Whether a form would list the input with its value from Kratos; a checkbox only if it is
/// checked.
fn stands(input: &Input) -> bool {
    match input.kind {
        InputKind::Checkbox => input.value.as_deref() == Some("true"),
        _ => input.value.is_some() && !input.disabled,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::flow::opening::Opening;
    use crate::kratos::flow::FlowKind;

    fn input(group: &str, kind: &str, name: &str, value: Value) -> Value {
        json!({"type": "input", "group": group, "messages": [], "meta": {},
               "attributes": {"name": name, "type": kind, "value": value}})
    }

    fn showing(nodes: Vec<Value>) -> State {
        let flow = json!({"id": "f", "ui": {"action": "/self-service/login", "nodes": nodes}});
        let mut state = State::new(Opening::read(FlowKind::Login, ""));
        state.flow = Flow::read(&flow.into());
        state.phase = Phase::Ready;
        state
    }

    fn login() -> State {
        let mut nodes = vec![
            input("default", "hidden", "csrf_token", json!("t")),
            input("default", "text", "identifier", json!("ada")),
            input("code", "submit", "method", json!("code")),
            input("password", "password", "password", json!(null)),
            input("password", "submit", "method", json!("password")),
            input("oidc", "submit", "provider", json!("google")),
            input("passkey", "button", "passkey_login_trigger", json!("")),
        ];
        nodes[6]["attributes"]["onclickTrigger"] = json!("oryPasskeyLogin");
        showing(nodes)
    }

    fn pairs(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn press_of(given: &[(&str, &str)]) -> (Fields, (String, String)) {
        let event = submitted(&login(), pairs(given)).unwrap();
        let Event::Submitted { fields, button } = event else { panic!("{event:?}") };
        (fields, button.unwrap())
    }

    #[test]
    fn the_rest_of_the_form_stands_as_the_flow_has_it() {
        let (fields, button) = press_of(&[("method", "code")]);
        assert_eq!(fields, pairs(&[("csrf_token", "t"), ("identifier", "ada")]));
        assert_eq!(button, ("method".to_owned(), "code".to_owned()));
    }

    #[test]
    fn the_fields_identify_the_method() {
        let (fields, button) = press_of(&[("identifier", "bo"), ("password", "p")]);
        assert_eq!(fields, pairs(&[("csrf_token", "t"), ("identifier", "bo"), ("password", "p")]));
        assert_eq!(button.1, "password");
        let refused = submitted(&login(), pairs(&[("identifier", "bo")])).unwrap_err();
        let known = vec!["code".to_owned(), "password".to_owned()];
        assert_eq!(refused, Refusal::WhichMethod { known });
    }

    #[test]
    fn a_provider_is_a_button_and_may_be_named_with_its_method() {
        assert_eq!(press_of(&[("provider", "google")]).1.1, "google");
        let (fields, button) = press_of(&[("method", "oidc"), ("provider", "google")]);
        assert_eq!(button.0, "provider");
        assert!(!fields.iter().any(|(name, _)| name == "method"));
    }

    #[test]
    fn unknown_fields_and_buttons_are_refused_with_the_known_ones() {
        let refused = |given| submitted(&login(), pairs(given)).unwrap_err();
        assert_eq!(
            refused(&[("method", "totp")]),
            Refusal::UnknownButton {
                name: "method".to_owned(),
                value: "totp".to_owned(),
                known: vec!["code".to_owned(), "password".to_owned()],
            }
        );
        assert_eq!(
            refused(&[("method", "code"), ("pasword", "x")]),
            Refusal::UnknownField {
                name: "pasword".to_owned(),
                known: vec!["identifier".to_owned()],
            }
        );
    }

    #[test]
    fn a_whole_form_is_narrowed_to_the_pressed_method() {
        let form = [("csrf_token", "t"), ("identifier", "bo"), ("password", "")];
        let (fields, _) = press_of(&[form.as_slice(), &[("method", "code")]].concat());
        assert_eq!(fields, pairs(&[("csrf_token", "t"), ("identifier", "bo")]));
        // A password is never sent with another method.
        let (fields, _) = press_of(&[("identifier", "bo"), ("password", "x"), ("method", "code")]);
        assert!(!fields.iter().any(|(name, _)| name == "password"));
        let group = Group::Passkey;
        let begun = triggered(&login(), &group, pairs(&[("identifier", "bo"), ("password", "x")]));
        let Event::Triggered { fields, .. } = begun.unwrap() else { panic!() };
        assert!(!fields.iter().any(|(name, _)| name == "password"));
    }

    #[test]
    fn of_a_whole_form_without_a_button_the_filled_fields_identify_the_method() {
        let state = showing(vec![
            input("totp", "text", "totp_code", json!("")),
            input("totp", "submit", "method", json!("totp")),
            input("lookup_secret", "text", "lookup_secret", json!("")),
            input("lookup_secret", "submit", "method", json!("lookup_secret")),
        ]);
        let press = |given| submitted(&state, pairs(given));
        let Event::Submitted { fields, button } =
            press(&[("totp_code", ""), ("lookup_secret", "x")]).unwrap()
        else {
            panic!()
        };
        assert_eq!(button.unwrap().1, "lookup_secret");
        assert_eq!(fields, pairs(&[("lookup_secret", "x")]));
        let both = press(&[("totp_code", "1"), ("lookup_secret", "x")]);
        assert!(matches!(both, Err(Refusal::WhichMethod { .. })));
    }

    #[test]
    fn a_ceremony_needs_its_button() {
        let event = triggered(&login(), &Group::Passkey, Fields::new()).unwrap();
        assert!(matches!(event, Event::Triggered { trigger: Trigger::PasskeyLogin, .. }));
        let none = triggered(&login(), &Group::Webauthn, Fields::new());
        assert_eq!(none, Err(Refusal::NoCeremony));
    }

    #[test]
    fn codes_are_sent_again_by_whatever_button_the_flow_has() {
        assert_eq!(resent(&login()), Err(Refusal::NothingToResend));
        let state = showing(vec![
            input("code", "text", "code", json!("")),
            input("code", "submit", "email", json!("ada@example.com")),
        ]);
        let Event::Submitted { button, .. } = resent(&state).unwrap() else { panic!() };
        assert_eq!(button.unwrap().0, "email");
    }

    #[test]
    fn nothing_is_pressed_while_something_is_under_way() {
        let mut state = login();
        state.phase = Phase::Submitting;
        let press = |state: &State| submitted(state, pairs(&[("method", "code")]));
        assert_eq!(press(&state), Err(Refusal::Busy));
        assert_eq!(back(&state), Err(Refusal::Busy));
        assert_eq!(retried(&state), Err(Refusal::Busy));
        state.phase = Phase::Leaving;
        assert_eq!(press(&state), Err(Refusal::NoForm));
    }
}
