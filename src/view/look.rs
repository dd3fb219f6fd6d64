//! What the integrator can change about the view.

/// View options, the same for every screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Providers in display order; all others follow.
    pub providers: Vec<Provider>,
    /// Whether to show a captcha if Kratos requires one. It loads a script of another host into a
    /// frame, `/captcha/frame.html` of the page's origin (docs/security.md#a-captcha).
    pub captcha: bool,
    /// The method of the last sign-in with this browser: a provider's id, or Kratos' name of a method.
    pub last_used: Option<String>,
    /// How many characters a new password needs (Kratos' `min_password_length`), for the hint at its
    /// field; Kratos doesn't tell it. 8, Kratos' default; 0 for no hint.
    pub password_length: u8,
    /// Whether what may be wrong with the configuration leads to the doctor, `/doctor/` of the page's origin.
    pub has_doctor: bool,
    /// The header of the account's pages; none where the page around has its own.
    pub account: Option<AccountLook>,
}

/// How the account's pages are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountLook {
    /// The name and URL of the app to go back to.
    pub app: Option<(String, String)>,
    /// Whether people can choose light or dark colours.
    pub shows_schemes: bool,
    /// Whether OAuth2 clients can have access, on a page of its own.
    pub has_apps: bool,
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

impl Default for Look {
    fn default() -> Self {
        Self {
            providers: Vec::new(),
            captcha: false,
            last_used: None,
            password_length: 8,
            has_doctor: false,
            account: None,
        }
    }
}

impl Look {
    /// A provider's position and options.
    pub(super) fn provider(&self, id: &str) -> Option<(usize, &Provider)> {
        self.providers.iter().enumerate().find(|(_, provider)| provider.id == id)
    }
}
