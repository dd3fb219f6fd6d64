//! The ids of Kratos' messages that this crate handles.
//!
//! The id says what happened; the text is for people. See
//! <https://www.ory.sh/docs/kratos/concepts/ui-user-interface#ui-message-codes> and
//! docs/kratos.md#messages-known-by-number.

/// The address belongs to an account with another sign-in method; Kratos offers to link the two.
pub const LINKING: i64 = 1_010_016;
/// Registration: the first step is done; now a sign-in method is chosen.
pub const CHOOSE_CREDENTIAL: i64 = 1_040_009;
/// The label of the sign-up button.
pub const SIGN_UP: i64 = 1_040_001;
/// The settings were saved. A flow's `state` may still be `success` when a later change was
/// refused, so only this message counts.
pub const SAVED: i64 = 1_050_001;
/// The secret of an authenticator app.
pub const TOTP_SECRET: i64 = 1_050_006;
/// A backup code that was used.
pub const USED_CODE: i64 = 1_050_014;
/// The backup codes.
pub const BACKUP_CODES: i64 = 1_050_015;
/// The label of the resend button.
pub const RESEND: i64 = 1_070_008;
/// A general message; only its text says what it means.
pub const GENERAL: i64 = 4_000_001;
/// A field is empty.
pub const EMPTY: i64 = 4_000_002;
/// A captcha has to be solved.
pub const CAPTCHA: i64 = 1_070_015;
/// The identifier or the password is wrong.
pub const WRONG_CREDENTIALS: i64 = 4_000_006;
/// Registration: the identifier is taken. The last two also name the account's sign-in methods.
pub const TAKEN: [i64; 3] = [4_000_007, 4_000_027, 4_000_028];
/// The origin or signature of a passkey or security key is wrong.
pub const UNVERIFIED_CREDENTIAL: [i64; 2] = [4_000_008, 4_000_043];
/// The account's address is not verified yet.
pub const UNVERIFIED_ADDRESS: i64 = 4_000_010;
/// No account has this passkey or security key.
pub const UNKNOWN_CREDENTIAL: i64 = 4_000_015;
/// A value has the wrong type.
pub const WRONG_TYPE: i64 = 4_000_026;
/// No account with this address signs in by code.
pub const NO_CODE_ACCOUNT: i64 = 4_000_035;
/// No account has this identifier.
pub const NO_ACCOUNT: i64 = 4_000_037;
/// No method accepted the submit (login, registration, settings, recovery, verification).
pub const NO_METHOD: std::ops::RangeInclusive<i64> = 4_010_002..=4_010_006;
/// Recovery errors.
pub const RECOVERY: std::ops::Range<i64> = 4_060_000..4_061_000;
/// The recovery code is wrong or used.
pub const RECOVERY_CODE: i64 = 4_060_006;
/// The recovery was completed before, by the same link.
pub const ALREADY_RECOVERED: [i64; 2] = [4_060_001, 4_060_004];
/// Verification errors.
pub const VERIFICATION: std::ops::Range<i64> = 4_070_000..4_071_000;
/// The verification was completed before, by the same code or link.
pub const ALREADY_VERIFIED: i64 = 4_070_002;
/// The verification code is wrong or used.
pub const VERIFICATION_CODE: i64 = 4_070_006;
/// A code or link was sent: the id in each flow.
pub const SENT: [i64; 10] = [
    1_010_014, 1_010_025, 1_040_005, 1_060_002, 1_060_003, 1_060_004, 1_060_006, 1_080_001,
    1_080_003, 1_080_004,
];
/// A code was sent in an e-mail, whatever the address is.
pub const SENT_BY_EMAIL: [i64; 3] = [1_060_002, 1_060_003, 1_080_003];
/// A code was sent to a phone, whatever the address is.
pub const SENT_BY_PHONE: [i64; 1] = [1_080_004];
/// A value must be a certain one; of a checkbox, ticked.
pub const CONSTANT: [i64; 2] = [4_000_029, 4_000_030];
