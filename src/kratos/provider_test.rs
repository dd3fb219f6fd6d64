//! An administrator's test of a social sign-in provider: `test_context` of a login flow (Kratos from 2026
//! on). Nobody is signed in by it.

use crate::json::{Json, Obj};

/// A test, and its result once the provider has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderTest {
    /// Kratos' id of the provider.
    pub provider: String,
    /// What Kratos recorded, by its names: claims, the mapper's output, errors. Objects are JSON text.
    /// `None` before the provider has answered.
    pub result: Option<Vec<(String, String)>>,
    /// Why the test failed.
    pub error: Option<String>,
}

impl ProviderTest {
    pub(super) fn read(flow: Obj<'_>) -> Option<Self> {
        let test = flow.obj("test_context");
        let payload = test.obj("debug_payload");
        let text = |value: &Json| value.scalar().unwrap_or_else(|| value.to_text());
        let members = payload.members().iter().map(|(name, value)| (name.clone(), text(value)));
        Some(Self {
            provider: test.text("provider_id")?,
            result: test.has("debug_payload").then(|| members.collect()),
            error: payload.obj("error").text("message"),
        })
    }
}
