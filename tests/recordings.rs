//! Every recorded answer of every supported Kratos, through the machine to the screen.
//!
//! Nothing is lost: each node is rendered or skipped for a reason given here, each message is shown
//! exactly once, and there is always an action. The snapshots contain the screens as text, for
//! review.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod recordings {
    pub mod play;
    pub mod recording;
    pub mod text;
}

use std::{collections::BTreeMap, fmt::Write};

use propylon::{
    flow::{
        effect::Effect,
        state::{Phase, State},
    },
    i18n::Catalog,
    kratos::{
        flow::Flow,
        message,
        node::{Attributes, Group, InputKind, UiNode},
        response::Answer,
        text::{Severity, UiText},
    },
    view::{
        form::Form,
        look::Look,
        notice::Notice,
        part::Part,
        screen::{Body, Screen},
    },
};

use recordings::{
    play::play,
    recording::{Recording, VERSIONS},
};

fn screen(state: &State) -> Screen {
    Screen::from_state(&Catalog::english(), &Look::default(), state)
}

fn forms(screen: &Screen) -> Vec<&Form> {
    match &screen.body {
        Body::Form(form) => vec![form],
        Body::Cards(cards) => cards.iter().map(|card| &card.form).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_answer_leads_somewhere() {
    let mut count = 0;
    for recording in Recording::all() {
        let Some(run) = play(&recording) else { continue };
        count += 1;
        let name = recording.name();
        let goes_on = run
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Send { .. } | Effect::Navigate { .. }));
        let screen = screen(&run.state);
        let has_step = match &screen.body {
            Body::Loading => false,
            Body::Form(form) => form.has_way_on() || !screen.links.is_empty(),
            Body::Cards(cards) => !cards.is_empty(),
            Body::Facts(_, actions) => !actions.is_empty(),
            Body::Rows(rows, _) => !rows.is_empty(),
        };
        assert!(goes_on || has_step, "{name}: nothing to do on {screen:#?}");
        assert!(!screen.title.is_empty(), "{name}");
    }
    assert!(count > 700, "only {count} recordings were played");
}

/// Why a node is not rendered.
fn skipped(flow: &Flow, node: &UiNode) -> Option<&'static str> {
    match &node.attributes {
        Attributes::Script { .. } => Some("ceremonies run without Kratos' script"),
        Attributes::Division { .. } => Some("a mount point of somebody's script, said as a notice"),
        Attributes::Unknown { .. } => Some("nobody knows what it looks like"),
        Attributes::Anchor { .. } if flow.state.as_deref() == Some("passed_challenge") => {
            Some("it is the action of the screen")
        }
        Attributes::Input(_) if flow.says(message::ALREADY_VERIFIED) => {
            Some("the address is verified, so there is nothing to send")
        }
        Attributes::Input(input)
            if input.kind == InputKind::Text
                && node.group == Group::Default
                && node.label.is_none()
                && input.value.is_none()
                && !node.messages.is_empty() =>
        {
            Some("a field that Kratos made up to carry a message, which is a notice")
        }
        _ => None,
    }
}

#[test]
fn every_node_is_drawn_or_skipped_for_a_reason() {
    let mut drawn = 0;
    for recording in Recording::all() {
        let Some(run) = play(&recording) else { continue };
        let (Phase::Ready, Some(flow)) = (&run.state.phase, &run.state.flow) else { continue };
        let screen = screen(&run.state);
        let forms = forms(&screen);
        for node in &flow.nodes {
            let is_drawn = forms.iter().any(|form| shows(form, node));
            let reason = skipped(flow, node);
            let hidden_after_all = node.is_hidden() && forms.is_empty();
            assert!(
                is_drawn || reason.is_some() || hidden_after_all,
                "{}: {node:?} is nowhere",
                recording.name()
            );
            drawn += usize::from(is_drawn);
        }
    }
    assert!(drawn > 4000, "only {drawn} nodes were drawn");
}

