//! The server for Kratos' web hooks: refuses each in its own way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Starts the server on a free port and returns its URL.
pub fn start() -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    let base = format!("http://{}", listener.local_addr()?);
    // The thread ends with the process.
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream);
        }
    });
    Ok(base)
}

fn answer(mut stream: TcpStream) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse()?;
        }
    }
    reader.take(length).read_to_end(&mut Vec::new())?;
    let name = first.split_whitespace().nth(1).unwrap_or_default().trim_start_matches('/');
    let (status, body) = refusal(name);
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 {status} Refused\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )?;
    Ok(())
}

/// The error and the node it refers to, by the hook's name.
fn refusal(name: &str) -> (u16, Value) {
    let message = |id: u32, text: &str| json!({ "id": id, "text": text, "type": "error", "context": { "reason": "test" } });
    let at = |pointer: &str, messages: Vec<Value>| {
        let mut entry = json!({ "messages": messages });
        if !pointer.is_empty() {
            entry["instance_ptr"] = pointer.into();
        }
        entry
    };
    let blocked = || vec![message(90_001, "This address is blocked.")];
    let entries = match name {
        "trait" => vec![at("#/traits/email", blocked())],
        "identifier" => vec![at("#/identifier", blocked())],
        "ghost" => vec![at("#/traits/nosuch", blocked())],
        "none" => vec![at("", blocked())],
        "many" => vec![
            at(
                "#/traits/email",
                vec![message(90_001, "This address is blocked."), message(90_002, "Ask for help.")],
            ),
            at("#/traits/name/first", vec![message(90_003, "This name is taken.")]),
            at("", vec![message(90_004, "Registration is closed at night.")]),
        ],
        _ => return (500, json!({})),
    };
    (400, json!({ "messages": entries }))
}
