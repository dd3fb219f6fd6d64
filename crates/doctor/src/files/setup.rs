//! All given files together, and what the checks ask of them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    fix::{Corrected, Edit},
    source::{Kind, Source},
    tree::Node,
    url::{self, Url},
};
use crate::{Finding, Report, report::Fact, report::Unseen};

/// What is to be checked.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Input {
    /// The files, in any order; what each is, is told by its content.
    pub files: Vec<InputFile>,
    /// Where the parts are, as far as known.
    #[serde(default)]
    pub urls: Urls,
}

/// A file as text.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct InputFile {
    /// Its name, for findings.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// Where the parts are.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Urls {
    /// Kratos, as browsers reach it.
    #[serde(default)]
    pub url: Option<String>,
    /// The sign-in pages, if they are elsewhere.
    #[serde(default)]
    pub site: Option<String>,
    /// The API behind the gateway.
    #[serde(default)]
    pub api: Option<String>,
}

/// The findings of files, and the files with their safe corrections.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checked {
    /// The findings, the worst first.
    #[serde(flatten)]
    pub report: Report,
    /// The corrected files, those only that change.
    pub corrected: Vec<Corrected>,
}

/// All configurations together.
#[derive(Debug, Default)]
pub struct Setup<'a> {
    /// Kratos' configuration.
    pub kratos: Option<&'a Source>,
    /// The identity schemas.
    pub schemas: Vec<&'a Source>,
    /// Oathkeeper's configuration.
    pub oathkeeper: Option<&'a Source>,
    /// The access rules of all files.
    pub rules: Vec<Access<'a>>,
    /// `config.json` of the site.
    pub site: Option<&'a Source>,
    /// Kubernetes' Ingresses.
    pub ingresses: Vec<&'a Source>,
    /// Kratos as browsers reach it: `serve.public.base_url`, else as given.
    pub base: Option<Url>,
    /// The sign-in pages as browsers reach them: by flow, else as given.
    pub pages: Vec<Page>,
    /// The API behind the gateway, as given.
    pub api: Option<Url>,
    /// Kratos' URL as given.
    pub url: Option<Url>,
    /// Whether the set-up is for others than its developer: Kratos has a name and https.
    pub public: bool,
}

/// A page of the site that Kratos' configuration names.
#[derive(Clone, Debug)]
pub struct Page {
    /// The key that names it.
    pub path: String,
    /// Its URL.
    pub url: Url,
}

/// An access rule.
#[derive(Clone, Debug)]
pub struct Access<'a> {
    /// The file that has it.
    pub source: &'a Source,
    /// The rule.
    pub node: &'a Node,
    /// Where it stands in the file: `[0]`, or nothing.
    pub path: String,
}

/// The flows of Kratos that have a page.
pub const FLOWS: [&str; 6] =
    ["login", "registration", "recovery", "verification", "settings", "error"];

impl<'a> Setup<'a> {
    /// Takes the sources apart.
    #[must_use]
    pub fn new(sources: &'a [Source], urls: &Urls) -> Self {
        let read = |text: &Option<String>| text.as_deref().and_then(Url::read);
        let mut setup = Self { url: read(&urls.url), api: read(&urls.api), ..Self::default() };
        for source in sources {
            match source.kind {
                Kind::Kratos => setup.kratos = setup.kratos.or(Some(source)),
                Kind::Oathkeeper => setup.oathkeeper = setup.oathkeeper.or(Some(source)),
                Kind::Site => setup.site = setup.site.or(Some(source)),
                Kind::Identity => setup.schemas.push(source),
                Kind::Ingress => setup.ingresses.push(source),
                Kind::Rules => setup.rules.extend(accesses(source)),
                Kind::Other | Kind::Unknown => {}
            }
        }
        let own = |path: &str| {
            setup.kratos.and_then(|kratos| kratos.node.text_at(path)).and_then(Url::read)
        };
        setup.base = own("serve.public.base_url").or_else(|| setup.url.clone());
        let mut pages: Vec<Page> = FLOWS
            .iter()
            .map(|flow| format!("selfservice.flows.{flow}.ui_url"))
            .filter_map(|path| own(&path).map(|url| Page { path, url }))
            .collect();
        if pages.is_empty() {
            pages.extend(read(&urls.site).map(|url| Page { path: "--site".to_owned(), url }));
        }
        setup.pages = pages;
        setup.public =
            setup.base.iter().chain(&setup.url).any(|base| {
                base.scheme == "https" && !base.is_local() && !url::is_address(&base.host)
            });
        setup
    }

