//! Reports ports in use before anything is built or started.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Result, bail};

/// A port of the demo.
#[derive(Clone, Copy)]
pub struct Port {
    /// Its number.
    pub number: u16,
    /// Its user, for messages.
    pub who: &'static str,
}

/// Fails on the first port that is in use.
pub fn check(ports: &[Port]) -> Result<()> {
    for port in ports {
        if taken(port.number) {
            bail!(
                "port {number} is in use, and {who} needs it. End the program that listens there \
                 (`lsof -i :{number}` or `ss -ltnp sport = :{number}` names it) and run this again",
                number = port.number,
                who = port.who
            );
        }
    }
    Ok(())
}

/// Checks both: a listener on all addresses doesn't block binding the loopback address.
fn taken(port: u16) -> bool {
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let here6 = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
    let answers =
        |address| TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok();
    TcpListener::bind(here).is_err() || answers(here) || answers(here6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_on_the_port_is_named_with_the_cure() {
        let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
        let number = listener.local_addr().unwrap().port();
        let error = check(&[Port { number, who: "the site" }]).unwrap_err().to_string();
        assert!(error.contains(&number.to_string()) && error.contains("the site"), "{error}");
        drop(listener);
        check(&[Port { number, who: "the site" }]).unwrap();
    }
}
