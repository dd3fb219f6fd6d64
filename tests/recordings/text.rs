//! Writes what the machine does after an answer as text, for review.

use propylon::{
    flow::{effect::Effect, state::State},
    i18n::Catalog,
    replay::text::of_screen,
    view::{notice::Notice, screen::Screen},
};

/// The effects of the machine and the screen.
pub fn write(state: &State, effects: &[Effect], screen: &Screen) -> String {
    let mut out = String::new();
    // A background request doesn't change the screen.
    let is_shown = state.is_ready();
    for effect in effects {
        match effect {
            Effect::Send { .. } if is_shown => {}
            Effect::Send { request, .. } => out.extend(["→ ", &request.url, "\n"]),
            Effect::Navigate { url, .. } => out.extend(["⇒ ", url, "\n"]),
            _ => {}
        }
    }
    let goes_on = |effect: &Effect| matches!(effect, Effect::Send { .. } | Effect::Navigate { .. });
    if !is_shown && effects.iter().any(goes_on) {
        if let Some(remark) = &state.remark {
            let notice = Notice::from_remark(&Catalog::english(), remark);
            out.extend(["then: ", &notice.text, "\n"]);
        }
        return out;
    }
    if state.suspended.is_some() {
        out.push_str("(a page waits for this sign-in)\n");
    }
    out + &of_screen(screen)
}
