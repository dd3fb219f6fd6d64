//! Tests of the files for Kubernetes and of `compose.yaml`, without a cluster: each overlay is built and
//! decoded by Kubernetes' own libraries; Oathkeeper, Hydra and the service for OAuth2 clients run by the files.

use anyhow::Result;

use super::watched;
use crate::consent;
use crate::tools::go;

/// Runs them with Go.
pub fn run() -> Result<()> {
    watched::check(go::kubernetes_command()?.args(["vet", "./..."]))?;
    let mut tests = go::kubernetes_command()?;
    tests
        .args(["test", "./..."])
        .env("PROPYLON_OATHKEEPER_BIN", go::oathkeeper()?)
        .env("PROPYLON_HYDRA_BIN", go::hydra()?)
        .env("PROPYLON_CONSENT_BIN", consent::build()?);
    watched::check(&mut tests)
}
