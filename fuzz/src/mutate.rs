//! Mutations that keep JSON valid. Most of libFuzzer's own mutations result in text that no parser
//! accepts; these change one value, name or position at a time.

use libfuzzer_sys::fuzzer_mutate;
use propylon::json::Json;

/// The HTTP statuses of Kratos and of gateways in front of it.
const STATUSES: [u16; 12] = [200, 204, 303, 400, 401, 403, 404, 410, 422, 429, 500, 502];

/// Mutates `data[..size]`, a header of `header` bytes followed by JSON; returns the new size.
///
/// Half of the inputs are left to libFuzzer's own mutations, which use the dictionary and compared
/// values.
pub fn answer(data: &mut [u8], size: usize, max_size: usize, seed: u32, header: usize) -> usize {
    let mut dice = Dice(u64::from(seed) << 1 | 1);
    let is_changed = size > header && dice.below(2) == 0;
    if !is_changed {
        return fuzzer_mutate(data, size, max_size);
    }
    if header >= 2 && dice.below(8) == 0 {
        let status = STATUSES[dice.below(STATUSES.len())];
        data[..2].copy_from_slice(&status.to_be_bytes());
        return size;
    }
    let text = String::from_utf8_lossy(&data[header..size]);
    let Ok(mut value) = Json::parse(&text) else { return fuzzer_mutate(data, size, max_size) };
    for _ in 0..=dice.below(3) {
        change(&mut value, &mut dice);
    }
    let text = value.to_text();
    let end = header + text.len();
    if end > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[header..end].copy_from_slice(text.as_bytes());
    end
}

/// Random numbers from a seed (xorshift64*).
struct Dice(u64);

impl Dice {
    /// A random number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or(0) % end.max(1)
    }
}

/// The number of values in a document, including itself.
fn count(value: &Json) -> usize {
    1 + match value {
        Json::List(elements) => elements.iter().map(count).sum(),
        Json::Object(members) => members.iter().map(|(_, value)| count(value)).sum(),
        _ => 0,
    }
}

/// The value at a position, in pre-order.
fn at<'a>(value: &'a mut Json, place: &mut usize) -> Option<&'a mut Json> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Json::List(elements) => elements.iter_mut().find_map(|element| at(element, place)),
        Json::Object(members) => members.iter_mut().find_map(|(_, value)| at(value, place)),
        _ => None,
    }
}

/// Changes one value in a document.
fn change(document: &mut Json, dice: &mut Dice) {
    let count = count(document);
    let (mut from, mut to) = (dice.below(count), dice.below(count));
    let other = at(document, &mut from).cloned().unwrap_or(Json::Null);
    let Some(value) = at(document, &mut to) else { return };
    let how = dice.below(8);
    match (value, how) {
        (Json::List(elements), 0..4) if !elements.is_empty() => {
            let place = dice.below(elements.len());
            match how {
                0 => drop(elements.remove(place)),
                1 => elements.insert(place, elements[place].clone()),
                2 => elements.insert(place, other),
                _ => elements.rotate_left(place),
            }
        }
        (Json::Object(members), 0..6) if !members.is_empty() => {
            let place = dice.below(members.len());
            match how {
                0 => drop(members.remove(place)),
                1 => members.insert(place, members[place].clone()),
                2 => members[place].1 = other,
                3 => members.rotate_left(place),
                4 => members[place].0 = changed(&members[place].0),
                _ => members[place].1 = plain(dice),
            }
        }
        (Json::Text(text), 0..5) => *text = changed(text),
        (value, 0..7) => *value = plain(dice),
        (value, _) => *value = other,
    }
}

/// A text mutated by libFuzzer, including its dictionary.
fn changed(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let size = bytes.len();
    bytes.resize(size + 24, 0);
    let room = bytes.len();
    let size = fuzzer_mutate(&mut bytes, size, room);
    String::from_utf8_lossy(&bytes[..size]).into_owned()
}

/// A value that parsers treat specially.
fn plain(dice: &mut Dice) -> Json {
    let values = [
        Json::Null,
        Json::Bool(true),
        Json::Bool(false),
        Json::Number("0".to_owned()),
        Json::Number("-1".to_owned()),
        Json::Number("9223372036854775807".to_owned()),
        Json::Number("1e999".to_owned()),
        Json::text(""),
        Json::text("\u{0}ä😀{"),
        Json::List(Vec::new()),
        Json::Object(Vec::new()),
    ];
    values[dice.below(values.len())].clone()
}
