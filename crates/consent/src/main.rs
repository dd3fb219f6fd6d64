//! The service: reads its configuration, listens, and stops on a signal.

use std::env;
use std::process::ExitCode;
use std::sync::Arc;

use propylon_consent::config::Config;
use propylon_consent::remote::Remote;
use propylon_consent::service::{Service, router};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_ansi(false).with_writer(std::io::stderr).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tracing::error!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let config = Config::read(|key| env::var(key).ok()).map_err(|wrong| wrong.to_string())?;
    let listen = config.listen;
    let remote = Remote::new(&config)
        .map_err(|wrong| format!("The HTTP client does not start: {wrong}."))?;
    let service = Service::new(config, remote).map_err(|wrong| wrong.to_string())?;
    let listener = TcpListener::bind(listen).await.map_err(|wrong| {
        format!("PROPYLON_CONSENT_LISTEN: {listen} cannot be listened on ({wrong}); name a free address.")
    })?;
    let mut stop = signal(SignalKind::terminate()).map_err(|wrong| wrong.to_string())?;
    tracing::info!("listening on {listen}");
    axum::serve(listener, router(Arc::new(service)))
        .with_graceful_shutdown(async move {
            tokio::select! {
                _ = stop.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        })
        .await
        .map_err(|wrong| wrong.to_string())
}
