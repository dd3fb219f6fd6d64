//! A site with a name, a logo, links and a background, and the menu for any page.

use propylon::kratos::flow::FlowKind;
use serde_json::{Value, json};

use crate::{
    flows::{flow, sign_in},
    machine::ready,
    story::Story,
};

pub fn stories() -> Vec<Story> {
    let sign_in = || ready(FlowKind::Login, &flow(FlowKind::Login, sign_in()));
    let story = |id: &str, brand: Value| Story::of_state(id, sign_in()).within(brand);
    let links = json!({"Terms": "/terms", "Privacy": "/privacy"});
    let logos = json!({"light": logo("%23123a6b"), "dark": logo("%23a9c8f5")});
    let name = "Notes";
    let busy = picture("%23000", "%23fff");
    let both = json!({"light": picture("%23f7c873", "%23e0625e"), "dark": picture("%23301b56", "%23004d5c")});
    vec![
        story("brand/name", json!({"name": name})),
        story("brand/logo", json!({"name": name, "logo": logo("%236a3fd0"), "links": links})),
        story("brand/logo-for-each-scheme", json!({"name": name, "logo": logos, "links": links})),
        story("brand/logo-that-does-not-load", json!({"name": name, "logo": "data:image/png,x"})),
        story(
            "brand/background",
            json!({"name": name, "logo": logos, "links": links, "background": both}),
        ),
        story(
            "brand/background-of-hard-contrasts",
            json!({"name": name, "links": links, "background": busy}),
        ),
        Story::menu("menu").pressing("summary"),
    ]
}

fn logo(colour: &str) -> String {
    format!(
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>\
         <path fill='{colour}' d='M4 2h12l4 4v16H4zm4 6v2h8V8zm0 5v2h8v-2z'/></svg>"
    )
}

/// A pattern of two colours.
fn picture(one: &str, other: &str) -> String {
    format!(
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 90'>\
         <pattern id='p' width='20' height='20' patternUnits='userSpaceOnUse'><path fill='{one}' d='M0 0h20v20H0z'/>\
         <path fill='{other}' d='M0 0h10v10H0zm10 10h10v10H10z'/></pattern><path fill='url(%23p)' d='M0 0h160v90H0z'/></svg>"
    )
}
