//! Scripts and settings that repeat Rust code, because they can't read it, are equal to it.

#![allow(missing_docs)]
// clippy.toml's exceptions for tests don't cover shared functions.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{collections::BTreeSet, fs, path::Path};

use propylon::{
    kratos::{flow::FlowKind, request::CARRIED},
    site::route::Page,
};

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The text between `start` and `end` in a file.
fn between(file: &str, start: &str, end: &str) -> String {
    let text = read(file);
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{file} has no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("{file}: no {end} after {start}")).0.to_owned()
}

/// The texts in double quotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// Kratos' own flows.
fn flows() -> Vec<&'static str> {
    let own = FlowKind::ALL.into_iter().filter(|kind| !kind.is_oauth2());
    own.map(FlowKind::as_str).collect()
}

#[test]
fn the_boot_script_begins_a_flow_with_the_query_that_the_app_asks_for() {
    assert_eq!(quoted(&between("www/boot.js", "CARRIED = [", "]")), CARRIED);
}

#[test]
fn the_boot_script_and_the_package_know_every_language() {
    let files =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/i18n/locales")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let tags = names.map(|name| name.replace(".txt", "")).filter(|tag| tag != "en");
    let tags: BTreeSet<_> = tags.collect();
    let listed = between("www/boot.js", "NAMES = new Map([", "]);");
    let listed = quoted(&listed).into_iter().step_by(2).filter(|tag| *tag != "en");
    assert_eq!(listed.map(str::to_owned).collect::<BTreeSet<_>>(), tags);
    let listed = between("pkg-template/src/locales.js", "new Map([", "]);");
    let listed = quoted(&listed).into_iter().map(|text| text.trim_start_matches("./locales/"));
    assert_eq!(listed.map(|text| text.replace(".js", "")).collect::<BTreeSet<_>>(), tags);
}

#[test]
fn site_and_package_choose_a_language_by_the_same_function() {
    for file in ["www/boot.js", "pkg-template/src/locales.js"] {
        let text = read(file);
        assert!(text.contains(r#"import { negotiate } from "./controls/negotiate.js";"#), "{file}");
        assert!(!text.contains("const negotiate"), "{file}");
    }
}

#[test]
fn options_and_attributes_of_the_package_are_parameters_of_a_flow() {
    let options = between("pkg-template/src/query.js", "PARAMETERS = {", "}");
    let options: BTreeSet<_> = quoted(&options).into_iter().collect();
    let expected = CARRIED.into_iter().filter(|name| *name != "logout_challenge");
    assert_eq!(options, expected.chain(["flow"]).collect());
    let attributes = between("pkg-template/src/define.js", "PARAMETERS = {", "}");
    let values =
        attributes.lines().filter_map(|line| line.split_once(": ")).map(|(_, value)| value);
    for value in values.flat_map(quoted) {
        assert!(value == "id" || options.contains(value), "{value}");
    }
}

#[test]
fn every_list_of_flows_has_all_of_them() {
    let boot = between("www/boot.js", r"/^\/(", ")");
    assert_eq!(boot.split('|').collect::<Vec<_>>(), flows());
    assert_eq!(quoted(&between("pkg-template/src/flows.js", "FLOWS = [", "]")), flows());
    assert_eq!(quoted(&between("pkg-template/src/index.d.ts", "KratosFlowName = ", ";")), flows());
    for file in ["auth.js", "native.js", "early.js", "sorry.js", "record/watch.js", "define.js"] {
        let text = read(&format!("pkg-template/src/{file}"));
        assert!(text.contains("import { FLOWS"), "{file} has a list of its own");
    }
    // The page of a sign-out is the site's.
    let others = FlowKind::ALL.into_iter().filter(|kind| kind.is_oauth2());
    let others: Vec<_> =
        others.filter(|kind| *kind != FlowKind::EndSession).map(FlowKind::as_str).collect();
    assert_eq!(quoted(&between("pkg-template/src/flows.js", "QUESTIONS = [", "]")), others);
    let elements = between("pkg-template/src/define.js", "KINDS = [", "]");
    assert!(elements.starts_with("...FLOWS, ...QUESTIONS, "), "{elements}");
}

#[test]
fn the_wrappers_know_every_kind_of_element_and_every_attribute() {
    let kinds = between("pkg-template/src/define.js", "KINDS = [...FLOWS, ...QUESTIONS, ", "]");
    let questions = between("pkg-template/src/flows.js", "QUESTIONS = [", "]");
    let kinds: Vec<_> =
        flows().into_iter().chain(quoted(&questions)).chain(quoted(&kinds)).collect();
    assert_eq!(quoted(&between("pkg-template/src/wrapper.js", "KINDS = [", "]")), kinds);

    let camel = |attribute: &str| {
        let (first, rest) = attribute.split_once('-')?;
        let (initial, rest) = rest.split_at(1);
        Some([first, &initial.to_uppercase(), rest].concat())
    };
    let define = "pkg-template/src/define.js";
    let parameters = between(define, "PARAMETERS = {", "}");
    let own = between(define, "OWN = { user: {", "}");
    let keys = parameters.split(',').chain(own.split(',')).filter_map(|pair| pair.split_once(':'));
    let keys = keys.map(|(key, _)| key.trim().trim_matches('"'));
    let others = between(define, "ATTRIBUTES = [", ", DEFERRED");
    let attributes: BTreeSet<_> = quoted(&others)
        .into_iter()
        .chain(keys)
        .map(|attribute| camel(attribute).unwrap_or_else(|| attribute.to_owned()))
        .collect();
    let listed = between("pkg-template/src/wrapper.js", "PROPERTIES = [", "]");
    assert_eq!(quoted(&listed).into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), attributes);
}

#[test]
fn the_boot_script_knows_the_other_path_of_verification() {
    let other = between("www/boot.js", r"replace(/^\", r"\b/");
    assert_eq!(Page::at(&other), Page::Flow(FlowKind::Verification));
}

#[test]
fn every_link_to_a_page_of_the_site_leads_to_one() {
    let mut paths = BTreeSet::new();
    for file in ["src/view/site.rs", "src/view/action.rs", "src/site/pages.rs", "src/flow/offer.rs"]
    {
        let text = read(file);
        let literals =
            quoted(&text).into_iter().map(|text| text.split('?').next().unwrap_or_default());
        let is_path = |text: &&str| {
            text.strip_prefix('/')
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_lowercase()))
        };
        paths.extend(literals.filter(is_path).map(str::to_owned));
    }
    assert!(paths.len() >= 6, "{paths:?}");
    for path in paths {
        assert_ne!(Page::at(&path), Page::Missing, "{path}");
    }
}

