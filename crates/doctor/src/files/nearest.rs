//! The key that was most likely meant.

/// The candidate that a mistyped key is nearest to, if one is near.
#[must_use]
pub fn nearest<'a>(key: &str, candidates: &'a [String]) -> Option<&'a str> {
    let most = (key.chars().count() / 4).clamp(1, 3);
    let plain = plain(key);
    candidates
        .iter()
        .map(|candidate| (distance(&plain, &self::plain(candidate)), candidate.as_str()))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Of all paths of a schema, those that end with this key, the nearest place first.
#[must_use]
pub fn elsewhere<'a>(path: &str, key: &str, paths: &'a [String]) -> Vec<&'a str> {
    let steps: Vec<&str> = path.split('.').collect();
    let mut found: Vec<(usize, usize, &str)> = paths
        .iter()
        .filter(|other| {
            !other.contains("[]")
                && other
                    .strip_suffix(key)
                    .is_some_and(|front| front.is_empty() || front.ends_with('.'))
        })
        .map(|other| {
            let common =
                other.split('.').zip(&steps).take_while(|(one, other)| one == *other).count();
            (steps.len().saturating_sub(common), other.split('.').count(), other.as_str())
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, _, path)| path).collect()
}

/// The key without what people write differently: case, `-` and `_`.
fn plain(key: &str) -> String {
    key.chars()
        .filter(|letter| !"-_".contains(*letter))
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// How many letters must be changed, added, left out or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (index, letter) in one.chars().take(64).enumerate() {
        let mut next = vec![index + 1];
        let mut left = None;
        for (column, goal) in other.iter().enumerate() {
            let cost = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = cost(&row, column) + usize::from(letter != *goal);
            best = best.min(cost(&row, column + 1) + 1).min(cost(&next, column) + 1);
            if last == Some(*goal) && left == Some(letter) && column > 0 {
                best = best.min(cost(&before, column - 1) + 1);
            }
            next.push(best);
            left = Some(*goal);
        }
        before = row;
        row = next;
        last = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_found() {
        let keys = ["base_url", "allowed_return_urls", "cors", "port"].map(str::to_owned);
        for (key, meant) in [
            ("baseurl", Some("base_url")),
            ("base-url", Some("base_url")),
            ("allowed_return_url", Some("allowed_return_urls")),
            ("prot", Some("port")),
            ("xyz", None),
        ] {
            assert_eq!(nearest(key, &keys), meant, "{key}");
        }
        assert_eq!(distance("abcd", "acbd"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn a_key_at_the_wrong_level_is_found_at_the_right_one() {
        let paths =
            ["serve.admin.cors", "serve.public.cors", "other.cors", "serve.tls"].map(str::to_owned);
        assert_eq!(
            elsewhere("serve.cors", "cors", &paths),
            ["serve.admin.cors", "serve.public.cors", "other.cors"]
        );
    }
}
