//! What no file shows: how scripts and apps of one's own call Kratos. Each is named with the command that shows it.

use super::{
    setup::{Out, Setup},
    tree::Node,
    url::Url,
};

/// Names what depends on calls, where the files make it likely that there are some.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    let base = setup.base.as_ref().map_or_else(|| "https://…".to_owned(), Url::shown);
    let base = base.trim_end_matches('/');
    let traits = "properties.traits.properties";
    let has_many = |node: &Node| node.at(traits).is_some_and(|traits| traits.entries().len() > 1);
    if setup.enabled("profile") && setup.schemas.iter().any(|schema| has_many(&schema.node)) {
        out.unseen(
            "Whether scripts of your own send all traits when they change one: Kratos drops those that a change of the profile leaves out. Compare the traits before and after it",
            &format!("curl -s -b ory_kratos_session=… {base}/sessions/whoami"),
        );
    }
    let list = kratos.node.at("selfservice.allowed_return_urls").map(Node::items);
    let mut urls = list.unwrap_or_default().iter().filter_map(|item| Url::read(item.text()?));
    // An address of its own scheme belongs to an app.
    if setup.enabled("oidc") && urls.any(|url| !url.is_web()) {
        out.unseen(
            "Whether the app exchanges both of its codes after a sign-in by a provider. Kratos answers 400 if one is missing, and 404 if they are of different sign-ins or the sign-in is not over",
            &format!("curl -i '{base}/sessions/token-exchange?init_code=…&return_to_code=…'"),
        );
    }
}
