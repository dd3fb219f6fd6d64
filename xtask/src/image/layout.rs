//! An OCI layout in a tar: <https://github.com/opencontainers/image-spec/blob/main/image-layout.md>.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};

use super::layer::Packed;

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar+gzip";

/// An image for one processor.
pub struct Image<'a> {
    /// Its processor, by Go's name.
    pub architecture: &'a str,
    /// Its layers, the lowest first.
    pub layers: &'a [&'a Packed],
}

/// A layout that is filled.
pub struct Layout {
    tar: Builder<Vec<u8>>,
    time: u64,
    written: Vec<String>,
    manifests: Vec<Value>,
}

impl Layout {
    /// An empty layout; its files have the time `time`.
    pub fn new(time: u64) -> Self {
        Self { tar: Builder::new(Vec::new()), time, written: Vec::new(), manifests: Vec::new() }
    }

    /// Adds the image for one processor.
    pub fn image(&mut self, image: &Image<'_>) -> Result<()> {
        let diffs: Vec<&str> = image.layers.iter().map(|layer| layer.diff.as_str()).collect();
        let config = json!({
            "architecture": image.architecture,
            "os": "linux",
            "config": {
                // No name: the image has no /etc/passwd.
                "User": "65532:65532",
                "Entrypoint": ["/propylon"],
                "Env": ["PATH=/", "HOME=/"],
                "WorkingDir": "/",
                // The port of health and metrics is not for the outside.
                "ExposedPorts": {"8080/tcp": {}},
                "Labels": labels(),
            },
            "rootfs": {"type": "layers", "diff_ids": diffs},
        });
        let config = self.blob(CONFIG, config.to_string().as_bytes())?;
        let mut layers = Vec::new();
        for layer in image.layers {
            layers.push(self.blob(LAYER, &layer.bytes)?);
        }
        let manifest = json!({
            "schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": layers,
        });
        let mut manifest = self.blob(MANIFEST, manifest.to_string().as_bytes())?;
        manifest["platform"] = json!({"architecture": image.architecture, "os": "linux"});
        self.manifests.push(manifest);
        Ok(())
    }

    /// Adds the index of all images under one name.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        let all = json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": self.manifests});
        let mut all = self.blob(INDEX, all.to_string().as_bytes())?;
        let version = env!("CARGO_PKG_VERSION");
        all["annotations"] = json!({
            "org.opencontainers.image.ref.name": version,
            // The name after `docker load` and `ctr import`.
            "io.containerd.image.name": format!("localhost/propylon:{version}"),
        });
        let index = json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": [all]});
        self.file("index.json", index.to_string().as_bytes())?;
        self.file("oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#)?;
        Ok(self.tar.into_inner()?)
    }

    /// Writes a blob, unless it is there, and describes it.
    fn blob(&mut self, kind: &str, content: &[u8]) -> Result<Value> {
        let digest = sha256(content);
        if !self.written.contains(&digest) {
            self.file(&format!("blobs/{}", digest.replace(':', "/")), content)?;
            self.written.push(digest.clone());
        }
        Ok(json!({"mediaType": kind, "digest": digest, "size": content.len()}))
    }

    fn file(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o444);
        header.set_mtime(self.time);
        header.set_size(u64::try_from(content.len())?);
        Ok(self.tar.append_data(&mut header, Path::new(name), content)?)
    }
}

fn labels() -> Value {
    json!({
        "org.opencontainers.image.title": "Propylon",
        "org.opencontainers.image.description": "A sign-in front end for Ory Kratos",
        "org.opencontainers.image.version": env!("CARGO_PKG_VERSION"),
        "org.opencontainers.image.licenses": env!("CARGO_PKG_LICENSE"),
    })
}

/// A digest as OCI writes it.
pub fn sha256(content: &[u8]) -> String {
    let hex: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
