//! `transient_payload`: what a submit tells web hooks and the check of a captcha (see
//! docs/kratos.md#bodies).

use super::{draft::Fields, traits::put};
use crate::json::Json;

/// Replaces the fields `transient_payload.…` of a form by the one that Kratos reads, whose value is
/// JSON.
pub(super) fn gather(mut body: Fields) -> Fields {
    let mut payload = Json::Object(Vec::new());
    body.retain(|(name, value)| {
        let path = name.strip_prefix("transient_payload.");
        if let Some(path) = path {
            put(&mut payload, path, Some(Json::text(value)));
        }
        path.is_none()
    });
    if !payload.obj().members().is_empty() {
        body.push(("transient_payload".to_owned(), payload.to_text()));
    }
    body
}
