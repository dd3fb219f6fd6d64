//! Tests of the image: its server's own tests, and its entry point in a root of its own.

mod root;
mod running;

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;

use anyhow::{Context, Result, bail, ensure};

use super::{tally::Tally, watched};
use crate::tools::go;
use crate::{image, paths, step};
use root::Root;
use running::{Answer, Running};

/// At most this much, unpacked.
const BUDGET: u64 = 60_000_000;

/// Builds the image twice and runs it.
pub fn run(tally: &mut Tally) -> Result<()> {
    watched::check(go::server_command()?.args(["vet", "./..."]))?;
    watched::check(go::server_command()?.args(["test", "./..."]))?;
    image::build(image::Options::default())?;
    let first = fs::read(image::file())?;
    image::build(image::Options::default())?;
    ensure!(first == fs::read(image::file())?, "a second build gives another image");
    let root = Root::unpack(&first, &paths::target().join("image/root"))?;
    let size = root.size()?;
    println!("unpacked: {:.1} MB", f64::from(u32::try_from(size / 1000)?) / 1000.0);
    ensure!(size <= BUDGET, "the image has {size} bytes unpacked; at most {BUDGET} are allowed");
    for (name, check) in CHECKS {
        match check(&root) {
            Ok(()) => tally.passed += 1,
            Err(error) => {
                tally.failed += 1;
                println!("{name}: {error:#}");
            }
        }
    }
    if tally.failed > 0 {
        bail!("{} checks of the image failed", tally.failed)
    }
    Ok(())
}

type Check = fn(&Root) -> Result<()>;

const CHECKS: [(&str, Check); 5] = [
    ("wrong settings end it with a sentence", wrong_settings),
    ("the site is there while Kratos is away", kratos_away_and_back),
    ("the headers are those of the demo", same_headers),
    ("logs have no secret", logs_without_secrets),
    ("SIGTERM ends it with 0", ends_well),
];

fn wrong_settings(root: &Root) -> Result<()> {
    let taken = TcpListener::bind(("127.0.0.1", 0))?;
    let in_use = taken.local_addr()?.to_string();
    let kratos = ("PROPYLON_KRATOS_URL", "http://127.0.0.1:1");
    let free = format!("127.0.0.1:{}", running::free_port()?);
    let health = ("PROPYLON_HEALTH_LISTEN", free.as_str());
    for (wrong, sentence) in [
        (("PROPYLON_KRATOS_URL", ""), "PROPYLON_KRATOS_URL is not set; expected"),
        (("PROPYLON_KRATOS_URL", "kratos"), "PROPYLON_KRATOS_URL is \"kratos\"; expected"),
        (("PROPYLON_CONFIG", "/none.json"), "PROPYLON_CONFIG is \"/none.json\": no such file"),
        (("PROPYLON_CONFIG", "{"), "PROPYLON_CONFIG is \"{\": it is not JSON"),
        (("PROPYLON_TLS_CERTIFICATE", "/none.pem"), "PROPYLON_TLS_CERTIFICATE is \"/none.pem\""),
        (("PROPYLON_LISTEN", in_use.as_str()), "address already in use"),
        (("PROPYLON_BASE", "/auth"), "did you mean PROPYLON_BASE_PATH?"),
    ] {
        let output = root.command(&[kratos, health, wrong]).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        let is_one = said.trim_end().lines().count() == 1 && said.contains(sentence);
        ensure!(output.status.code() == Some(1), "{wrong:?} ends with {}", output.status);
        ensure!(is_one, "{wrong:?} says: {said}");
    }
    Ok(())
}

fn kratos_away_and_back(root: &Root) -> Result<()> {
    let port = running::free_port()?;
    let mut server =
        Running::start(root, &[("PROPYLON_KRATOS_URL", &format!("http://127.0.0.1:{port}"))])?;
    println!("start: {}", step::duration(server.took));
    ensure!(server.get("/login")?.body.contains("id=\"gate\""), "the sign-in page is not served");
    ensure!(server.health("/healthz")?.status == 200, "/healthz is not 200");
    let ready = |server: &Running, wanted: u16| -> Result<()> {
        let status = server.health("/readyz")?.status;
        ensure!(status == wanted, "/readyz answers {status}, not {wanted}");
        Ok(())
    };
    ready(&server, 503)?;
    ensure!(server.get("/self-service/login/browser")?.status == 502, "Kratos is there");
    let kratos = running::stub(port)?;
    ready(&server, 200)?;
    ensure!(server.get("/self-service/login/browser")?.status == 200, "Kratos is not reached");
    drop(kratos);
    ready(&server, 503)?;
    ensure!(server.get("/login")?.status == 200, "the page is away with Kratos");
    let metrics = server.health("/metrics")?.body;
    ensure!(metrics.contains("caddy_http_requests_total"), "there are no metrics of requests");
    for path in ["/healthz", "/readyz", "/metrics"] {
        let body = server.get(path)?.body;
        ensure!(!body.contains("caddy_") && body != "ok", "{path} is served to the outside");
    }
    server.stop().map(|_| ())
}

/// The paths whose headers are compared: pages, files with and without a name by content, errors, Kratos.
const PATHS: [&str; 10] = [
    "/",
    "/login",
    "/sessions",
    "/config.json",
    "/icons/favicon.svg",
    "/captcha/frame.html",
    "/index.html.br",
    "/missing.js",
    "/self-service/login/browser",
    "/.well-known/change-password",
];

fn same_headers(root: &Root) -> Result<()> {
    let kratos = "http://127.0.0.1:1";
    let mut image = Running::start(root, &[("PROPYLON_KRATOS_URL", kratos)])?;
    let mut demo = Running::demo(&go::edge()?.caddy, kratos)?;
    let page = fs::read_to_string(paths::dist().join("index.html"))?;
    let script =
        page.split('"').find(|word| word.starts_with("/boot-")).context("no boot script")?;
    for path in PATHS.into_iter().chain([script]) {
        let (of_image, of_demo) = (image.get(path)?, demo.get(path)?);
        ensure!(
            (of_image.status, headers(&of_image)) == (of_demo.status, headers(&of_demo)),
            "{path}: {of_image:?}\nthe demo: {of_demo:?}"
        );
    }
    demo.stop()?;
    image.stop().map(|_| ())
}

/// The headers without those of time.
fn headers(answer: &Answer) -> BTreeMap<String, String> {
    let mut headers = answer.headers.clone();
    for name in ["date", "last-modified", "etag"] {
        headers.remove(name);
    }
    headers
}

fn logs_without_secrets(root: &Root) -> Result<()> {
    let mut server = Running::start(root, &[("PROPYLON_KRATOS_URL", "http://127.0.0.1:1")])?;
    for path in ["/self-service/recovery?token=SECRET", "/login?flow=SECRET", "/missing.js?SECRET"]
    {
        server.get(path)?;
    }
    let log = server.stop()?.log;
    ensure!(log.contains("/self-service/recovery"), "requests are not logged: {log}");
    ensure!(!log.contains("SECRET"), "a query or a header is logged: {log}");
    for line in log.lines() {
        ensure!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "no JSON: {line}");
    }
    Ok(())
}

fn ends_well(root: &Root) -> Result<()> {
    let mut server = Running::start(root, &[("PROPYLON_KRATOS_URL", "http://127.0.0.1:1")])?;
    let end = server.stop()?;
    ensure!(end.code == Some(0), "it ends with {:?}: {}", end.code, end.log);
    Ok(())
}
