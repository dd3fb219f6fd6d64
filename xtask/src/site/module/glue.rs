//! wasm-bindgen's script: the imports it provides and the exports it calls.
//!
//! Its format is fixed by wasm-bindgen's version, with each import and declaration on its own
//! lines. A version with another format makes the build fail.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

const START: &str =
    "function __wbg_get_imports() {\n    const import0 = {\n        __proto__: null,\n";
const END: &str = "    };\n    return {\n        __proto__: null,\n        \"";
const SHORT_START: &str = "function __wbg_get_imports() {\n    const import0 = [\n";
const SHORT_END: &str = "    ];\n    return {\n        __proto__: null,\n        \"";
const EXPORTS: &str = "\nexport { initSync, __wbg_init as default };";
/// Only the async loader is used, so `initSync` is removed.
const SHORT_EXPORTS: &str = "\nexport { __wbg_init as default };";
const CALL: &str = "wasm.";

/// A parsed script.
pub struct Glue {
    before: String,
    /// The provided functions, in order.
    imports: Vec<Import>,
    namespace: String,
    after: String,
}

struct Import {
    name: String,
    /// `function(arg0) { … }` or `function() { return handleError(…); }`, by lines.
    body: String,
}

impl Glue {
    /// Parses a script.
    pub fn read(text: &str) -> Result<Self> {
        let (before, rest) = once(text, START)?;
        let (imports, rest) = once(rest, END)?;
        let (namespace, after) = rest.split_once("\": import0,\n").with_context(|| strange(END))?;
        // Scripts of other crates add import objects, which also import by name.
        if before.lines().any(|line| line.starts_with("import ")) || after.contains("import1") {
            bail!(
                "wasm-bindgen's script has imports of its own, which xtask's site/module.rs does not know"
            );
        }
        if after.contains("wasm[") || before.contains("wasm[") {
            bail!("wasm-bindgen's script calls exports by computed names");
        }
        Ok(Self {
            before: before.to_owned(),
            imports: functions(imports)?,
            namespace: namespace.to_owned(),
            after: after.to_owned(),
        })
    }

    /// Writes the script unchanged.
    pub fn write(&self) -> String {
        let mut text = [&self.before, START].concat();
        for Import { name, body } in &self.imports {
            text.push_str(&format!("        {name}: {body}"));
        }
        text + END + &self.namespace + "\": import0,\n" + &self.after
    }

    /// The namespace of the imports.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The code of an import, without comments.
    pub fn body(&self, name: &str) -> Result<String> {
        let import = self.imports.iter().find(|import| import.name == name);
        let import = import.with_context(|| {
            format!("the WebAssembly imports {name}, which wasm-bindgen's script does not have")
        })?;
        let lines = import.body.lines().filter(|line| !line.trim_start().starts_with("//"));
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }

    /// The exports it calls.
    pub fn exports(&self) -> BTreeSet<&str> {
        let bodies = self.imports.iter().map(|import| import.body.as_str());
        [self.before.as_str(), self.after.as_str()]
            .into_iter()
            .chain(bodies)
            .flat_map(calls)
            .collect()
    }

    /// Keeps only the wanted imports, and returns their numbers in the list of
    /// [`Self::write_short`].
    pub fn number(&mut self, wanted: &BTreeSet<&str>) -> BTreeMap<String, String> {
        self.imports.retain(|import| wanted.contains(import.name.as_str()));
        // Similar code compresses better side by side.
        self.imports.sort_by(|one, other| one.body.cmp(&other.body));
        let names = self.imports.iter().map(|import| import.name.clone());
        names.enumerate().map(|(place, name)| (name, place.to_string())).collect()
    }

    /// Writes the script with the imports in a list, which needs no names, with new names for
    /// exports, and without `initSync`.
    pub fn write_short(
        &self,
        namespace: &str,
        exports: &BTreeMap<String, String>,
    ) -> Result<String> {
        let bodies: String = self.imports.iter().map(|import| import.body.as_str()).collect();
        let (after, rest) = once(&self.after, EXPORTS)?;
        let after = ["\": import0,\n", after, SHORT_EXPORTS, rest].concat();
        let text = [&self.before, SHORT_START, &bodies, SHORT_END, namespace, &after].concat();
        rename_calls(&text, exports)
    }
}

