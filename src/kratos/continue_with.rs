//! `continue_with`: what comes after a flow (see docs/kratos.md#continue_with).

use crate::{
    json::{Json, Obj},
    url::is_web,
};

/// An item of `continue_with`; an open enum by `action`.
///
/// See <https://www.ory.sh/docs/reference/api#tag/frontend>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContinueWith {
    /// `redirect_browser_to`: navigate to this URL.
    RedirectBrowserTo(String),
    /// `show_verification_ui`: open the verification flow.
    ShowVerificationUi(FlowRef),
    /// `show_settings_ui`: open the settings flow.
    ShowSettingsUi(FlowRef),
    /// `show_recovery_ui`: open the recovery flow.
    ShowRecoveryUi(FlowRef),
    /// `set_ory_session_token`: the session of a native app.
    SetSessionToken(String),
    /// The name of an unknown action, or of one that browsers don't use.
    Other(String),
}

/// A flow that Kratos has already created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowRef {
    /// The flow's id.
    pub id: String,
    /// The URL of its page, if that is a web page.
    pub url: Option<String>,
    /// The address to verify, in `show_verification_ui`.
    pub address: Option<String>,
}

impl ContinueWith {
    /// Parses the member `continue_with` of `body`.
    pub(crate) fn read_all(body: Obj<'_>) -> Vec<Self> {
        body.list("continue_with").iter().map(Self::read).collect()
    }

    fn read(value: &Json) -> Self {
        let item = value.obj();
        let action = item.str("action").unwrap_or_default();
        let flow = || {
            let flow = item.obj("flow");
            let address = flow.text("verifiable_address");
            let url = flow.text("url").filter(|url| is_web(url));
            Some(FlowRef { id: flow.text("id")?, url, address })
        };
        let read = match action {
            "redirect_browser_to" => item.text("redirect_browser_to").map(Self::RedirectBrowserTo),
            "show_verification_ui" => flow().map(Self::ShowVerificationUi),
            "show_settings_ui" => flow().map(Self::ShowSettingsUi),
            "show_recovery_ui" => flow().map(Self::ShowRecoveryUi),
            "set_ory_session_token" => item.text("ory_session_token").map(Self::SetSessionToken),
            _ => None,
        };
        read.unwrap_or_else(|| Self::Other(action.to_owned()))
    }
}
