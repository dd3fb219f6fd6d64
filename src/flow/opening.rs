//! The parameters a page was opened with.

use crate::kratos::{
    flow::FlowKind,
    request::{CARRIED, Request, urldecode, urlencode},
};

/// The flow of a page, and the parameters that its flows are created with.
///
/// See <https://www.ory.sh/docs/kratos/concepts/browser-redirect-flow-completion>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The kind of flow.
    pub kind: FlowKind,
    /// An existing flow, from `?flow=`.
    pub flow: Option<String>,
    /// The parameters for every new flow of this page, in the order of [`CARRIED`].
    pub carried: Vec<(String, String)>,
    /// Who is expected to sign in, from `?login_hint=`. It fills empty fields and is not sent to Kratos.
    pub login_hint: Option<String>,
    /// Kratos' names of the groups that the page shows; empty for all.
    pub groups: Vec<String>,
    /// Whether passkeys are offered in the identifier's list of suggestions, where Kratos and the browser can.
    pub autofills: bool,
    /// Whether a page that signs in goes on where somebody is signed in already.
    pub goes_on: bool,
    /// Whether to note the method of a sign-in for this browser.
    pub notes_method: bool,
    /// Whether to offer a passkey after a sign-in by another method.
    pub offer: Offer,
}

/// When a passkey is offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offer {
    /// Never.
    #[default]
    Never,
    /// After a sign-in on this page, on the offer page.
    Later,
    /// This is the offer page.
    Now,
}

impl Opening {
    /// The offer page, opened with `query`.
    pub fn offer(query: &str) -> Self {
        let by = urldecode(query).into_iter().find(|(name, _)| name == "by");
        let mut opening = Self { offer: Offer::Now, ..Self::read(FlowKind::Settings, query) };
        opening.flow = None;
        opening.carried.retain(|(name, _)| name == "return_to");
        opening.carried.extend(by);
        opening
    }

    /// Whether this is the offer page, which requires a session.
    pub(crate) fn is_offer(&self) -> bool {
        self.offer == Offer::Now
    }

    /// Parses the query string of a page, with or without its `?`.
    pub fn read(kind: FlowKind, query: &str) -> Self {
        let pairs = urldecode(query);
        let value = |name: &str| {
            let pair = pairs.iter().find(|(key, value)| key == name && !value.is_empty());
            pair.map(|(_, value)| value.clone())
        };
        Self {
            kind,
            flow: value("flow"),
            carried: CARRIED
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), value(name)?)))
                .collect(),
            login_hint: value("login_hint"),
            groups: Vec::new(),
            autofills: true,
            goes_on: false,
            notes_method: false,
            offer: Offer::default(),
        }
    }

    /// The same, restricted to the groups in `names`, separated by spaces.
    pub fn narrowed(mut self, names: &str) -> Self {
        self.groups = names.split_whitespace().map(str::to_owned).collect();
        self
    }

    /// The request for the flow: the named one, or else a new one.
    pub fn request(&self) -> Request {
        match &self.flow {
            // The settings are only read here; Kratos redirects the person afterwards.
            _ if self.is_offer() => Request::create(self.kind, &[]),
            Some(id) if !self.kind.is_oauth2() => Request::fetch(self.kind, id),
            _ => Request::create(self.kind, &self.carried),
        }
    }

    /// The value of a carried parameter.
    pub fn carried(&self, name: &str) -> Option<&str> {
        self.carried.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Sets the carried parameter `name`, which is one of [`CARRIED`].
    pub fn set(&mut self, name: &str, value: &str) {
        self.carried.retain(|(key, _)| key != name);
        self.carried.push((name.to_owned(), value.to_owned()));
    }

    /// The same without its flow, and without the parameters of a re-authentication.
    pub(crate) fn fresh(&self) -> Self {
        match self.kind {
            FlowKind::Login => self.sign_in(),
            _ => Self { flow: None, ..self.clone() },
        }
    }

    /// The sign-in required before this page.
    pub fn sign_in(&self) -> Self {
        let own = |name: &str| confirms(name) || name == "by";
        let carried = self.carried.iter().filter(|(name, _)| !own(name)).cloned().collect();
        Self {
            kind: FlowKind::Login,
            flow: None,
            carried,
            login_hint: self.login_hint.clone(),
            groups: self.groups.clone(),
            autofills: self.autofills,
            goes_on: self.goes_on,
            notes_method: self.notes_method,
            // The offer page is not a sign-in.
            offer: if self.is_offer() { Offer::Never } else { self.offer },
        }
    }

    /// The query string, without `?`, that opens another flow's page with the same parameters.
    /// `return_to` is the flow's own, used if the page has none. Parameters of this sign-in
    /// (`refresh`, `aal`, `via`) are left out.
    pub fn query_for_sibling(&self, return_to: Option<&str>) -> String {
        let mut pairs: Vec<_> =
            self.carried.iter().filter(|(name, _)| !confirms(name)).cloned().collect();
        if let (None, Some(url)) = (self.carried("return_to"), return_to) {
            pairs.insert(0, ("return_to".to_owned(), url.to_owned()));
        }
        pairs.extend(self.login_hint.iter().map(|hint| ("login_hint".to_owned(), hint.clone())));
        urlencode(&pairs)
    }
}

/// Whether a parameter belongs to a sign-in that confirms an account.
fn confirms(name: &str) -> bool {
    matches!(name, "refresh" | "aal" | "via")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carries_only_what_kratos_knows_in_a_fixed_order() {
        let opening =
            Opening::read(FlowKind::Login, "?aal=aal2&utm=1&return_to=%2Finbox&flow=&refresh=true");
        assert_eq!(opening.flow, None);
        assert_eq!(
            opening.request().url,
            "/self-service/login/browser?return_to=%2Finbox&refresh=true&aal=aal2"
        );
        assert_eq!(opening.query_for_sibling(None), "return_to=%2Finbox");
    }

    #[test]
    fn a_named_flow_is_fetched_and_its_return_to_goes_along() {
        let opening = Opening::read(FlowKind::Login, "flow=f1");
        assert_eq!(opening.request().url, "/self-service/login/flows?id=f1");
        assert_eq!(opening.query_for_sibling(Some("/x")), "return_to=%2Fx");
    }
}
