//! Timestamps as Kratos writes them.

use crate::decimal::integer;

/// Milliseconds since 1970 of an RFC 3339 timestamp such as `2026-11-24T00:09:11.681826229Z`.
pub fn epoch(instant: &str) -> Option<i64> {
    let number = |from: usize, to: usize| integer(instant.get(from..to)?);
    let days = days(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
    let seconds = (days * 24 + number(11, 13)?) * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    let rest = instant.get(19..)?;
    let offset = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let fraction = rest.strip_suffix(offset)?;
    let mut millis = 0;
    for place in 1..4 {
        let digit = fraction.as_bytes().get(place).map_or(0, |digit| i64::from(*digit) - 48);
        millis = millis * 10 + digit;
    }
    // `+02:00` is ahead of UTC, so it is subtracted.
    let sign = match offset.get(..1)? {
        "Z" | "z" => 0,
        "-" => 1,
        _ => -1,
    };
    let at = instant.len() - offset.len();
    let shift = match sign {
        0 => 0,
        _ => number(at + 1, at + 3)? * 60 + number(at + 4, at + 6)?,
    };
    Some((seconds + sign * shift * 60) * 1000 + millis)
}

/// Days since 1970-01-01 (Gregorian).
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // With March as the first month, the leap day is the last of the year.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 719_469)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_kratos_are_read() {
        assert_eq!(epoch("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(epoch("2026-11-24T00:09:11.681826229Z"), Some(1_795_478_951_681));
        assert_eq!(epoch("2024-02-29T12:00:00+02:00"), Some(1_709_200_800_000));
        assert_eq!(epoch("2000-03-01T00:00:00.5-00:30"), Some(951_870_600_500));
    }

    #[test]
    fn invalid_timestamps_are_none() {
        for text in ["", "soon", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00Z"] {
            assert_eq!(epoch(text), None, "{text}");
        }
    }
}
