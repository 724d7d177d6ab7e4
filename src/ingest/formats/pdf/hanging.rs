//! Hanging labels: names in a column of their own at the left of what is said.

use super::lines::Line;

/// The distance between a label and the words, in em, by which a column shows.
const WIDE: f64 = 1.0;
/// How far positions of one column may be apart, in points.
const SAME: f64 = 1.5;
/// The least number of lines that show a column.
const LEAST: usize = 3;

/// Sets a tab between the labels and the words, if the labels hang in a column of their own.
pub(super) fn separate(pages: &mut [Vec<Line>]) {
    let Some((left, words)) = column(pages) else { return };
    for line in pages.iter_mut().flatten() {
        let first = line.words.iter().skip(1).position(|word| (word.x - words).abs() <= SAME);
        let Some(n) = first.map(|n| n + 1).filter(|_| (line.x0 - left).abs() <= SAME) else { continue };
        let mut pieces = line.text.splitn(n + 1, ' ');
        let label: Vec<&str> = pieces.by_ref().take(n).collect();
        let Some(rest) = pieces.next() else { continue };
        line.text = format!("{}\t{rest}", label.join(" "));
        line.is_labelled = true;
    }
}

/// Returns where the labels and where the words begin.
fn column(pages: &[Vec<Line>]) -> Option<(f64, f64)> {
    let mut seen: Vec<(f64, f64, usize)> = Vec::new();
    for line in pages.iter().flatten() {
        let wide = line.words.iter().skip(1).find(|word| word.gap >= WIDE * line.size);
        let Some(wide) = wide else { continue };
        let same = |(left, words, _): &&mut (f64, f64, usize)| {
            (*left - line.x0).abs() <= SAME && (*words - wide.x).abs() <= SAME
        };
        match seen.iter_mut().find(same) {
            Some(column) => column.2 += 1,
            None => seen.push((line.x0, wide.x, 1)),
        }
    }
    let &(left, words, n) = seen.iter().max_by_key(|column| column.2)?;
    // The words go on below each other, and not below the labels.
    let n_below = pages.iter().flatten().filter(|line| (line.x0 - words).abs() <= SAME).count();
    let n_left = pages.iter().flatten().filter(|line| (line.x0 - left).abs() <= SAME).count();
    (n >= LEAST && n_below > 0 && n_left <= 2 * n).then_some((left, words))
}
