//! `cargo xtask demo`: starts the site in front of a real Kratos.

mod ports;
mod server;
mod waiting;

use std::env;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::tools::{cargo, go, node};
use crate::{interrupt, paths, site, step};
use ports::Port;
use server::Server;
use waiting::Page;

const SITE: Port = Port { number: 4455, who: "the site (Caddy)" };
const KRATOS_PUBLIC: Port = Port { number: 4433, who: "Kratos' public API" };
const KRATOS_ADMIN: Port = Port { number: 4434, who: "Kratos' admin API" };
const INBOX: Port = Port { number: 8025, who: "the inbox (Mailpit)" };
const SMTP: Port = Port { number: 1025, who: "the mail server (Mailpit)" };

/// What to start.
#[derive(clap::Args)]
pub struct Options {
    /// Start Kratos and the inbox only, for `trunk serve` to show the site on its port
    #[arg(long)]
    without_site: bool,
}

/// Starts everything, prints the URLs, and runs until interrupted or until a server exits.
pub fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    let upstream = env::var("KRATOS_URL").ok().filter(|url| !url.is_empty());
    if options.without_site && upstream.is_some() {
        bail!("KRATOS_URL and --without-site leave nothing to start; give only one of them");
    }
    ports::check(&wanted_ports(options, upstream.is_some()))?;
    let by_hand = if options.without_site { Some(site::Builders::ready()?) } else { None };
    let servers = start(options, upstream.as_deref())?;
    println!("\nReady after {}.\n", step::duration(started.elapsed()));
    announce(by_hand.as_ref(), upstream.as_deref());
    watch(servers)
}

fn wanted_ports(options: &Options, external_kratos: bool) -> Vec<Port> {
    let mut ports = Vec::new();
    if !options.without_site {
        ports.push(SITE);
    }
    if !external_kratos {
        ports.extend([KRATOS_PUBLIC, KRATOS_ADMIN, INBOX, SMTP]);
    }
    ports
}

fn start(options: &Options, upstream: Option<&str>) -> Result<Vec<Server>> {
    // Quick checks before the long builds.
    if !options.without_site {
        node::check()?;
        cargo::wasm_target()?;
        cargo::rust_src()?;
    }
    // Rust and Go build in parallel: neither uses all cores all the time.
    let ((), (kratos, edge)) = interrupt::together(
        || if options.without_site { Ok(()) } else { site::build() },
        || {
            let kratos = upstream.is_none().then(go::kratos).transpose()?;
            Ok((kratos, go::edge()?))
        },
    )?;
    let mut servers = Vec::new();
    let mut pages = Vec::new();
    if let Some(kratos) = kratos {
        servers.push(mailpit(&edge.mailpit)?);
        pages.push(Page { server: "mailpit", port: INBOX.number, path: "/api/v1/info" });
        servers.push(kratos_server(&kratos)?);
        pages.push(Page { server: "kratos", port: KRATOS_PUBLIC.number, path: "/health/ready" });
    }
    if !options.without_site {
        let kratos_url = format!("http://127.0.0.1:{}", KRATOS_PUBLIC.number);
        servers.push(caddy(&edge.caddy, upstream.unwrap_or(&kratos_url))?);
        pages.push(Page { server: "caddy", port: SITE.number, path: "/login" });
        pages.push(Page { server: "caddy", port: SITE.number, path: "/health/ready" });
    }
    step::step("Starting the servers", || waiting::until_ready(&mut servers, &pages))?;
    Ok(servers)
}

fn mailpit(program: &Path) -> Result<Server> {
    let mut command = Command::new(program);
    command
        .arg("--listen")
        .arg(format!("127.0.0.1:{}", INBOX.number))
        .arg("--smtp")
        .arg(format!("127.0.0.1:{}", SMTP.number))
        .arg("--disable-version-check");
    Server::start("mailpit", &mut command)
}

fn kratos_server(program: &Path) -> Result<Server> {
    let config = paths::root().join("deploy/kratos/kratos.yml");
    let folder = config.parent().context("the Kratos configuration has no folder")?;
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .args(["serve", "--dev", "--sqa-opt-out", "--watch-courier", "-c"])
        .arg(&config)
        .env("DSN", "memory");
    Server::start("kratos", &mut command)
}

fn caddy(program: &Path, kratos: &str) -> Result<Server> {
    let data = paths::target().join("demo/caddy");
    let mut command = Command::new(program);
    command
        .current_dir(paths::root())
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(paths::root().join("deploy/Caddyfile"))
        .env("PROPYLON_ADDRESS", format!("http://localhost:{}", SITE.number))
        .env("PROPYLON_SITE", paths::dist())
        .env("PROPYLON_KRATOS_URL", kratos)
        // Keeps Caddy's state out of the caller's home.
        .env("XDG_DATA_HOME", &data)
        .env("XDG_CONFIG_HOME", &data);
    Server::start("caddy", &mut command)
}

fn announce(by_hand: Option<&site::Builders>, upstream: Option<&str>) {
    let address = format!("http://localhost:{}", SITE.number);
    match by_hand {
        Some(builders) => {
            println!("  Site    run `{}`, then open {address}", builders.serve_command());
        }
        None => println!("  Site    {address}"),
    }
    match upstream {
        Some(url) => println!(
            "  Kratos  {url} (yours, from KRATOS_URL; its ui_url must name the site above)"
        ),
        None => println!("  Inbox   http://localhost:{} (codes arrive here)", INBOX.number),
    }
    println!("  Logs    {}/*.log", paths::shown(&server::logs()));
    println!("\nPress Ctrl-C to stop.");
}

/// Returns when the person stops the demo. A server that exits by itself is an error.
fn watch(mut servers: Vec<Server>) -> Result<()> {
    while !interrupt::raised() {
        for server in &mut servers {
            server.check()?;
        }
        sleep(Duration::from_millis(200));
    }
    println!();
    Ok(())
}
