//! The WebAssembly features that a module may use.

use anyhow::{Context, Result};
use wasmparser::{Validator, WasmFeatures};

/// What rustc uses for `wasm32-unknown-unknown`, by wasm-opt's names, and since when browsers
/// have it.
const FEATURES: [(&str, WasmFeatures); 6] = [
    // Chrome 75, Firefox 79, Safari 15.1.
    ("bulk-memory", WasmFeatures::BULK_MEMORY),
    // Chrome 86, Firefox 78, Safari 13.1.
    ("multivalue", WasmFeatures::MULTI_VALUE),
    // Chrome 74, Firefox 61, Safari 14.
    ("mutable-globals", WasmFeatures::MUTABLE_GLOBAL),
    // Chrome 75, Firefox 64, Safari 15.1.
    ("nontrapping-float-to-int", WasmFeatures::SATURATING_FLOAT_TO_INT),
    // Chrome 96, Firefox 79, Safari 15.1.
    ("reference-types", WasmFeatures::REFERENCE_TYPES),
    // Chrome 69, Firefox 62, Safari 14.1.
    ("sign-ext", WasmFeatures::SIGN_EXTENSION),
];

/// wasm-opt's options that enable these features and no others.
pub fn options() -> impl Iterator<Item = String> {
    FEATURES.iter().map(|(name, _)| format!("--enable-{name}"))
}

/// Checks that a module is valid and uses no other feature.
pub fn check(wasm: &[u8]) -> Result<()> {
    let allowed = FEATURES.iter().fold(WasmFeatures::MVP, |all, (_, feature)| all | *feature);
    Validator::new_with_features(allowed).validate_all(wasm).context(
        "the WebAssembly needs a feature that some browsers of this project lack; see xtask's \
         site/module/features.rs",
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, Function, FunctionSection, MemorySection, MemoryType, Module, TypeSection,
    };

    /// A module with one function and a memory.
    fn module(shared: bool, body: impl FnOnce(&mut Function)) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: shared.then_some(1),
            memory64: false,
            shared,
            page_size_log2: None,
        });
        let mut function = Function::new([]);
        body(&mut function);
        function.instructions().end();
        let mut code = CodeSection::new();
        code.function(&function);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&memories).section(&code);
        module.finish()
    }

    #[test]
    fn the_listed_features_pass_and_others_are_refused() {
        let fill = |function: &mut Function| {
            let mut code = function.instructions();
            code.i32_const(0).i32_const(0).i32_const(8).memory_fill(0);
        };
        check(&module(false, fill)).unwrap();
        let tail_call = |function: &mut Function| {
            function.instructions().return_call(0);
        };
        for newer in [module(true, |_| {}), module(false, tail_call)] {
            let error = check(&newer).unwrap_err().to_string();
            assert!(error.contains("features.rs"), "{error}");
        }
    }
}
