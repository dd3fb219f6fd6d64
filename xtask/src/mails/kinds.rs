//! The kinds of mails that Kratos sends, and what each template is given.

/// Where a template finds the person's traits.
pub enum Traits {
    /// In the account.
    Identity,
    /// In the sign-up; there is no account yet.
    SignUp,
    /// Nowhere: nobody is known.
    Unknown,
}

/// A kind of mail.
pub struct Kind {
    /// Its folder, by Kratos' names.
    pub folder: &'static str,
    /// The name of its texts.
    pub purpose: &'static str,
    /// The variable with the code.
    pub code: Option<&'static str>,
    /// The variable with the link.
    pub url: Option<&'static str>,
    pub traits: Traits,
    /// Whether Kratos sends it as an SMS, too.
    pub has_sms: bool,
}

const VALID: Kind = Kind {
    folder: "",
    purpose: "",
    code: None,
    url: None,
    traits: Traits::Identity,
    has_sms: false,
};
const INVALID: Kind = Kind { purpose: "unknown", traits: Traits::Unknown, ..VALID };

/// All kinds.
pub const KINDS: [Kind; 10] = [
    Kind {
        folder: "login_code/valid",
        purpose: "login",
        code: Some("LoginCode"),
        has_sms: true,
        ..VALID
    },
    Kind {
        folder: "registration_code/valid",
        purpose: "registration",
        code: Some("RegistrationCode"),
        traits: Traits::SignUp,
        has_sms: true,
        ..VALID
    },
    Kind {
        folder: "recovery_code/valid",
        purpose: "recovery",
        code: Some("RecoveryCode"),
        ..VALID
    },
    Kind {
        folder: "verification_code/valid",
        purpose: "verification",
        code: Some("VerificationCode"),
        url: Some("VerificationURL"),
        has_sms: true,
        ..VALID
    },
    Kind { folder: "recovery/valid", purpose: "recovery", url: Some("RecoveryURL"), ..VALID },
    Kind {
        folder: "verification/valid",
        purpose: "verification",
        url: Some("VerificationURL"),
        ..VALID
    },
    Kind { folder: "recovery/invalid", ..INVALID },
    Kind { folder: "recovery_code/invalid", ..INVALID },
    Kind { folder: "verification/invalid", ..INVALID },
    Kind { folder: "verification_code/invalid", ..INVALID },
];
