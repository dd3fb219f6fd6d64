mod pages;
use tauri::{WebviewUrl, WebviewWindowBuilder, async_runtime::block_on};

fn main() {
    let app = tauri::Builder::default().setup(|app| {
        let url = block_on(pages::serve(app.asset_resolver()))?;
        let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::External(url.join("inbox")?));
        // What is not the app's own is for the person's browser, and only pages of the web are.
        let window = window.on_navigation(move |to| {
            if to.origin() != url.origin() && to.scheme() == "https" {
                let _ = tauri_plugin_opener::open_url(to, None::<&str>);
            }
            to.origin() == url.origin()
        });
        window.build().map(drop).map_err(Into::into)
    });
    app.run(tauri::generate_context!()).expect("the app runs");
}