/// Parses the functions of the import object.
fn functions(text: &str) -> Result<Vec<Import>> {
    let mut found: Vec<Import> = Vec::new();
    let mut open = false;
    for line in text.split_inclusive('\n') {
        if !open {
            let (name, body) = line
                .strip_prefix("        ")
                .and_then(|line| line.split_once(": "))
                .filter(|(name, body)| {
                    identifiers(name).eq([*name]) && body.starts_with("function(")
                })
                .with_context(|| strange(line))?;
            if found.iter().any(|import| import.name == name) {
                bail!("wasm-bindgen's script has the import {name} twice");
            }
            found.push(Import { name: name.to_owned(), body: body.to_owned() });
            open = true;
        } else if let Some(import) = found.last_mut() {
            import.body.push_str(line);
            if line == "        },\n" || line == "        }, arguments); },\n" {
                open = false;
            } else if !line.starts_with("            ") && !line.trim().is_empty() {
                bail!(strange(line));
            }
        }
    }
    if open {
        bail!(strange("the last import"));
    }
    Ok(found)
}

/// The names after `wasm.`.
fn calls(text: &str) -> impl Iterator<Item = &str> {
    call_places(text).map(|place| first_identifier(&text[place..]))
}

fn rename_calls(text: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut out = String::new();
    let mut done = 0;
    for place in call_places(text) {
        let name = first_identifier(&text[place..]);
        let new = names.get(name).with_context(|| {
            format!("wasm-bindgen's script calls {name}, which has no new name")
        })?;
        out.push_str(&text[done..place]);
        out.push_str(new);
        done = place + name.len();
    }
    out.push_str(&text[done..]);
    Ok(out)
}

/// The positions of names after `wasm.`.
fn call_places(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(CALL).filter_map(|(place, call)| {
        let alone = !text[..place].ends_with(|before| is_of_name(before) || before == '.');
        let after = place + call.len();
        (alone && text[after..].starts_with(is_of_name)).then_some(after)
    })
}

fn first_identifier(text: &str) -> &str {
    &text[..text.find(|c| !is_of_name(c)).unwrap_or(text.len())]
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_of_name(c)).filter(|name| !name.is_empty())
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

/// Splits `text` at `part`, which must occur exactly once.
fn once<'a>(text: &'a str, part: &str) -> Result<(&'a str, &'a str)> {
    let (before, after) = text.split_once(part).with_context(|| strange(part))?;
    if after.contains(part) {
        bail!(strange(part));
    }
    Ok((before, after))
}

fn strange(part: &str) -> String {
    format!(
        "wasm-bindgen's script has another shape than xtask's site/module.rs expects at {:?}; read \
         what changed in the release of wasm-bindgen, and adapt it",
        part.trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("sample.js");

    #[test]
    fn a_script_comes_together_as_it_was() {
        assert_eq!(Glue::read(SAMPLE).unwrap().write(), SAMPLE);
    }

    #[test]
    fn calls_are_told_from_what_looks_like_them() {
        let text = "wasm.start(wasm.memory.buffer); 'site_bg.wasm'; x.wasm.no; xwasm.no; wasm;";
        assert_eq!(calls(text).collect::<Vec<_>>(), ["start", "memory"]);
    }

    #[test]
    fn the_same_code_with_other_comments_is_the_same() {
        let glue = Glue::read(SAMPLE).unwrap();
        let body = |name| glue.body(name).unwrap();
        assert_eq!(body("__wbg_value_35bdac076d738071"), body("__wbg_value_df0a0e29a4d182fe"));
        assert_ne!(body("__wbg_value_35bdac076d738071"), body("__wbg_value_e0f328965e184931"));
    }

    #[test]
    fn other_shapes_are_refused() {
        for (from, to) in [
            ("const import0 = {", "const imports = {"),
            ("        __wbg_focus_d5e2fdbdb56416f0: function()", "        get focus()"),
            ("        }, arguments); },", "        }, arguments)},"),
            ("__wbg_value_e0f328965e184931:", "__wbg_value_df0a0e29a4d182fe:"),
            ("export function", "import { x } from './snippets/x.js';\nexport function"),
            ("wasm.__wbindgen_start()", "wasm['__wbindgen_start']()"),
        ] {
            let text = SAMPLE.replacen(from, to, 1);
            assert_ne!(text, SAMPLE, "{from}");
            assert!(Glue::read(&text).is_err(), "{to}");
        }
    }
}
