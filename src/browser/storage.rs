//! What a tab remembers over a reload of its page.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    // A browser that forbids storage throws here; then nothing is remembered.
    web_sys::window()?.session_storage().ok()?
}

fn key(name: &str) -> String {
    ["propylon.", name].concat()
}

/// What is kept under `name`.
pub(crate) fn kept(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Keeps `text` under `name`, or forgets what is kept there.
pub(crate) fn keep(name: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    // Fails where the storage is full: a reload then finds an empty form.
    let _ = match text {
        Some(text) => storage.set_item(&key(name), text),
        None => storage.remove_item(&key(name)),
    };
}
