//! A self-service flow: `LoginFlow`, `RegistrationFlow` and the others of the Kratos API.

use super::{
    continue_with::ContinueWith,
    lists,
    node::UiNode,
    provider_test::ProviderTest,
    request::sign_in_for,
    session::Identity,
    text::{Severity, UiText},
};
use crate::{json::Json, text_search, url::is_web};

/// The kind of a flow: a self-service flow of Kratos, or a question of the service for OAuth2 clients
/// (`crates/consent`), which answers in the same shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FlowKind {
    Login,
    Registration,
    Recovery,
    Verification,
    Settings,
    /// What an OAuth2 client may do for the person.
    Consent,
    /// Whether an OAuth2 client may sign the person out (RP-initiated logout).
    EndSession,
    /// The OAuth2 clients with access.
    Apps,
}

impl FlowKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Login,
        Self::Registration,
        Self::Recovery,
        Self::Verification,
        Self::Settings,
        Self::Consent,
        Self::EndSession,
        Self::Apps,
    ];

    /// The kind whose forms are posted to `action`.
    fn from_action(action: &str) -> Option<Self> {
        let (_, path) = text_search::split(action, SELF_SERVICE)
            .or_else(|| text_search::split(action, OAUTH2))?;
        Self::named(text_search::before_any(path, b"?/"))
    }

    /// The path of its forms, below Kratos' public base URL or, for OAuth2 clients, below the page's
    /// own origin.
    pub fn path(self) -> String {
        [if self.is_oauth2() { OAUTH2 } else { SELF_SERVICE }, self.as_str()].concat()
    }

    /// Whether it is a question of the service for OAuth2 clients. It has no id that could be fetched
    /// again: the address of its page names it.
    pub fn is_oauth2(self) -> bool {
        matches!(self, Self::Consent | Self::EndSession | Self::Apps)
    }

    /// Whether it belongs to an account that is signed in.
    pub fn needs_session(self) -> bool {
        matches!(self, Self::Settings | Self::Consent | Self::Apps)
    }

    /// The inverse of [`Self::as_str`].
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The word in its paths: `/self-service/<word>/browser`, `/.propylon/oauth2/<word>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Registration => "registration",
            Self::Recovery => "recovery",
            Self::Verification => "verification",
            Self::Settings => "settings",
            Self::Consent => "consent",
            Self::EndSession => "end-session",
            Self::Apps => "apps",
        }
    }
}

/// The start of Kratos' paths.
const SELF_SERVICE: &str = "/self-service/";
/// The start of the paths of the service for OAuth2 clients.
pub const OAUTH2: &str = "/.propylon/oauth2/";

/// The state of a flow whose code was accepted.
const PASSED: &str = "passed_challenge";

/// A flow as Kratos last answered it.
///
/// See <https://www.ory.sh/docs/kratos/self-service>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// Its kind, derived from its action URL, because the body does not contain it.
    pub kind: Option<FlowKind>,
    /// The form's action: an absolute URL below Kratos' public base URL. Empty if it is not a web
    /// page.
    pub action: String,
    /// The form's nodes, in Kratos' order.
    pub nodes: Vec<UiNode>,
    /// Kratos' messages about the whole form.
    pub messages: Vec<UiText>,
    /// Its state: `choose_method`, `sent_email`, `passed_challenge`, `show_form`, `success`, and
    /// those of later versions. It may be stale, so only messages tell whether a step succeeded.
    pub state: Option<String>,
    /// The method in use.
    pub active: Option<String>,
    /// When it was created, RFC 3339.
    pub issued_at: Option<String>,
    /// When it expires, RFC 3339.
    pub expires_at: Option<String>,
    /// What to do next, in a finished step of settings or recovery.
    pub continue_with: Vec<ContinueWith>,
    /// The account, in a settings flow.
    pub identity: Option<Identity>,
    /// Where to go afterwards, if the flow was created with it; the way on to the OAuth2 client of
    /// `login_challenge`, else, which flows that don't know of clients lead back to (a recovery).
    pub return_to: Option<String>,
    /// Whether it is a re-authentication.
    pub refresh: bool,
    /// Whether it requires a second factor (`requested_aal` is `aal2`).
    pub second_factor: bool,
    /// The login challenge of its OAuth2 login request.
    pub login_challenge: Option<String>,
    /// The test of a provider that it belongs to.
    pub test: Option<ProviderTest>,
    /// Who is expected to sign in, according to the OAuth2 client (`login_hint`).
    pub login_hint: Option<String>,
}

impl Flow {
    /// Parses a flow; `None` without `ui`, the member that identifies a flow (see
    /// docs/kratos.md#the-shape-decides).
    pub fn read(value: &Json) -> Option<Self> {
        let flow = value.obj();
        let ui = flow.obj("ui");
        if !ui.has("nodes") && !ui.has("action") {
            return None;
        }
        let action = ui.text("action").filter(|url| is_web(url)).unwrap_or_default();
        let mut nodes: Vec<_> = ui.list("nodes").iter().map(UiNode::read).collect();
        nodes.iter_mut().for_each(|node| node.judge(&action));
        lists::gather(&mut nodes);
        let login_challenge = flow.text("oauth2_login_challenge");
        let return_to = flow.text("return_to");
        Some(Self {
            id: flow.text("id")?,
            // The form of a finished verification has the URL of the next page as its action.
            kind: if flow.str("state") == Some(PASSED) && ui.str("method") == Some("GET") {
                Some(FlowKind::Verification)
            } else {
                FlowKind::from_action(&action)
            },
            state: flow.text("state"),
            active: flow.text("active"),
            issued_at: flow.text("issued_at"),
            expires_at: flow.text("expires_at"),
            continue_with: ContinueWith::read_all(flow),
            identity: flow.get("identity").and_then(Identity::read),
            return_to: return_to.or_else(|| {
                let (base, _) = text_search::split(&action, SELF_SERVICE)?;
                Some([base, &sign_in_for(login_challenge.as_deref()?)].concat())
            }),
            action,
            nodes,
            messages: UiText::read_all(ui.list("messages")),
            // A test asks nobody to confirm their account.
            refresh: flow.flag("refresh") && !flow.has("test_context"),
            second_factor: flow.str("requested_aal") == Some("aal2"),
            login_challenge,
            test: ProviderTest::read(flow),
            login_hint: flow.obj("oauth2_login_request").obj("oidc_context").text("login_hint"),
        })
    }

    /// Whether it requires an existing session: a re-authentication, or a second factor.
    pub fn confirms(&self) -> bool {
        self.refresh || self.second_factor
    }

    /// The first input called `name`.
    pub fn input(&self, name: &str) -> Option<&super::node::Input> {
        self.inputs().find(|input| input.name == name)
    }

    /// All inputs.
    pub fn inputs(&self) -> impl Iterator<Item = &super::node::Input> {
        self.nodes.iter().filter_map(UiNode::input)
    }

    /// Whether it has the message `id`, at the form or at a node.
    pub fn says(&self, id: i64) -> bool {
        let at_nodes = self.nodes.iter().flat_map(|node| &node.messages);
        self.messages.iter().chain(at_nodes).any(|message| message.id == id)
    }

    /// Whether its code was accepted.
    pub fn has_passed(&self) -> bool {
        self.state.as_deref() == Some(PASSED)
    }

    /// Whether it has an error message.
    pub fn is_refused(&self) -> bool {
        let at_nodes = self.nodes.iter().flat_map(|node| &node.messages);
        self.messages.iter().chain(at_nodes).any(|message| message.severity == Severity::Error)
    }
}
