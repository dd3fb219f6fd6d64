//! All versions pinned outside `Cargo.toml`.
//!
//! Some files repeat a version (the Go modules, `tools/package.json`, the `=` pin of wasm-bindgen).
//! The tests below compare them with this list.

/// Ory Kratos, built from `servers/kratos/go.mod`.
pub const KRATOS: &str = "1.3.1";
/// Caddy, built from `servers/edge/go.mod`, and in the image's server, `deploy/go.mod`.
pub const CADDY: &str = "2.11.9";
/// Mailpit, built from `servers/edge/go.mod`.
pub const MAILPIT: &str = "1.27.11";
/// Ory Oathkeeper, for the tests of the doctor and of gateways, built from `servers/oathkeeper/go.mod`.
pub const OATHKEEPER: &str = "0.40.9";
/// Ory Keto, for the tests of gateways, built from `servers/keto/go.mod`. The newest that Go can fetch:
/// 0.14.0 needs a module that has no such version.
pub const KETO: &str = "0.13.0-alpha.0";
/// k6, for `cargo xtask load`, built from `servers/k6/go.mod`. It keeps cookies and sends what an answer says, as
/// a sign-in needs; tools like oha and wrk repeat one request.
pub const K6: &str = "1.8.1";
/// Ory Hydra, for the tests of sign-ins for other apps, built from `servers/hydra/go.mod`.
pub const HYDRA: &str = "2.3.0";
/// The library and the CLI share a private format and must have the same version.
pub const WASM_BINDGEN: &str = "0.2.130";
/// The site bundler. Later releases require a newer rustc than `rust-toolchain.toml` pins.
pub const TRUNK: &str = "0.21.14";
/// Firefox' driver.
pub const GECKODRIVER: &str = "0.37.1";
/// Makes the book of `docs`.
pub const MDBOOK: &str = "0.5.4";
/// Lists the crates in a release (SBOM).
pub const CARGO_CYCLONEDX: &str = "0.5.9";
/// Checks the licences and sources of crates.
pub const CARGO_DENY: &str = "0.20.2";
/// Lists the Go modules in a release (SBOM), built from `servers/sbom/go.mod`.
pub const CYCLONEDX_GOMOD: &str = "1.10.0";
/// The target of all browser code.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The oldest Go command that can fetch the toolchain required by the Go modules.
pub const OLDEST_GO: (u32, u32) = (1, 21);
/// The oldest Node that runs the optimisers and the end-to-end tests.
pub const OLDEST_NODE: (u32, u32) = (20, 0);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> String {
        std::fs::read_to_string(crate::paths::root().join(path)).unwrap()
    }

    fn has_line(text: &str, start: &str) -> bool {
        text.lines().any(|line| line.trim().starts_with(start))
    }

    #[test]
    fn the_library_pin_of_wasm_bindgen_is_the_version_of_its_command_line() {
        let pin = format!("wasm-bindgen = {{ version = \"={WASM_BINDGEN}\"");
        assert!(has_line(&read("Cargo.toml"), &pin), "Cargo.toml has no line starting {pin}");
    }

    #[test]
    fn the_go_modules_build_the_pinned_servers() {
        let kratos = read("xtask/servers/kratos/go.mod");
        let edge = read("xtask/servers/edge/go.mod");
        let oathkeeper = read("xtask/servers/oathkeeper/go.mod");
        let keto = read("xtask/servers/keto/go.mod");
        let k6 = read("xtask/servers/k6/go.mod");
        let hydra = read("xtask/servers/hydra/go.mod");
        let sbom = read("xtask/servers/sbom/go.mod");
        let gomod = format!("github.com/CycloneDX/cyclonedx-gomod v{CYCLONEDX_GOMOD} ");
        assert!(has_line(&sbom, &gomod));
        assert!(has_line(&hydra, &format!("github.com/ory/hydra/v2 v{HYDRA} ")));
        assert!(has_line(&kratos, &format!("github.com/ory/kratos v{KRATOS} ")));
        assert!(has_line(&edge, &format!("github.com/caddyserver/caddy/v2 v{CADDY} ")));
        let image = read("deploy/go.mod");
        let caddy = format!("github.com/caddyserver/caddy/v2 v{CADDY}");
        assert!(
            image.lines().any(|line| line.trim() == caddy),
            "deploy/go.mod has no line {caddy}"
        );
        assert!(has_line(&edge, &format!("github.com/axllent/mailpit v{MAILPIT} ")));
        assert!(has_line(&oathkeeper, &format!("github.com/ory/oathkeeper v{OATHKEEPER} ")));
        assert!(has_line(&keto, &format!("github.com/ory/keto v{KETO} ")));
        assert!(has_line(&k6, &format!("go.k6.io/k6 v{K6} ")));
    }

    #[test]
    fn the_optimisers_and_the_old_browser_are_pinned_exactly() {
        for (place, tools) in [
            ("tools", ["binaryen", "esbuild", "lightningcss"].as_slice()),
            ("old", &["@sparticuz/chromium"]),
        ] {
            let json = |name: &str| -> serde_json::Value {
                serde_json::from_str(&read(&format!("xtask/{place}/{name}"))).unwrap()
            };
            let (package, lock) = (json("package.json"), json("package-lock.json"));
            for tool in tools {
                let wanted = package["dependencies"][tool].as_str().unwrap();
                assert!(wanted.starts_with(|c: char| c.is_ascii_digit()), "{tool}: {wanted}");
                assert_eq!(lock["packages"][format!("node_modules/{tool}")]["version"], wanted);
            }
        }
    }
}
