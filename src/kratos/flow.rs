//! A self-service flow: `LoginFlow`, `RegistrationFlow` and the others of the Kratos API.

use super::{node::UiNode, text::UiText};
use crate::json::Json;

/// Which self-service flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FlowKind {
    Login,
    Registration,
}

impl FlowKind {
    const ALL: [Self; 2] = [Self::Login, Self::Registration];

    /// The kind whose submits go to `action`.
    fn of_action(action: &str) -> Option<Self> {
        let (_, path) = action.split_once("/self-service/")?;
        let word = path.split(['?', '/']).next()?;
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The word in Kratos' paths: `/self-service/<word>/browser`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Registration => "registration",
        }
    }
}

/// A flow as Kratos last answered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// Which flow it is, told by where its form goes; the body does not name it.
    pub kind: Option<FlowKind>,
    /// The form's target, an absolute URL on Kratos' public base URL.
    pub action: String,
    /// The parts of the form, in Kratos' order.
    pub nodes: Vec<UiNode>,
    /// What Kratos says about the whole form.
    pub messages: Vec<UiText>,
    /// Where the person goes afterwards, if the flow was created with it.
    pub return_to: Option<String>,
    /// Whether it confirms who is signed in already.
    pub refresh: bool,
    /// Whether it asks for a second factor (`requested_aal` is `aal2`).
    pub second_factor: bool,
    /// The OAuth2 login request it belongs to.
    pub login_challenge: Option<String>,
}

impl Flow {
    /// Reads a flow; `None` when `value` has no `ui`, which is what makes a body a flow (contract §2.1).
    pub fn read(value: &Json) -> Option<Self> {
        let flow = value.obj();
        let ui = flow.obj("ui");
        if !ui.has("nodes") && !ui.has("action") {
            return None;
        }
        let action = ui.text("action").unwrap_or_default();
        Some(Self {
            id: flow.text("id")?,
            kind: FlowKind::of_action(&action),
            action,
            nodes: ui.list("nodes").iter().map(UiNode::read).collect(),
            messages: UiText::read_all(ui.list("messages")),
            return_to: flow.text("return_to"),
            refresh: flow.flag("refresh"),
            second_factor: flow.str("requested_aal") == Some("aal2"),
            login_challenge: flow.text("oauth2_login_challenge"),
        })
    }

    /// The first input called `name`.
    pub fn input(&self, name: &str) -> Option<&super::node::Input> {
        self.nodes.iter().filter_map(UiNode::input).find(|input| input.name == name)
    }
}
