//! The list of all stories.

use std::{cell::OnceCell, rc::Rc};

use crate::{
    brands, ceremonies, forms, oauth2, pages, recorded, remarks, sessions, stops, story::Story,
    waiting,
};

thread_local! {
    static STORIES: OnceCell<Rc<Vec<Story>>> = const { OnceCell::new() };
}

/// Calls `look` with all stories, those of a group together.
pub fn with<T>(look: impl FnOnce(&[Story]) -> T) -> T {
    let stories = STORIES.with(|stories| stories.get_or_init(|| Rc::new(all())).clone());
    look(&stories)
}

fn all() -> Vec<Story> {
    let mut stories = recorded::stories();
    for more in [
        forms::stories(),
        waiting::stories(),
        stops::stories(),
        remarks::stories(),
        ceremonies::stories(),
        pages::stories(),
        sessions::stories(),
        oauth2::stories(),
        brands::stories(),
    ] {
        stories.extend(more);
    }
    let group = |story: &Story| story.id.split('/').next().unwrap_or_default().to_owned();
    // Stable, so a group keeps its order.
    stories.sort_by_key(group);
    stories
}
