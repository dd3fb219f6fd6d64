//! What Kratos wants done after a flow: `continue_with` (contract §7.2).

use crate::json::Json;

/// One item of `continue_with`; an open enumeration by `action`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContinueWith {
    /// `redirect_browser_to`: go there.
    RedirectBrowserTo(String),
    /// `show_verification_ui`: open the verification flow.
    ShowVerificationUi(FlowRef),
    /// `show_settings_ui`: open the settings flow.
    ShowSettingsUi(FlowRef),
    /// `show_recovery_ui`: open the recovery flow.
    ShowRecoveryUi(FlowRef),
    /// An action this crate does not know or that a browser has no use for, under its name.
    Other(String),
}

/// A flow that Kratos has made already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowRef {
    /// The flow's id.
    pub id: String,
    /// The page Kratos would open it on.
    pub url: Option<String>,
}

impl ContinueWith {
    pub(crate) fn read(value: &Json) -> Self {
        let item = value.obj();
        let action = item.str("action").unwrap_or_default();
        let flow = || {
            let flow = item.obj("flow");
            Some(FlowRef { id: flow.text("id")?, url: flow.text("url") })
        };
        let read = match action {
            "redirect_browser_to" => item.text("redirect_browser_to").map(Self::RedirectBrowserTo),
            "show_verification_ui" => flow().map(Self::ShowVerificationUi),
            "show_settings_ui" => flow().map(Self::ShowSettingsUi),
            "show_recovery_ui" => flow().map(Self::ShowRecoveryUi),
            _ => None,
        };
        read.unwrap_or_else(|| Self::Other(action.to_owned()))
    }
}
