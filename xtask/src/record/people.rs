//! Accounts created by an administrator, and mails.

use std::cell::RefCell;
use std::collections::HashSet;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::answer::path_of;
use super::browser::PASSWORD;
use super::story::Story;

/// The person in most families.
pub const ADA: &str = "ada@example.test";
/// A second person.
pub const BOB: &str = "bob@example.test";

/// Creates an account with a password and a verified address; returns its id.
pub fn account(story: &Story, email: &str) -> Result<String> {
    account_with(story, email, json!({ "password": { "config": { "password": PASSWORD.1 } } }))
}

/// Creates an account with these credentials and a verified address; returns its id.
pub fn account_with(story: &Story, email: &str, credentials: Value) -> Result<String> {
    let address =
        json!({ "value": email, "via": "email", "verified": true, "status": "completed" });
    let body = json!({
        "schema_id": "person",
        "traits": { "email": email },
        "credentials": credentials,
        "verifiable_addresses": [address],
    });
    let identity = story.admin("POST", "/identities", Some(&body))?;
    Ok(identity["id"].as_str().context("the new account has no id")?.to_owned())
}

/// Parses the options for `navigator.credentials` from a node's value.
pub fn json_of(value: &str) -> Result<Value> {
    serde_json::from_str(value).with_context(|| format!("{value} is not JSON"))
}

/// The mails that Kratos would have sent; each is read once.
pub struct Inbox<'a> {
    story: &'a Story,
    read: RefCell<HashSet<String>>,
}

impl<'a> Inbox<'a> {
    /// The inbox of all recipients.
    pub fn new(story: &'a Story) -> Self {
        Self { story, read: RefCell::default() }
    }

    /// The code in the newest unread mail of a kind: `login_code_valid`, ….
    pub fn code(&self, recipient: &str, kind: &str) -> Result<String> {
        let body = self.newest(recipient, kind)?;
        let words = body.split(|char: char| !char.is_ascii_alphanumeric());
        let mut codes =
            words.filter(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()));
        Ok(codes.next().with_context(|| format!("a mail {kind} has no code: {body}"))?.to_owned())
    }

    /// The path and query of the link in the newest unread mail of a kind.
    pub fn link(&self, recipient: &str, kind: &str) -> Result<String> {
        let body = self.newest(recipient, kind)?;
        let links = body.split_whitespace().find(|word| word.starts_with("http"));
        let link = links.with_context(|| format!("a mail {kind} has no link: {body}"))?;
        Ok(path_of(link)?.replace("&amp;", "&"))
    }

    fn newest(&self, recipient: &str, kind: &str) -> Result<String> {
        let path = format!("/courier/messages?page_size=250&recipient={recipient}");
        let mails = self.story.admin("GET", &path, None)?;
        let mut newest = None;
        let mut read = self.read.borrow_mut();
        for mail in mails.as_array().map_or(&[][..], Vec::as_slice) {
            let id = mail["id"].as_str().unwrap_or_default();
            if mail["template_type"] == kind && read.insert(id.to_owned()) {
                // Timestamps are in seconds, but there is at most one unread mail of a kind.
                newest = newest.or(mail["body"].as_str());
            }
        }
        match newest {
            Some(body) => Ok(body.to_owned()),
            None => bail!("no mail {kind} for {recipient} arrived"),
        }
    }
}
