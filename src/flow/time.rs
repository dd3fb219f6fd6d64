//! Instants as Kratos writes them.

/// Milliseconds since 1970 of an RFC 3339 instant such as `2026-11-24T00:09:11.681826229Z`.
pub fn epoch(instant: &str) -> Option<i64> {
    let (date, time) = instant.split_once(['T', 't', ' '])?;
    let mut parts = date.split('-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at_checked(at)?,
        None => (time, "Z"),
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (parts.next()?.parse::<i64>().ok()?, parts.next()?.parse::<i64>().ok()?);
    let (seconds, fraction) =
        parts.next()?.split_once('.').unwrap_or((clock.rsplit(':').next()?, ""));
    let millis = fraction.chars().chain("000".chars()).take(3).collect::<String>();
    let shift = match offset.split_at_checked(1)? {
        ("Z" | "z", _) => 0,
        (sign, by) => {
            let (hours, minutes) = by.split_once(':')?;
            let shift = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if sign == "-" { -shift } else { shift }
        }
    };
    let minutes = days(year, month, day)? * 1440 + hour * 60 + minute - shift;
    Some((minutes * 60 + seconds.parse::<i64>().ok()?) * 1000 + millis.parse::<i64>().ok()?)
}

/// Days since 1970-01-01 in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March put the leap day last.
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
    fn what_is_no_instant_is_none() {
        for text in ["", "soon", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00Z"] {
            assert_eq!(epoch(text), None, "{text}");
        }
    }
}
