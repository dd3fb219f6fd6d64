//! What Kratos wants done after a flow: `continue_with` (see docs/kratos.md#continue_with).

use super::{flow::FlowKind, request::urlencode};
use crate::{
    json::{Json, Obj},
    url::is_web,
};

/// One item of `continue_with`; an open enumeration by `action`.
///
/// See <https://www.ory.sh/docs/reference/api#tag/frontend>.
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
    /// `set_ory_session_token`: the session of a native app.
    SetSessionToken(String),
    /// An action this crate does not know or that a browser has no use for, under its name.
    Other(String),
}

/// A flow that Kratos has made already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowRef {
    /// The flow's id.
    pub id: String,
    /// The page Kratos would open it on, if that is a web page.
    pub url: Option<String>,
    /// The address to verify, in `show_verification_ui`.
    pub address: Option<String>,
}

impl FlowRef {
    /// The own page that shows this flow of `kind`. An id is escaped: it is whatever the answer said.
    pub fn page(&self, kind: FlowKind) -> String {
        let query = urlencode(&[("flow".to_owned(), self.id.clone())]);
        ["/", kind.as_str(), "?", &query].concat()
    }
}

impl ContinueWith {
    /// Reads the member `continue_with` of `body`.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// An id with a quotation mark gave a link that the own judge of URLs refuses, and one with `&` a page
    /// with a parameter more.
    #[test]
    fn whatever_an_id_holds_it_stays_one_parameter_of_the_own_page() {
        for id in ["0b1c-\"x", "a&return_to=//evil.example", "a#b", "a b<c>", "../..\\x", "é"] {
            let flow = FlowRef { id: id.to_owned(), url: None, address: None };
            let page = flow.page(FlowKind::Verification);
            assert_eq!(crate::url::judge(&page), crate::url::Verdict::Web, "{page}");
            let (path, query) = page.split_once('?').unwrap();
            assert_eq!(path, "/verification");
            let pairs = crate::kratos::request::urldecode(query);
            assert_eq!(pairs, [("flow".to_owned(), id.to_owned())]);
        }
    }
}