#[test]
fn kratos_is_told_of_pages_that_the_site_has() {
    let settings = read("deploy/kratos/kratos.yml");
    let urls = settings.lines().filter_map(|line| line.trim().split_once("_url: "));
    let paths = urls.filter_map(|(_, url)| url.strip_prefix("http://localhost:4455"));
    let paths: Vec<&str> = paths.collect();
    assert!(paths.len() >= flows().len(), "{paths:?}");
    for path in paths {
        assert_ne!(Page::at(path), Page::Missing, "{path}");
    }
}

#[test]
fn trunk_hands_to_kratos_what_caddy_does() {
    let caddy = between("deploy/Caddyfile", "@kratos path ", "\n");
    let proxies = read("Trunk.toml");
    for line in
        proxies.lines().filter_map(|line| line.strip_prefix("backend = \"http://127.0.0.1:4433"))
    {
        let path = [line.trim_end_matches('"'), "*"].concat();
        assert!(caddy.split_whitespace().any(|other| other == path), "{path} is not in {caddy}");
    }
}

#[test]
fn the_service_for_clients_says_what_the_pages_do_at_their_paths() {
    for kind in FlowKind::ALL.into_iter().filter(|kind| kind.is_oauth2()) {
        let file = format!("crates/consent/src/{}.rs", kind.as_str().replace('-', "_"));
        assert_eq!(between(&file, "PATH: &str = \"", "\""), kind.path());
    }
    let english = read("src/i18n/locales/en.txt");
    let form = read("crates/consent/src/form.rs");
    let mut count = 0;
    for after in form.split("9_0").skip(1) {
        let (id, rest) = after.split_once(|c: char| !c.is_ascii_digit() && c != '_').unwrap();
        let id = format!("90{}", id.replace('_', ""));
        // The label of this button is an app's name.
        if id == "9030004" {
            continue;
        }
        let texts = english.lines().filter_map(|line| line.split_once('='));
        let found = texts.filter(|(key, _)| *key == id).map(|(_, text)| text).next();
        let text = found.unwrap_or_else(|| panic!("no text for {id}"));
        let own = rest.trim_start_matches([' ', '\n', ',']);
        let own = own.strip_prefix("\"text\": ").unwrap_or(own);
        if let Some(own) = own.strip_prefix('"') {
            let own = own.split('"').next().unwrap();
            assert!(text.starts_with(own), "{id} is {text}, and the service says {own}");
            count += 1;
        }
    }
    assert!(count > 10, "only {count} texts");
}
