//! The view options of the site.

use propylon::view::look::{AccountLook, Look};

/// The options of a site that names its app.
pub fn look() -> Look {
    let app = ("Notes".to_owned(), "https://notes.example".to_owned());
    Look {
        account: Some(AccountLook { app: Some(app), shows_schemes: true, has_apps: true }),
        ..Look::default()
    }
}
