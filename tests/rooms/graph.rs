//! The dependency graph of the crate's files.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Named, named};

/// Modules by path, such as `view::form`, each with those it uses.
pub struct Graph(BTreeMap<String, BTreeSet<String>>);

impl Graph {
    /// The graph of these files, given by path below `src` and text.
    ///
    /// A module's re-export of its own submodule doesn't count; a use of the re-export is a use of
    /// the file that defines the name.
    pub fn of_files(files: &[(String, String)]) -> Self {
        let modules: BTreeMap<String, Named> = files
            .iter()
            .map(|(path, text)| (path.trim_end_matches(".rs").replace('/', "::"), named(text)))
            .collect();
        let used_by = |module: &String, named: &Named| {
            let inside = [module, "::"].concat();
            let find = |path: &Vec<String>| resolve(&modules, module, path, true);
            let exported = named.exports.values().filter_map(find);
            let exported = exported.filter(|target| !target.starts_with(&inside));
            let targets = named.paths.iter().filter_map(find).chain(exported);
            targets.filter(|target| target != module).collect()
        };
        Self(
            modules
                .iter()
                .map(|(module, named)| (module.clone(), used_by(module, named)))
                .collect(),
        )
    }

    /// Each use of one file by another.
    pub fn uses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(by, used)| used.iter().map(move |used| (&**by, &**used)))
    }

    /// The cycles of more than two files.
    pub fn circles(&self) -> BTreeSet<BTreeSet<&str>> {
        let reach: BTreeMap<&str, BTreeSet<&str>> =
            self.0.keys().map(|file| (&**file, self.reached_from(file))).collect();
        let leads = |from: &str, to: &str| reach.get(from).is_some_and(|all| all.contains(to));
        let circle = |file: &&'_ str| {
            let all = reach.keys().copied();
            all.filter(|other| other == file || leads(file, other) && leads(other, file)).collect()
        };
        reach.keys().map(circle).filter(|circle: &BTreeSet<&str>| circle.len() > 2).collect()
    }

    fn reached_from<'a>(&'a self, file: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut open = vec![file];
        while let Some(next) = open.pop() {
            let used = self.0.get(next).into_iter().flatten();
            open.extend(used.map(String::as_str).filter(|used| found.insert(*used)));
        }
        found
    }
}

/// Resolves a path used in `module`; `None` for other crates and for `lib.rs`.
fn resolve(
    modules: &BTreeMap<String, Named>,
    module: &str,
    path: &[String],
    by_binding: bool,
) -> Option<String> {
    let below = |module: &str, name: &str| {
        if module.is_empty() { name.to_owned() } else { [module, "::", name].concat() }
    };
    let (first, mut rest) = path.split_first()?;
    let mut at = match &**first {
        "crate" => String::new(),
        "self" => module.to_owned(),
        "super" => above(module).to_owned(),
        name if modules.contains_key(&below(module, name)) => below(module, name),
        name if by_binding => {
            let target = modules.get(module)?.bindings.get(name)?;
            let target = [target, rest].concat();
            return resolve(modules, module, &target, false);
        }
        _ => return None,
    };
    while let Some((name, after)) = rest.split_first() {
        if name == "super" {
            at = above(&at).to_owned();
        } else if modules.contains_key(&below(&at, name)) {
            at = below(&at, name);
        } else if let Some(export) = modules.get(&at).and_then(|named| named.exports.get(name)) {
            let target = [export, after].concat();
            return resolve(modules, &at, &target, false);
        } else {
            break;
        }
        rest = after;
    }
    modules.contains_key(&at).then_some(at)
}

fn above(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(above, _)| above)
}
