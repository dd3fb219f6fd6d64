//! What wasm-bindgen makes of a binary, without the bytes that only a reader of it would want.
//!
//! Every import is a pair of names in the WebAssembly and a function under the same name in the
//! script; the names end in hashes, which do not compress. And what a crate exports stays in every
//! module that links the crate, called or not. So [`prune`] takes what is never called away before
//! wasm-opt, which then removes what only that used, and [`shorten`] numbers what is left. Both know
//! the shape of wasm-bindgen's `--target web` and refuse any other.
//!
//! Written by hand: without it a first visit is 6.8 kB of Brotli larger. Replace it when wasm-bindgen or
//! Binaryen (`wasm-metadce`, with minified names on both sides) gives the same.

mod glue;
mod wasm;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use glue::Glue;
use wasm::Names;

/// A module and the script that loads it.
pub struct Module {
    /// The WebAssembly.
    pub wasm: Vec<u8>,
    /// wasm-bindgen's script, not minified.
    pub glue: String,
}

/// Takes away the exports that the script does not call, and lets imports of
/// one type that do the same share a name, so that wasm-opt makes them one.
pub fn prune(module: &Module) -> Result<Module> {
    let names = wasm::names(&module.wasm)?;
    let glue = Glue::read(&module.glue)?;
    agree(&names, &glue)?;

    let called: BTreeSet<String> = glue.exports().into_iter().map(str::to_owned).collect();

    let mut firsts = BTreeMap::new();
    let mut shared = BTreeMap::new();
    for import in &names.imports {
        let body = glue.body(&import.name)?;
        let first = firsts.entry((import.type_index, body)).or_insert(&import.name);
        shared.insert(import.name.clone(), (*first).clone());
    }
    let wasm = wasm::rename(
        &module.wasm,
        glue.namespace(),
        |import| shared.get(import).cloned(),
        |export| called.get(export).cloned(),
    )?;
    Ok(Module { wasm, glue: glue.write() })
}

/// Gives imports numbers and exports letters for names, and takes imports that the WebAssembly does
/// not have any more from the script.
pub fn shorten(module: &Module) -> Result<Module> {
    let names = wasm::names(&module.wasm)?;
    let mut glue = Glue::read(&module.glue)?;
    agree(&names, &glue)?;

    let imports = glue.number(&names.imports.iter().map(|import| import.name.as_str()).collect());
    let exports: BTreeMap<String, String> =
        names.exports.iter().enumerate().map(|(n, name)| (name.clone(), short_name(n))).collect();
    let namespace = short_name(0);
    let wasm = wasm::rename(
        &module.wasm,
        &namespace,
        |import| imports.get(import).cloned(),
        |export| exports.get(export).cloned(),
    )?;
    Ok(Module { wasm, glue: glue.write_short(&namespace, &exports)? })
}

/// Whether each side has what the other one expects of it.
fn agree(names: &Names, glue: &Glue) -> Result<()> {
    for import in &names.imports {
        if import.namespace != glue.namespace() {
            bail!(
                "the WebAssembly imports {} from {:?}, and wasm-bindgen's script offers {:?}",
                import.name,
                import.namespace,
                glue.namespace()
            );
        }
        glue.body(&import.name)?;
    }
    for export in glue.exports() {
        if !names.exports.iter().any(|name| name == export) {
            bail!("wasm-bindgen's script calls {export}, which the WebAssembly does not export");
        }
    }
    Ok(())
}

/// `a` … `z`, `A` … `Z`, `aa`, `ba` …: the shortest names in turn.
fn short_name(number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    let mut rest = number;
    loop {
        name.push(char::from(LETTERS[rest % LETTERS.len()]));
        rest /= LETTERS.len();
        if rest == 0 {
            return name;
        }
        rest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm::tests::{module, names_of};

    const GLUE: &str = include_str!("module/sample.js");

    /// As `sample.js` expects it; the last import has another type than its twin.
    fn sample() -> Module {
        let imports = [
            ("__wbg_focus_d5e2fdbdb56416f0", 0),
            ("__wbg_value_35bdac076d738071", 1),
            ("__wbg_value_df0a0e29a4d182fe", 1),
            ("__wbg_value_e0f328965e184931", 0),
        ];
        let exports =
            ["memory", "main", "unused", "start", "__wbindgen_export2", "__wbindgen_start"];
        Module { wasm: module("./site_bg.js", &imports, &exports), glue: GLUE.to_owned() }
    }

    #[test]
    fn uncalled_exports_go_and_equal_imports_of_one_type_share_a_name() {
        let pruned = prune(&sample()).unwrap();
        let (imports, exports) = names_of(&pruned.wasm);
        assert_eq!(
            imports,
            [
                "__wbg_focus_d5e2fdbdb56416f0",
                "__wbg_value_35bdac076d738071",
                "__wbg_value_35bdac076d738071",
                "__wbg_value_e0f328965e184931"
            ]
        );
        assert_eq!(exports, ["memory", "start", "__wbindgen_export2", "__wbindgen_start"]);
        assert!(pruned.glue.contains("export function start"), "{}", pruned.glue);
    }

    #[test]
    fn names_get_short_on_both_sides_and_unused_imports_go() {
        let short = shorten(&prune(&sample()).unwrap()).unwrap();
        let (imports, exports) = names_of(&short.wasm);
        assert_eq!(imports, ["0", "2", "2", "1"]);
        assert_eq!(exports, ["a", "b", "c", "d"]);
        let list = "    const import0 = [\nfunction() { return handleError(function (arg0) {\n            \
                    arg0.focus();\n        }, arguments); },\nfunction(arg0) {\n            return \
                    arg0.value;\n        },\nfunction(arg0, arg1) {\n";
        for part in [list, "\"a\": import0", "wasm.b(handover, wasm.a.buffer", "wasm.c(arg0, ret)"]
        {
            assert!(short.glue.contains(part), "{part} in {}", short.glue);
        }
        for part in ["__wbg_value", "__wbg_focus", "wasm.memory", "initSync,"] {
            assert!(!short.glue.contains(part), "{part} in {}", short.glue);
        }
    }

    #[test]
    fn two_sides_that_do_not_fit_are_refused() {
        let refused = |wasm: Vec<u8>| {
            prune(&Module { wasm, glue: GLUE.to_owned() }).err().unwrap().to_string()
        };
        let all = ["memory", "start", "__wbindgen_export2", "__wbindgen_start"];
        let unknown = refused(module("./site_bg.js", &[("__wbg_new_0", 0)], &all));
        assert!(unknown.contains("__wbg_new_0"), "{unknown}");
        let elsewhere = refused(module("env", &[("__wbg_focus_d5e2fdbdb56416f0", 0)], &all));
        assert!(elsewhere.contains("\"env\""), "{elsewhere}");
        let missing = refused(module("./site_bg.js", &[], &["memory"]));
        assert!(missing.contains("which the WebAssembly does not export"), "{missing}");
    }

    #[test]
    fn short_names_are_all_different() {
        let names: BTreeSet<String> = (0..5000).map(short_name).collect();
        assert_eq!(names.len(), 5000);
        assert_eq!([0, 51, 52, 53].map(short_name).join(" "), "a Z aa ba");
    }
}
