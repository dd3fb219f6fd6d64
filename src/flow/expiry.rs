//! When a flow is about to expire, and whether it may be replaced.

use super::time::epoch;
use crate::kratos::{flow::Flow, node::InputKind};

/// How long before its expiry a flow is renewed, in milliseconds.
const AHEAD: i64 = 30_000;

/// The minimum time between two renewals in milliseconds, so that a short lifespan does not cause a
/// flood of requests.
pub(super) const LEAST: i64 = 10_000;

/// In how many milliseconds `flow` should be renewed; `None` if that would lose a completed step.
///
/// The clocks of the browser and of Kratos may differ, so a new flow is measured by its own
/// `issued_at` and `expires_at`.
pub(super) fn due_in(flow: &Flow, is_new: bool, now: i64) -> Option<i64> {
    if !is_at_start(flow) {
        return None;
    }
    let expires = epoch(flow.expires_at.as_deref()?)?;
    let lifespan = flow.issued_at.as_deref().and_then(epoch).map(|issued| expires - issued);
    let left = match lifespan {
        Some(lifespan) if is_new => lifespan,
        Some(lifespan) => lifespan.min(expires - now),
        None => expires - now,
    };
    Some((left - AHEAD).max(left / 2).max(LEAST))
}

/// Whether no step of the flow has been completed, so that a new flow is equivalent.
pub(super) fn is_at_start(flow: &Flow) -> bool {
    let is_first = matches!(flow.state.as_deref(), None | Some("choose_method" | "show_form"));
    let has_step_behind = flow.inputs().any(|input| {
        let is_chosen = input.kind == InputKind::Hidden
            && (input.name == "identifier" || input.name.starts_with("traits."));
        is_chosen || input.name == "lookup_secret_confirm"
    });
    is_first && !has_step_behind
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn flow(state: &str, nodes: Value) -> Flow {
        let flow = json!({"id": "f", "state": state,
            "issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-01T01:00:00Z",
            "ui": {"action": "/self-service/login", "nodes": nodes}});
        Flow::read(&flow.into()).unwrap()
    }

    #[test]
    fn a_flow_is_renewed_half_a_minute_before_its_end_whatever_the_browsers_clock_says() {
        let start = epoch("2026-01-01T00:00:00Z").unwrap();
        let login = flow("choose_method", json!([]));
        assert_eq!(due_in(&login, true, start + 9_000_000), Some(3_570_000));
        assert_eq!(due_in(&login, false, start + 600_000), Some(2_970_000));
        assert_eq!(due_in(&login, false, start + 9_000_000), Some(LEAST));
    }

    #[test]
    fn a_flow_with_a_completed_step_is_not_renewed() {
        assert_eq!(due_in(&flow("sent_email", json!([])), true, 0), None);
        let chosen = json!([{"type": "input", "group": "default",
            "attributes": {"name": "traits.email", "type": "hidden", "value": "a"}}]);
        assert_eq!(due_in(&flow("choose_method", chosen), true, 0), None);
    }
}
