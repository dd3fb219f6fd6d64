//! What whoever runs the service wants shown differently.

/// Choices about the view, the same for every screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Providers in the order they are shown; those not named come after them.
    pub providers: Vec<Provider>,
}

/// How a social sign-in provider is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    /// Kratos' id of it.
    pub id: String,
    /// Its name, where Kratos' label is not it.
    pub label: Option<String>,
    /// The URL of its logo. The name always stands beside it.
    pub icon: Option<String>,
}

impl Look {
    /// The place of a provider in the order, and how it is shown.
    pub(super) fn provider(&self, id: &str) -> Option<(usize, &Provider)> {
        self.providers.iter().enumerate().find(|(_, provider)| provider.id == id)
    }
}
