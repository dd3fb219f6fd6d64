//! What an answer of Kratos says.

use serde_json::Value;

use super::observe::Answer;

/// A flow, as far as the doctor reads it.
#[derive(Clone, Debug)]
pub struct Flow(Value);

impl Flow {
    /// The flow in an answer.
    #[must_use]
    pub fn of(answer: &Answer) -> Option<Self> {
        let body = if answer.is_readable() { answer.json() } else { Value::Null };
        (body.get("id").is_some() && body.pointer("/ui/nodes").is_some()).then_some(Self(body))
    }

    fn text(&self, path: &str) -> &str {
        self.0.pointer(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.text("/id")
    }

    /// Where its form is posted to.
    #[must_use]
    pub fn action(&self) -> &str {
        self.text("/ui/action")
    }

    /// When it was made and when it ends, in RFC 3339.
    #[must_use]
    pub fn times(&self) -> (&str, &str) {
        (self.text("/issued_at"), self.text("/expires_at"))
    }

    /// Its nodes without scripts: passkeys bring one along in the group of security keys.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        let nodes = self.0.pointer("/ui/nodes").and_then(Value::as_array).into_iter().flatten();
        nodes.map(Node).filter(|node| node.text("/type") != "script")
    }

    /// Whether a node is of this group.
    #[must_use]
    pub fn has(&self, group: &str) -> bool {
        self.nodes().any(|node| node.group() == group)
    }

    /// The groups of its nodes, each once.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for node in self.nodes() {
            if !groups.contains(&node.group()) {
                groups.push(node.group());
            }
        }
        groups
    }

    /// Whether it asks for the profile or the identifier first, and names the methods later.
    #[must_use]
    pub fn is_first_of_two_steps(&self) -> bool {
        self.nodes().any(|node| {
            node.attribute("type") == "submit"
                && (node.attribute("value") == "profile" || node.group() == "identifier_first")
        })
    }

    /// The relying parties in the options of ceremonies.
    #[must_use]
    pub fn rp_id(&self) -> Option<String> {
        self.nodes().find_map(|node| {
            let options: Value = serde_json::from_str(node.attribute("value")).ok()?;
            let options = options.get("credentialOptions").unwrap_or(&options);
            let options = options.get("publicKey").unwrap_or(options);
            let id = options.get("rpId").or_else(|| options.pointer("/rp/id"))?;
            id.as_str().map(str::to_owned)
        })
    }
}

/// A node of a flow.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a>(&'a Value);

impl<'a> Node<'a> {
    fn text(self, path: &str) -> &'a str {
        self.0.pointer(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// Its group.
    #[must_use]
    pub fn group(self) -> &'a str {
        self.text("/group")
    }

    /// An attribute that is a text.
    #[must_use]
    pub fn attribute(self, name: &str) -> &'a str {
        self.0.pointer("/attributes").and_then(|all| all.get(name)?.as_str()).unwrap_or_default()
    }

    /// The provider that its label names.
    #[must_use]
    pub fn provider(self) -> &'a str {
        self.text("/meta/label/context/provider")
    }
}

/// The id of an error of Kratos; empty for one without.
#[must_use]
pub fn error_id(answer: &Answer) -> Option<String> {
    let body = if answer.is_readable() { answer.json() } else { Value::Null };
    let error = body.get("error")?;
    // A code and a status in words are in every error of Kratos, and of Oathkeeper, too.
    error.get("code")?.as_u64()?;
    let id = error.get("id").and_then(Value::as_str).unwrap_or_default();
    Some(id.to_owned())
}

/// The texts of an error: message and reason.
#[must_use]
pub fn error_text(answer: &Answer) -> String {
    let body = answer.json();
    let text = |path| body.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    [text("/error/message"), text("/error/reason")].join(" ").trim().to_owned()
}

/// Whether this is what Kratos answers when a flow is created.
#[must_use]
pub fn is_flow_answer(answer: &Answer) -> bool {
    let known = ["session_", "security_", "self_service_", "browser_location_change_required"];
    Flow::of(answer).is_some()
        || error_id(answer).is_some_and(|id| known.iter().any(|start| id.starts_with(start)))
}

/// Whether Kratos' health says that it is alive.
#[must_use]
pub fn is_alive(answer: &Answer) -> bool {
    answer.is_readable()
        && answer.status == 200
        && answer.json().get("status").and_then(Value::as_str) == Some("ok")
}

/// Whether it answered whoami with a session.
#[must_use]
pub fn is_session(answer: &Answer) -> bool {
    let body = answer.json();
    answer.is_readable()
        && answer.status == 200
        && body.get("active").is_some_and(Value::is_boolean)
}

/// Seconds since 1970 of a time in RFC 3339 as Kratos writes it, in UTC.
#[must_use]
pub fn seconds(time: &str) -> Option<i64> {
    let (date, clock) = time.split_once('T')?;
    let mut numbers = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let clock = clock.trim_end_matches('Z').split('.').next()?;
    let mut numbers = clock.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (numbers.next()??, numbers.next()??, numbers.next()??);
    // Days of the civil calendar, years beginning in March.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, month) = (year.div_euclid(400), (month + 9).rem_euclid(12));
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_of_kratos_are_read() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2026-11-27T04:10:42.123456Z"), Some(1_795_752_642));
        assert_eq!(seconds("tomorrow"), None);
    }
}
