//! The pseudo-locale: English as a language whose texts are longer and have accents, so that what is too
//! narrow or not translated is seen without a translation.

/// Its tag: English with pseudo-accents, as other projects call it.
pub const TAG: &str = "en-XA";

/// How much longer a text becomes, in percent.
const LONGER: usize = 40;

/// Fills texts up: real words, so that lines can break.
const FILLER: [&str; 6] = ["ōné", "twō", "thréé", "fōūr", "fīvé", "sīx"];

/// The table of the pseudo-locale for an English one.
pub fn table(english: &str) -> String {
    let lines = english
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='));
    lines.map(|(key, text)| format!("{key}={}\n", longer(text))).collect()
}

fn longer(text: &str) -> String {
    let wanted = text.chars().count() * LONGER / 100;
    let mut filler = String::new();
    for word in FILLER.iter().cycle() {
        if filler.chars().count() >= wanted {
            break;
        }
        filler.push(' ');
        filler.push_str(word);
    }
    format!("[{}{filler}]", accented(text))
}

/// The text with accents on its letters. Placeholders such as `{address}` are kept.
fn accented(text: &str) -> String {
    let mut is_placeholder = false;
    let letter = |letter: char| {
        is_placeholder = (is_placeholder || letter == '{') && letter != '}';
        if is_placeholder { letter } else { with_accent(letter) }
    };
    text.chars().map(letter).collect()
}

fn with_accent(letter: char) -> char {
    match letter {
        'a' => 'á',
        'c' => 'ç',
        'e' => 'é',
        'i' => 'ï',
        'n' => 'ñ',
        'o' => 'ö',
        's' => 'š',
        'u' => 'ü',
        'y' => 'ý',
        'z' => 'ž',
        'A' => 'Å',
        'C' => 'Ç',
        'E' => 'É',
        'I' => 'Î',
        'N' => 'Ñ',
        'O' => 'Ø',
        'S' => 'Š',
        'U' => 'Û',
        'Y' => 'Ý',
        other => other,
    }
}
