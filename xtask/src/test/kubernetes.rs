//! Tests of the files for Kubernetes and of `compose.yaml`, without a cluster: each overlay is built and
//! decoded by Kubernetes' own libraries, and Oathkeeper runs by the files of its overlay.

use anyhow::Result;

use super::watched;
use crate::tools::go;

/// Runs them with Go.
pub fn run() -> Result<()> {
    watched::check(go::kubernetes_command()?.args(["vet", "./..."]))?;
    let mut tests = go::kubernetes_command()?;
    tests.args(["test", "./..."]).env("PROPYLON_OATHKEEPER_BIN", go::oathkeeper()?);
    watched::check(&mut tests)
}
