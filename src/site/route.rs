//! The addresses of the site.

use crate::kratos::flow::FlowKind;

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A self-service flow.
    Flow(FlowKind),
    /// Who is signed in.
    Front,
    /// An error that Kratos stored.
    Error,
    /// No page.
    Missing,
}

impl Page {
    /// The page at a path.
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" | "/welcome" => Self::Front,
            "/login" => Self::Flow(FlowKind::Login),
            "/registration" => Self::Flow(FlowKind::Registration),
            "/error" => Self::Error,
            _ => Self::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_pages_with_or_without_a_slash_at_the_end() {
        assert_eq!(Page::at("/login/"), Page::Flow(FlowKind::Login));
        assert_eq!(Page::at("/"), Page::Front);
        assert_eq!(Page::at("/login/x"), Page::Missing);
    }
}
