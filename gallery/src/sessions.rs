//! The list of sessions.

use propylon::{
    components::said_time,
    kratos::{
        response::{Answer, Unreached},
        session::{Device, Session},
    },
    view::sessions,
};
use serde_json::json;

use crate::{look::look, stops::error, story::Story};

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "an-app-with-a-name-that-has-no-end-and-that-no-list-of-browsers-knows/1.0",
];

pub fn stories() -> Vec<Story> {
    let list = |id: &str, count: usize| {
        let others: Vec<Session> = (1..count).map(session).collect();
        Story::new(id, move |words| {
            sessions::screen(words, &look(), &session(0), &others, None, |at| said_time(words, at))
        })
    };
    vec![
        list("sessions/one", 1),
        list("sessions/two", 2),
        list("sessions/many", 9),
        Story::new("sessions/revoked", |words| {
            let notice = sessions::revoked(words, Ok(Answer::Empty));
            sessions::screen(words, &look(), &session(0), &[], Some(notice), |at| {
                said_time(words, at)
            })
        }),
        Story::new("sessions/not-revoked", |words| {
            let refused = error(400, None, Some("It is not a session."));
            let notice = sessions::revoked(words, Ok(Answer::Error(Box::new(refused))));
            sessions::screen(words, &look(), &session(0), &[session(1)], Some(notice), |at| {
                said_time(words, at)
            })
        }),
        Story::new("sessions/unreached", |words| {
            let answer = Err(Unreached::TimedOut);
            let screen = sessions::answered(words, &look(), &session(0), answer, None, |at| {
                said_time(words, at)
            });
            screen.unwrap_or_else(|| propylon::view::site::missing(words))
        }),
    ]
}

/// A session on one of some devices.
pub fn session(number: usize) -> Session {
    let whoami = json!({
        "id": format!("00000000-0000-4000-8000-{number:012}"),
        "active": true,
        "authenticated_at": "2026-01-01T09:30:00Z",
        "expires_at": "2026-01-02T09:30:00Z",
        "authentication_methods": [{"method": "password"}, {"method": "totp"}],
        "identity": {"id": "i", "traits": {"email": "ada@example.test"}},
    });
    let read = propylon::json::Json::parse(&whoami.to_string());
    let mut session = read.ok().and_then(|whoami| Session::read(&whoami)).unwrap_or_default();
    session.devices = vec![Device {
        ip_address: Some(format!("192.0.2.{number}")),
        user_agent: AGENTS.get(number % AGENTS.len()).map(|agent| (*agent).to_owned()),
        location: (number > 1).then(|| "London, GB".to_owned()),
    }];
    session
}
