//! Reads and changes the names in a WebAssembly file. Everything else is kept, except custom
//! sections, which browsers don't read.

use anyhow::{Context, Result, bail};
use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, RawSection};
use wasmparser::{Parser, Payload, TypeRef};

/// The imports and exports of a module, in order.
pub struct Names {
    pub imports: Vec<Import>,
    pub exports: Vec<String>,
}

/// An imported function.
pub struct Import {
    pub namespace: String,
    pub name: String,
    /// The index of its type; equal types have the same index.
    pub type_index: u32,
}

/// Reads the names.
pub fn names(wasm: &[u8]) -> Result<Names> {
    let mut names = Names { imports: Vec::new(), exports: Vec::new() };
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    names.imports.push(Import {
                        namespace: import.module.to_owned(),
                        name: import.name.to_owned(),
                        type_index: function_type(import)?,
                    });
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    names.exports.push(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// Sets `namespace` for all imports, and new names. Exports without a new name are removed.
pub fn rename(
    wasm: &[u8],
    namespace: &str,
    import_name: impl Fn(&str) -> Option<String>,
    export_name: impl Fn(&str) -> Option<String>,
) -> Result<Vec<u8>> {
    let mut module = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        match payload {
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for import in section.into_imports() {
                    let import = import?;
                    let name = import_name(import.name)
                        .with_context(|| format!("the import {} has no new name", import.name))?;
                    imports.import(namespace, &name, EntityType::Function(function_type(import)?));
                }
                module.section(&imports);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                for export in section {
                    let export = export?;
                    if let Some(name) = export_name(export.name) {
                        exports.export(&name, ExportKind::from(export.kind), export.index);
                    }
                }
                module.section(&exports);
            }
            Payload::CustomSection(_) => {}
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    let data = wasm.get(range).context("a section ends after the file")?;
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(module.finish())
}

fn function_type(import: wasmparser::Import) -> Result<u32> {
    match import.ty {
        TypeRef::Func(type_index) => Ok(type_index),
        other => bail!("the WebAssembly imports {} as {other:?}, not as a function", import.name),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, CustomSection, Function, FunctionSection, MemorySection, MemoryType,
        TypeSection, ValType,
    };

    /// A module with the types `(externref) -> externref` and `(i32, externref)`, and an empty
    /// function for each export except `memory`.
    pub fn module(namespace: &str, imported: &[(&str, u32)], exported: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::EXTERNREF], [ValType::EXTERNREF]);
        types.ty().function([ValType::I32, ValType::EXTERNREF], []);
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for (name, type_index) in imported {
            imports.import(namespace, name, EntityType::Function(*type_index));
        }
        let mut functions = FunctionSection::new();
        functions.function(2);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut exports = ExportSection::new();
        for name in exported {
            if *name == "memory" {
                exports.export(name, ExportKind::Memory, 0);
            } else {
                exports.export(name, ExportKind::Func, u32::try_from(imported.len()).unwrap());
            }
        }
        let mut code = CodeSection::new();
        let mut function = Function::new([]);
        function.instructions().end();
        code.function(&function);
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&imports).section(&functions).section(&memories);
        module.section(&exports).section(&code);
        module.section(&CustomSection { name: "producers".into(), data: (&[0]).into() });
        module.finish()
    }

    pub fn names_of(wasm: &[u8]) -> (Vec<String>, Vec<String>) {
        let names = names(wasm).unwrap();
        (names.imports.into_iter().map(|import| import.name).collect(), names.exports)
    }

    #[test]
    fn all_but_names_and_custom_sections_stays() {
        let wasm = module("env", &[("log", 0)], &["memory", "start", "gone"]);
        let renamed = rename(
            &wasm,
            "a",
            |_| Some("b".to_owned()),
            |name| (name != "gone").then(|| name.to_uppercase()),
        );
        let renamed = renamed.unwrap();
        let by_hand = module("a", &[("b", 0)], &["MEMORY", "START"]);
        assert_eq!(names_of(&renamed), names_of(&by_hand));
        let rest = |wasm: &[u8]| {
            let sections =
                Parser::new(0).parse_all(wasm).map(|payload| payload.unwrap().as_section());
            let mut kept = Vec::new();
            for (id, range) in sections.flatten().filter(|(id, _)| ![0, 2, 7].contains(id)) {
                let range =
                    usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
                kept.push((id, wasm[range].to_vec()));
            }
            kept
        };
        assert_eq!(rest(&renamed), rest(&wasm));
        assert!(!renamed.windows(9).any(|bytes| bytes == b"producers"));
    }

    #[test]
    fn what_is_no_function_is_refused() {
        let mut imports = ImportSection::new();
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        imports.import("env", "memory", memory);
        let mut module = wasm_encoder::Module::new();
        module.section(&imports);
        let error = names(&module.finish()).err().unwrap().to_string();
        assert!(error.contains("memory"), "{error}");
    }
}
