//! Removes unused exports and long names from wasm-bindgen's output.
//!
//! Each import is named in the WebAssembly and in the script; the names end in hashes, which do not
//! compress. And a crate's exports stay in every module that links it, whether called or not.
//! [`prune`] removes what is never called before wasm-opt runs, so that wasm-opt removes the code
//! behind it. [`shorten`] then shortens the remaining names. Both expect wasm-bindgen's `--target
//! web` format and refuse any other. [`order`] sorts the functions for Brotli.
//!
//! Written by hand: without it a first visit is 6.8 kB of Brotli larger. Replace it when
//! wasm-bindgen or Binaryen (`wasm-metadce`, with names minified on both sides) does the same.

pub mod features;
mod glue;
pub mod order;
mod wasm;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use glue::Glue;
use wasm::Names;

/// A module and its script.
pub struct Module {
    /// The WebAssembly.
    pub wasm: Vec<u8>,
    /// wasm-bindgen's script, not minified.
    pub glue: String,
}

/// Removes exports that the script does not call. Gives imports with the same type and code one
/// name, so that wasm-opt merges them.
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

/// Renames imports to numbers and exports to letters. Removes imports from the script that the
/// WebAssembly no longer has.
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

/// Checks that each side has what the other uses.
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

/// `a` … `z`, `A` … `Z`, `aa`, `ba` …: the shortest names, in order.
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

    /// The counterpart of `sample.js`; the last import has another type than its twin.
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
