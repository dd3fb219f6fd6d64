//! Shifts timestamps so that every recording starts at the same time.
//!
//! Only the differences between timestamps matter: an hour until a flow expires, a day until a
//! session does. The exact seconds differ in each run, so timestamps are rounded to whole minutes
//! since the story began.

/// Midnight of 1 January 2026, UTC: the start of every story.
const BEGINNING: i64 = 1_767_225_600;
const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// Converts real timestamps to those of a story.
#[derive(Clone, Copy)]
pub struct Clock {
    zero: i64,
}

impl Clock {
    /// A clock for a story that began at this second since 1970.
    pub fn new(zero: i64) -> Self {
        Self { zero }
    }

    /// Converts seconds since 1970 to the story's.
    pub fn unix(self, second: i64) -> i64 {
        BEGINNING + (second - self.zero).div_euclid(MINUTE) * MINUTE
    }

    /// Whether a timestamp belongs to the story. One that was typed may not.
    pub fn is_near(self, instant: &Instant) -> bool {
        (instant.second - self.zero).abs() < 700 * DAY
    }

    /// Converts a timestamp to the story's; fractions of a second are kept.
    pub fn instant(self, instant: &Instant) -> String {
        let second = self.unix(instant.second);
        let (year, month, day) = date(second.div_euclid(DAY));
        let rest = second.rem_euclid(DAY);
        let (hour, minute) = (rest / 3600, rest % 3600 / MINUTE);
        let fraction = if instant.has_fraction { ".123456789" } else { "" };
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00{fraction}Z")
    }
}

/// An RFC 3339 timestamp.
pub struct Instant {
    /// Seconds since 1970.
    pub second: i64,
    /// Its length in bytes.
    pub length: usize,
    has_fraction: bool,
}

impl Instant {
    /// Parses a timestamp at the start of `text`. Years before 2000, such as Go's zero time, are
    /// `None`.
    pub fn at_start(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        let is = |at: usize, byte: u8| text.as_bytes().get(at) == Some(&byte);
        if !(is(4, b'-') && is(7, b'-') && is(10, b'T') && is(13, b':') && is(16, b':')) {
            return None;
        }
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let rest = text.get(19..)?;
        let fraction = match rest.strip_prefix('.') {
            Some(digits) => 1 + digits.bytes().take_while(u8::is_ascii_digit).count(),
            None => 0,
        };
        let (offset, zone) = zone(rest.get(fraction..)?)?;
        let days = (year >= 2000).then(|| days(year, month, day))?;
        Some(Self {
            second: days * DAY + hour * 3600 + minute * MINUTE + second - offset,
            length: 19 + fraction + zone,
            has_fraction: fraction > 0,
        })
    }
}

/// The offset from UTC in seconds, and its length in bytes.
fn zone(text: &str) -> Option<(i64, usize)> {
    if text.starts_with('Z') {
        return Some((0, 1));
    }
    let sign = match text.get(0..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..6)?.split_once(':')?;
    let seconds = hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * MINUTE;
    Some((sign * seconds, 6))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // With March as the first month, the leap day is the last of the year.
    let year = if month <= 2 { year - 1 } else { year };
    let since_march = (month + 9) % 12;
    let of_year = (153 * since_march + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468
}

/// The date that many days after 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let mut year = 1970 + days / 366;
    while self::days(year + 1, 1, 1) <= days {
        year += 1;
    }
    let month = (1..=12).rev().find(|month| self::days(year, *month, 1) <= days).unwrap_or(1);
    (year, month, days - self::days(year, month, 1) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(clock: Clock, text: &str) -> String {
        clock.instant(&Instant::at_start(text).unwrap())
    }

    #[test]
    fn seconds_vanish_and_lifespans_stay() {
        let clock = Clock::new(Instant::at_start("2026-11-23T23:02:50Z").unwrap().second);
        assert_eq!(told(clock, "2026-11-23T23:02:56.317Z rest"), "2026-01-01T00:00:00.123456789Z");
        assert_eq!(told(clock, "2026-11-24T00:02:56.3172Z"), "2026-01-01T01:00:00.123456789Z");
        assert_eq!(told(clock, "2026-11-25T00:02:56+01:00"), "2026-01-02T00:00:00Z");
    }

    #[test]
    fn dates_survive_the_way_there_and_back() {
        for day in (10_957..40_000).step_by(17) {
            let (year, month, date) = date(day);
            assert_eq!(days(year, month, date), day, "{year}-{month}-{date}");
        }
        assert_eq!(days(2026, 1, 1) * DAY, BEGINNING);
    }

    #[test]
    fn what_is_no_instant_stays() {
        for text in ["0001-01-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "é", ""] {
            assert!(Instant::at_start(text).is_none(), "{text}");
        }
    }
}
