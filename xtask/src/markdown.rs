//! Tables in Markdown, with aligned columns.

/// A table of lines, the head first. The first `words` columns are text, the others numbers.
pub fn table<const N: usize>(lines: &[[String; N]], words: usize) -> String {
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let is_word = |column: usize| column < words;
    let shown = |line: &[String; N]| {
        let cells = line.iter().enumerate().map(|(column, cell)| {
            let width = width(column);
            if is_word(column) { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let rule = (0..N).map(|column| {
        let dashes = "-".repeat(width(column).saturating_sub(1));
        if is_word(column) { format!("{dashes}-") } else { format!("{dashes}:") }
    });
    let mut shown: Vec<String> = lines.iter().map(shown).collect();
    shown.insert(1.min(shown.len()), format!("| {} |", rule.collect::<Vec<_>>().join(" | ")));
    shown.join("\n")
}
