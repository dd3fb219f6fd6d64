//! The binary that Trunk builds. `www/boot.js` loads it and calls [`propylon::site::start`].

fn main() {
    #[cfg(debug_assertions)]
    leptos::logging::log!("propylon: debug build");
}
