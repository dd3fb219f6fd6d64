//! The routes of the site.

use crate::{flow::offer, kratos::flow::FlowKind};

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A self-service flow.
    Flow(FlowKind),
    /// The front page: the current session.
    Front,
    /// The list of sessions.
    Sessions,
    /// The offer of a passkey.
    Passkey,
    /// Signing out.
    Logout,
    /// An error that Kratos stored.
    Error,
    /// An error about an OAuth2 client.
    ClientError,
    /// An unknown path.
    Missing,
}

impl Page {
    /// The page at a path.
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" | "/welcome" => Self::Front,
            // Kratos sends the result of a test of a provider there.
            "/session/test-oidc" => Self::Flow(FlowKind::Login),
            "/verify" => Self::Flow(FlowKind::Verification),
            "/sessions" => Self::Sessions,
            "/logout" => Self::Logout,
            "/oauth2/logout" => Self::Flow(FlowKind::EndSession),
            "/oauth2/error" => Self::ClientError,
            offer::PAGE => Self::Passkey,
            "/error" => Self::Error,
            path => {
                let kind = path.strip_prefix('/').and_then(FlowKind::named);
                kind.map_or(Self::Missing, Self::Flow)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_pages_with_or_without_a_slash_at_the_end() {
        assert_eq!(Page::at("/login/"), Page::Flow(FlowKind::Login));
        assert_eq!(Page::at("/verify"), Page::Flow(FlowKind::Verification));
        assert_eq!(Page::at("/settings"), Page::Flow(FlowKind::Settings));
        assert_eq!(Page::at("/session/test-oidc"), Page::Flow(FlowKind::Login));
        assert_eq!(Page::at("/consent"), Page::Flow(FlowKind::Consent));
        assert_eq!(Page::at("/oauth2/logout"), Page::Flow(FlowKind::EndSession));
        assert_eq!(Page::at("/"), Page::Front);
        assert_eq!(Page::at("/login/x"), Page::Missing);
        assert_eq!(Page::at("//login"), Page::Missing);
    }
}