fn shows(form: &Form, node: &UiNode) -> bool {
    let group = node.group.as_str();
    match &node.attributes {
        Attributes::Input(input) if node.is_hidden() => {
            let value = input.value.clone().unwrap_or_default();
            form.hidden.contains(&(input.name.clone(), value))
        }
        Attributes::Input(input) => form.parts().any(|part| match part {
            Part::Field(field) => field.name == input.name && field.group == group,
            Part::Button(button) | Part::Item(propylon::view::part::Item { button, .. }) => {
                button.name == input.name
                    && button.value == input.value.clone().unwrap_or_default()
                    && button.group == group
            }
            _ => false,
        }),
        Attributes::Text { id, .. } => form.parts().any(|part| match part {
            Part::Text(shown, ..) | Part::Secret(shown, ..) | Part::Codes(shown, ..) => shown == id,
            _ => false,
        }),
        Attributes::Image { id, .. } => {
            form.parts().any(|part| matches!(part, Part::Image(shown, ..) if shown == id))
        }
        Attributes::Anchor { id, .. } => {
            form.parts().any(|part| matches!(part, Part::Anchor(shown, ..) if shown == id))
        }
        _ => false,
    }
}

/// Why a message is not shown.
fn unsaid(flow: &Flow, message: &UiText) -> Option<&'static str> {
    let nodes = || flow.nodes.iter().flat_map(|node| &node.messages);
    match message.id {
        4_010_002..=4_010_006 if nodes().any(|m| m.severity == Severity::Error) => {
            Some("“no strategy” beside the field that is wrong")
        }
        1_050_001 if flow.is_refused() => Some("“saved” from before, beside a refusal"),
        _ => None,
    }
}

#[test]
fn every_message_is_said_exactly_once() {
    let mut said = 0;
    for recording in Recording::all() {
        let Some(run) = play(&recording) else { continue };
        let (Phase::Ready, Some(flow)) = (&run.state.phase, &run.state.flow) else { continue };
        let screen = screen(&run.state);
        let mut expected: BTreeMap<i64, usize> = BTreeMap::new();
        let at_nodes = flow.nodes.iter().flat_map(|node| &node.messages);
        for message in flow.messages.iter().chain(at_nodes) {
            if unsaid(flow, message).is_none() {
                *expected.entry(message.id).or_default() += 1;
            }
        }
        let mut shown: BTreeMap<i64, usize> = BTreeMap::new();
        for id in messages(&screen) {
            *shown.entry(id).or_default() += 1;
        }
        assert_eq!(shown, expected, "{}", recording.name());
        said += expected.values().sum::<usize>();
    }
    assert!(said > 300, "only {said} messages were said");
}

/// The ids of all Kratos messages on a screen.
fn messages(screen: &Screen) -> Vec<i64> {
    let of = |notices: &[Notice]| notices.iter().filter_map(|n| n.message).collect::<Vec<_>>();
    let mut ids: Vec<i64> = screen.lead.iter().filter_map(|lead| lead.message).collect();
    ids.extend(of(&screen.notices));
    for form in forms(screen) {
        for part in form.parts() {
            if let Part::Field(field) = part {
                ids.extend(of(&field.notices));
            }
        }
    }
    ids
}

#[test]
fn every_session_answer_is_understood() {
    let mut count = 0;
    for recording in Recording::all() {
        let path = recording.path.as_str();
        if !path.starts_with("/sessions") || recording.method != "GET" {
            continue;
        }
        count += 1;
        let answer = recording.response().read();
        let is_known = match path {
            "/sessions/whoami" => matches!(answer, Answer::Session(_) | Answer::Error(_)),
            "/sessions" => matches!(answer, Answer::Sessions(_) | Answer::Error(_)),
            _ => matches!(answer, Answer::Done(_) | Answer::Error(_) | Answer::Flow(_)),
        };
        assert!(is_known, "{}: {answer:?}", recording.name());
    }
    assert!(count > 20, "only {count} answers about sessions");
}

#[test]
fn the_screens_are_as_reviewed() {
    for version in VERSIONS {
        let mut families: BTreeMap<String, String> = BTreeMap::new();
        for recording in Recording::of_version(version) {
            let Some(run) = play(&recording) else { continue };
            let text = families.entry(recording.family()).or_default();
            writeln!(text, "── {} ──", recording.case).unwrap();
            text.push_str(&recordings::text::write(&run.state, &run.effects, &screen(&run.state)));
            text.push('\n');
        }
        for (family, text) in families {
            insta::with_settings!({ snapshot_path => "recordings/screens", prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("{version}-{family}"), text);
            });
        }
    }
}
