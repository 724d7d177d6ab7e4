//! Turns the order on paper, left to right, into the order of reading, for scripts that run from right to left.
//!
//! A PDF holds positions, not directions, so the bidirectional algorithm (Unicode Standard Annex 9) is undone by its main
//! rule alone: runs of the other direction are reversed. Brackets keep the side that the PDF gives them.

#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    Rightwards,
    Leftwards,
    /// Digits run rightwards inside either direction and have no direction of their own.
    Digit,
    Neutral,
}

fn runs(text: &str) -> Runs {
    for c in text.chars() {
        match c {
            '0'..='9' | '\u{0660}'..='\u{0669}' | '\u{06f0}'..='\u{06f9}' => return Runs::Digit,
            '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
                if c.is_alphabetic() =>
            {
                return Runs::Leftwards;
            }
            c if c.is_alphabetic() => return Runs::Rightwards,
            _ => {}
        }
    }
    Runs::Neutral
}

/// Returns the order in which pieces placed from left to right are read, and whether the line runs leftwards.
pub(super) fn reading_order(pieces: &[&str]) -> (Vec<usize>, bool) {
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    let runs: Vec<Runs> = pieces.iter().map(|piece| runs(piece)).collect();
    let count = |direction: Runs| runs.iter().filter(|run| **run == direction).count();
    let n_leftwards = count(Runs::Leftwards);
    if n_leftwards == 0 {
        return (order, false);
    }
    // A full stop at the right end closes the sentence only where the paragraph itself runs rightwards.
    let closes = |piece: &&&str| matches!(**piece, "." | "!" | "?" | "؟" | "…" | "،" | "؛");
    let stop_at_right = pieces.iter().rfind(|piece| !piece.trim().is_empty()).filter(closes).is_some();
    let is_rtl = n_leftwards * 2 >= count(Runs::Rightwards) && !stop_at_right;
    let against = |run: Runs| {
        if is_rtl { matches!(run, Runs::Rightwards | Runs::Digit) } else { run == Runs::Leftwards }
    };
    let mut from = 0;
    while from < runs.len() {
        if !against(runs[from]) {
            from += 1;
            continue;
        }
        // A run continues over blanks and signs if another piece of its direction follows.
        let mut to = from + 1;
        let mut ahead = to;
        while ahead < runs.len() && (against(runs[ahead]) || joins(pieces[ahead], &runs, from, ahead)) {
            ahead += 1;
            if against(runs[ahead - 1]) {
                to = ahead;
            }
        }
        order[from..to].reverse();
        from = to;
    }
    if is_rtl {
        order.reverse();
    }
    (order, is_rtl)
}

/// Tells whether a neutral piece can be inside a run: between digits only the signs of numbers and times can.
fn joins(piece: &str, runs: &[Runs], from: usize, at: usize) -> bool {
    let in_number = runs[from..at].iter().all(|run| matches!(run, Runs::Digit | Runs::Neutral));
    runs[at] == Runs::Neutral
        && (!in_number || matches!(piece, ":" | "." | "," | "/" | "-" | "\u{066b}" | "\u{066c}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(shown: &str) -> String {
        let pieces: Vec<String> = shown.chars().map(String::from).collect();
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        reading_order(&pieces).0.into_iter().map(|i| pieces[i]).collect()
    }

    #[test]
    fn leftward_lines_are_turned_and_numbers_and_latin_are_not() {
        assert_eq!(read("plain text 1:2"), "plain text 1:2");
        // Hebrew letters as they stand on paper.
        assert_eq!(read(".תחא :הנש"), "שנה: אחת.");
        assert_eq!(read("תחא :הנש."), "שנה: אחת.");
        assert_eq!(read("ב 12:30 הנש"), "שנה 12:30 ב");
        assert_eq!(read("ב Ann Bee הנש"), "שנה Ann Bee ב");
        assert_eq!(read("a long line with הנש in it"), "a long line with שנה in it");
    }

    #[test]
    fn ligatures_stay_whole() {
        assert_eq!(reading_order(&["م", "لا", "س"]), (vec![2, 1, 0], true));
    }
}
