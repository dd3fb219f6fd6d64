//! The numbers of Kratos' messages that mean something to us, wherever they are asked for.
//!
//! The number says what happened; the text is for people. See
//! <https://www.ory.sh/docs/kratos/concepts/ui-user-interface#ui-message-codes> and
//! docs/kratos.md#messages-known-by-number.

/// The address belongs to an account that signs in another way: linking the two is offered.
pub const LINKING: i64 = 1_010_016;
/// Registration: the first step is done, now a way to sign in is chosen.
pub const CHOOSE_CREDENTIAL: i64 = 1_040_009;
/// The label of the button that signs up.
pub const SIGN_UP: i64 = 1_040_001;
/// The settings were saved. A flow's `state` may still say so when a later change was refused, so only the
/// message of this answer counts.
pub const SAVED: i64 = 1_050_001;
/// The secret of an authenticator app.
pub const TOTP_SECRET: i64 = 1_050_006;
/// A backup code that was used.
pub const USED_CODE: i64 = 1_050_014;
/// The backup codes.
pub const BACKUP_CODES: i64 = 1_050_015;
/// The label of the button that sends another code.
pub const RESEND: i64 = 1_070_008;
/// Anything, said in the text alone.
pub const GENERAL: i64 = 4_000_001;
/// A field is empty.
pub const EMPTY: i64 = 4_000_002;
/// The password or the account is wrong.
pub const WRONG_CREDENTIALS: i64 = 4_000_006;
/// Registration: an account has this identifier; alone, or with the ways to sign in to it.
pub const TAKEN: [i64; 3] = [4_000_007, 4_000_027, 4_000_028];
/// Two numbers for a passkey or security key whose origin or signature is wrong.
pub const UNVERIFIED_CREDENTIAL: [i64; 2] = [4_000_008, 4_000_043];
/// The account's address is not verified yet.
pub const UNVERIFIED_ADDRESS: i64 = 4_000_010;
/// No account knows the passkey or security key.
pub const UNKNOWN_CREDENTIAL: i64 = 4_000_015;
/// A value has the wrong type.
pub const WRONG_TYPE: i64 = 4_000_026;
/// No account signs in by code with this address.
pub const NO_CODE_ACCOUNT: i64 = 4_000_035;
/// No account has this identifier.
pub const NO_ACCOUNT: i64 = 4_000_037;
/// No method took the submit of a login, a registration, settings, a recovery, a verification.
pub const NO_METHOD: std::ops::RangeInclusive<i64> = 4_010_002..=4_010_006;
/// What a recovery refuses.
pub const RECOVERY: std::ops::Range<i64> = 4_060_000..4_061_000;
/// The recovery code is wrong or used.
pub const RECOVERY_CODE: i64 = 4_060_006;
/// What a verification refuses.
pub const VERIFICATION: std::ops::Range<i64> = 4_070_000..4_071_000;
/// The verification code is wrong or used.
pub const VERIFICATION_CODE: i64 = 4_070_006;
/// The step is done and a code or link is on its way: what each flow says of it.
pub const SENT: [i64; 10] = [
    1_010_014, 1_010_025, 1_040_005, 1_060_002, 1_060_003, 1_060_004, 1_060_006, 1_080_001,
    1_080_003, 1_080_004,
];