    /// Whether a method is on in Kratos' configuration.
    #[must_use]
    pub fn enabled(&self, method: &str) -> bool {
        let Some(kratos) = self.kratos else { return false };
        let path = format!("selfservice.methods.{method}.enabled");
        match method {
            // Who wants codes to sign in with wants codes; that they are off is said where it stands.
            "code" if kratos.node.true_at("selfservice.methods.code.passwordless_enabled") => true,
            // On unless they are switched off.
            "password" | "code" | "profile" => !kratos.node.at(&path).is_some_and(Node::is_false),
            _ => kratos.node.true_at(&path),
        }
    }

    /// Whether people sign in by code.
    #[must_use]
    pub fn code_signs_in(&self) -> bool {
        self.enabled("code")
            && self.kratos.is_some_and(|kratos| {
                kratos.node.true_at("selfservice.methods.code.passwordless_enabled")
            })
    }

    /// The origins of the sign-in pages, each once; without one that is a slip.
    #[must_use]
    pub fn page_origins(&self) -> Vec<String> {
        let odd = odd_one_out(&self.pages).map(|page| page.path.as_str());
        let mut origins: Vec<String> = self
            .pages
            .iter()
            .filter(|page| page.url.is_web() && Some(page.path.as_str()) != odd)
            .map(|page| page.url.origin())
            .collect();
        origins.sort();
        origins.dedup();
        origins
    }
}

/// The only page whose origin differs, if there are at least three with the other.
#[must_use]
pub fn odd_one_out(pages: &[Page]) -> Option<&Page> {
    let odd = |page: &&Page| {
        pages.iter().filter(|other| other.url.origin() == page.url.origin()).count() == 1
    };
    let mut found = pages.iter().filter(odd);
    let (first, second) = (found.next()?, found.next());
    (pages.len() > 3 && second.is_none()).then_some(first)
}

fn accesses(source: &Source) -> Vec<Access<'_>> {
    if source.node.items().is_empty() && !source.node.entries().is_empty() {
        return vec![Access { source, node: &source.node, path: String::new() }];
    }
    let items = source.node.items().iter().enumerate();
    items.map(|(index, node)| Access { source, node, path: format!("[{index}]") }).collect()
}

impl Access<'_> {
    /// The path of a key in this rule.
    #[must_use]
    pub fn path(&self, key: &str) -> String {
        let dot = if self.path.is_empty() || key.is_empty() { "" } else { "." };
        [self.path.as_str(), dot, key].concat()
    }

    /// Its name in sentences.
    #[must_use]
    pub fn name(&self) -> &str {
        self.node.text_at("id").unwrap_or("without id")
    }

    /// The methods that it matches, in capitals.
    #[must_use]
    pub fn methods(&self) -> Vec<String> {
        self.node.texts_at("match.methods").map(|(text, _)| text.to_ascii_uppercase()).collect()
    }
}

/// What the checks find.
#[derive(Debug, Default)]
pub struct Out {
    /// The report so far.
    pub report: Report,
    /// The safe corrections so far.
    pub edits: Vec<Edit>,
    /// Causes that were said, where one cause shows at many places.
    told: HashSet<String>,
}

impl Out {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.report.findings.push(finding);
    }

    /// Adds a finding with the edit that mends it, if there is one.
    pub fn fix(&mut self, finding: Finding, edit: Option<Edit>) {
        self.report.findings.push(finding);
        self.edits.extend(edit);
    }

    /// Whether a cause has not been said yet.
    pub fn first(&mut self, cause: &str) -> bool {
        self.told.insert(cause.to_owned())
    }

    /// Adds a fact.
    pub fn fact(&mut self, name: &str, value: &str) {
        self.report.facts.push(Fact {
            group: "Files",
            name: name.to_owned(),
            value: value.to_owned(),
        });
    }

    /// Adds what files do not show.
    pub fn unseen(&mut self, what: &str, command: &str) {
        self.report.unseen.push(Unseen { what: what.to_owned(), command: command.to_owned() });
    }
}
