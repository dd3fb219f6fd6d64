//! Waits until the servers' pages answer.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::server::Server;
use crate::interrupt;

const DEADLINE: Duration = Duration::from_secs(60);
const ANSWER_TIME: Duration = Duration::from_secs(5);

/// A page that answers 200 once its server is ready.
pub struct Page {
    /// The name of the server, whose log explains a failure.
    pub server: &'static str,
    /// The port on localhost.
    pub port: u16,
    /// The path.
    pub path: &'static str,
}

/// Waits until each page answers 200. Fails at the deadline or if a server exits.
pub fn until_ready(servers: &mut [Server], pages: &[Page]) -> Result<()> {
    let deadline = Instant::now() + DEADLINE;
    for page in pages {
        loop {
            let seen = match status(page) {
                Ok(200) => break,
                Ok(status) => format!("it answers {status}"),
                Err(error) => format!("{error:#}"),
            };
            interrupt::check()?;
            for server in servers.iter_mut() {
                server.check()?;
            }
            if Instant::now() > deadline {
                let log = servers.iter().find(|server| server.name == page.server);
                bail!(
                    "http://localhost:{}{} was not ready within {} s: {seen}.\n{}",
                    page.port,
                    page.path,
                    DEADLINE.as_secs(),
                    log.map(Server::last_lines).unwrap_or_default()
                );
            }
            sleep(Duration::from_millis(50));
        }
    }
    Ok(())
}

/// The status of a GET request. Tries all loopback addresses, because servers differ in which they
/// use.
fn status(page: &Page) -> Result<u16> {
    let mut last = None;
    for address in ("localhost", page.port).to_socket_addrs()? {
        match get(address, page) {
            Ok(status) => return Ok(status),
            Err(error) => last = Some(error),
        }
    }
    Err(last.context("localhost has no address")?)
}

fn get(address: SocketAddr, page: &Page) -> Result<u16> {
    let mut stream = TcpStream::connect_timeout(&address, ANSWER_TIME)?;
    stream.set_read_timeout(Some(ANSWER_TIME))?;
    let request = format!("GET {} HTTP/1.0\r\nHost: localhost:{}\r\n\r\n", page.path, page.port);
    stream.write_all(request.as_bytes())?;
    let mut start = [0; 12];
    stream.read_exact(&mut start).context("it closes the connection without an answer")?;
    let line = String::from_utf8_lossy(&start);
    let status = line.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse().ok());
    status.with_context(|| format!("it answers {line:?}, which is not HTTP"))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn answering(bytes: &'static [u8]) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 8];
            stream.read_exact(&mut request).unwrap();
            stream.write_all(bytes).unwrap();
        });
        port
    }

    #[test]
    fn the_status_is_read_from_the_first_line() {
        let port = answering(b"HTTP/1.1 503 Service Unavailable\r\n\r\n");
        assert_eq!(status(&Page { server: "it", port, path: "/" }).unwrap(), 503);
    }

    #[test]
    fn an_answer_that_is_no_http_is_said() {
        let port = answering(b"220 mail.example SMTP\r\n");
        let error = status(&Page { server: "it", port, path: "/" }).unwrap_err();
        assert!(error.to_string().contains("not HTTP"), "{error}");
    }
}
