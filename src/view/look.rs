//! What the integrator can change about the view.

/// View options, the same for every screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Providers in display order; all others follow.
    pub providers: Vec<Provider>,
    /// Whether to show a captcha if Kratos requires one. It loads a script of another host into a
    /// frame, `/captcha/frame.html` of the page's origin (docs/security.md#a-captcha).
    pub captcha: bool,
}

/// How a social sign-in provider is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    /// Kratos' id of the provider.
    pub id: String,
    /// Its name, if it differs from Kratos' label.
    pub label: Option<String>,
    /// The URL of its logo. The name is always shown beside it.
    pub icon: Option<String>,
}

impl Look {
    /// A provider's position and options.
    pub(super) fn provider(&self, id: &str) -> Option<(usize, &Provider)> {
        self.providers.iter().enumerate().find(|(_, provider)| provider.id == id)
    }
}
