//! What the cells of a column look like, whatever its heading says.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Role;
use crate::ingest::transcript::{names_role, role_named};

/// How many rows of a long table are looked at.
pub(super) const N_LOOKED_AT: usize = 200;
/// The fewest words that answers to an open question have on average.
const PROSE_WORDS: usize = 5;
/// The fewest characters that answers have on average in writings without spaces.
const PROSE_CHARS: usize = 30;
/// The longest label of a speaker, in characters.
const LONGEST_LABEL: usize = 40;

/// The counts of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) n_rows: usize,
    pub(super) n_filled: usize,
    pub(super) n_distinct: usize,
    pub(super) n_chars: usize,
    n_words: usize,
    n_times: usize,
    n_numbers: usize,
    n_dates: usize,
    n_odd: usize,
    n_label_like: usize,
    n_roles: usize,
    has_interviewer: bool,
    n_labelled: usize,
    n_role_labels: usize,
    n_distinct_labels: usize,
    n_ids: usize,
    n_lower: usize,
    n_cased_words: usize,
    n_lower_words: usize,
    /// How often a cell is another than the one above.
    pub(super) n_changes: usize,
}

impl Look {
    /// Looks at the cells of a column.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let mut look = Self::default();
        // Whether each cell names a role: most columns say the same again and again.
        let mut distinct: BTreeMap<&str, bool> = BTreeMap::new();
        let mut labels = BTreeSet::new();
        let mut above = None;
        for cell in cells {
            look.n_rows += 1;
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            look.n_filled += 1;
            look.n_changes += usize::from(above.is_some_and(|above| above != cell));
            above = Some(cell);
            look.n_lower += usize::from(cell.starts_with(char::is_lowercase));
            look.n_chars += cell.chars().count();
            look.n_words += cell.split_whitespace().count();
            look.n_times += usize::from(is_time(cell));
            look.n_numbers += usize::from(is_number(cell));
            look.n_dates += usize::from(is_date(cell));
            look.n_ids += usize::from(is_id(cell));
            look.n_odd += usize::from(cell.starts_with(['{', '[']) && cell.len() > 20)
                + usize::from(cell.starts_with("Mozilla/") || cell.starts_with("http"));
            let is_short = cell.chars().count() <= LONGEST_LABEL && !cell.contains('\n');
            look.n_label_like += usize::from(
                is_short && cell.split_whitespace().count() <= 5 && !cell.ends_with(['.', '?', '!']),
            );
            let is_role = *distinct.entry(cell).or_insert_with(|| is_short && names_role(&label(cell)));
            look.n_roles += usize::from(is_role);
            for first in cell.split_whitespace().filter_map(|word| word.chars().find(|ch| ch.is_alphabetic()))
            {
                look.n_cased_words += usize::from(first.is_lowercase() || first.is_uppercase());
                look.n_lower_words += usize::from(first.is_lowercase());
            }
            if let Some(label) = label_at_start(cell) {
                look.n_labelled += 1;
                look.n_role_labels += usize::from(names_role(label));
                labels.insert(label);
            }
        }
        let asks =
            |(cell, is_role): (&&str, &bool)| *is_role && role_named(&label(cell)) == Some(Role::Interviewer);
        look.has_interviewer = distinct.iter().any(asks);
        look.n_distinct = distinct.len();
        look.n_distinct_labels = labels.len();
        look
    }

    fn most(&self, n: usize) -> bool {
        self.n_filled > 0 && n * 10 >= self.n_filled * 9
    }

    pub(super) fn is_empty(&self) -> bool {
        self.n_filled == 0
    }

    /// Tells whether the cells are times with a colon, as `0:03`.
    pub(super) fn holds_times(&self) -> bool {
        self.most(self.n_times)
    }

    /// Tells whether the cells are numbers.
    pub(super) fn holds_numbers(&self) -> bool {
        self.most(self.n_numbers)
    }

    /// Tells whether the cells are dates, with a time of day or without: then each row is an answer that was sent at that time.
    pub(super) fn holds_dates(&self) -> bool {
        self.most(self.n_dates)
    }

    /// Tells whether the cells are words of people: several words each, not all of them names, and nearly every cell says something
    /// else.
    pub(super) fn holds_prose(&self) -> bool {
        let long = self.n_words >= self.n_filled * PROSE_WORDS || self.n_chars >= self.n_filled * PROSE_CHARS;
        self.n_filled > 0
            && long
            && self.n_distinct * 2 > self.n_filled
            && !self.holds_times()
            && !self.holds_numbers()
            && !self.holds_dates()
            && !self.most(self.n_odd)
            && self.n_lower_words * 5 >= self.n_cased_words * 2
    }

    /// Tells whether the cells can be labels of speakers: all are short, and they come again.
    pub(super) fn holds_labels(&self) -> bool {
        let again = self.n_filled <= 3 || self.n_distinct < self.n_filled;
        self.n_filled > 0
            && self.n_label_like == self.n_filled
            && again
            && !self.holds_times()
            && !self.holds_numbers()
    }

    /// Tells whether all cells are as short as labels.
    pub(super) fn are_short(&self) -> bool {
        self.n_label_like == self.n_filled
    }

    /// Tells whether most cells name a role or a voice: `Interviewer`, `P1`, `Speaker 2`.
    pub(super) fn names_roles(&self) -> bool {
        self.n_filled > 0 && self.n_roles * 2 >= self.n_filled
    }

    /// Tells whether a cell names an interviewer.
    pub(super) fn names_interviewer(&self) -> bool {
        self.has_interviewer
    }

    /// Tells whether most cells begin with a label, as `P1: So we went.`: a role, or several names that come again.
    pub(super) fn holds_labelled_turns(&self) -> bool {
        let recur = self.n_distinct_labels >= 2 && self.n_distinct_labels * 2 <= self.n_labelled;
        let known = self.n_role_labels * 2 >= self.n_labelled || recur;
        self.n_filled > 1 && self.n_labelled * 3 >= self.n_filled * 2 && known
    }

    /// Tells whether most cells begin with a small letter, as codes do and names do not.
    pub(super) fn is_lower(&self) -> bool {
        self.n_lower * 2 > self.n_filled
    }

    /// Tells whether every row has an id of its own, such as `P07`; a number may as well count the rows.
    pub(super) fn holds_ids(&self) -> bool {
        self.n_rows > 2
            && self.is_unique()
            && self.n_ids == self.n_filled
            && !self.holds_times()
            && !self.holds_dates()
    }

    /// Tells whether every row has a cell of its own, as ids have.
    pub(super) fn is_unique(&self) -> bool {
        self.n_filled == self.n_rows && self.n_distinct == self.n_rows
    }
}

/// Returns a label as a cell holds it, without what the transcript writes around it: `RA:`, `[Ann]:`, `**P1**`.
pub(super) fn label(cell: &str) -> String {
    let mut label = cell.trim();
    loop {
        let before = label;
        label = label.trim_end_matches([':', '：']).trim();
        for (open, close) in
            [("[", "]"), ("{", "}"), ("(", ")"), ("**", "**"), ("*", "*"), ("__", "__"), ("<", ">")]
        {
            let inner = label.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
            // `(A) and (B)` is no label in brackets.
            if let Some(inner) = inner.filter(|inner| !inner.contains(open) && !inner.trim().is_empty()) {
                label = inner.trim();
            }
        }
        if label == before {
            break;
        }
    }
    // A time may stand before or after the name.
    let words: Vec<&str> = label.split_whitespace().collect();
    let name = match words.as_slice() {
        [time, name @ ..] if !name.is_empty() && is_time(time) => name,
        [name @ .., time] if !name.is_empty() && is_time(time) => name,
        all => all,
    };
    name.join(" ")
}

/// Returns the speaker that a cell names: its label, or nothing where a program wrote that the value is missing.
pub(super) fn speaker(cell: &str) -> String {
    let label = label(cell);
    let bare = cell.trim();
    let is_missing = ["nan", "none", "null", "unknown", "#n/a", "n/a", "<na>"]
        .iter()
        .any(|missing| bare.eq_ignore_ascii_case(missing));
    if is_missing { String::new() } else { label }
}

/// Returns words without the label of their speaker, if it stands before them again: `Maria: So we went.`
pub(super) fn without_label(words: String, speaker: &str) -> String {
    let repeated = words.trim_start().split_once([':', '：']).filter(|(before, rest)| {
        let before = self::label(before);
        !rest.trim().is_empty() && !speaker.is_empty() && before.to_lowercase() == speaker.to_lowercase()
    });
    match repeated {
        Some((_, rest)) => rest.trim_start().to_owned(),
        None => words,
    }
}

/// Tells whether a cell looks like a time: `0:03`, `00:01:02`, `[00:01:02.5]`, `#00:01:02-3#`.
pub(super) fn is_time(cell: &str) -> bool {
    let bare = cell.trim_matches(['[', ']', '(', ')', '#']);
    bare.contains(':')
        && bare.len() >= 3
        && bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|ch| ch.is_ascii_digit() || ":.,- >".contains(ch))
}

fn is_number(cell: &str) -> bool {
    cell.chars().any(char::is_numeric)
        && cell
            .chars()
            .all(|ch| ch.is_numeric() || matches!(ch, '.' | ',' | '-' | '+' | '%' | '#' | ')' | '('))
}

/// Tells whether a cell is one short word of letters and digits.
fn is_id(cell: &str) -> bool {
    cell.chars().count() <= 20
        && cell.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.'))
        && cell.chars().any(char::is_numeric)
        && cell.chars().any(char::is_alphabetic)
}

/// Tells whether a cell begins with a date: `2026-03-01 10:00`, `3/1/2026`, `01.03.2026`.
fn is_date(cell: &str) -> bool {
    let date = cell.split([' ', 'T']).next().unwrap_or_default();
    [('-'), ('/'), ('.')].iter().any(|&sign| {
        let parts: Vec<&str> = date.split(sign).collect();
        let digits =
            |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(digits) && parts.iter().any(|part| part.len() == 4)
    })
}

/// Returns what can be a label before a colon at the start of words.
pub(super) fn label_at_start(cell: &str) -> Option<&str> {
    let (label, rest) = cell.split_once([':', '：'])?;
    let label = label.trim();
    let fits = (1..=4).contains(&label.split_whitespace().count())
        && label.chars().count() <= LONGEST_LABEL
        && !rest.trim().is_empty()
        && !label.contains(['.', '?', '!', ',', ';']);
    fits.then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(cells: &[&str]) -> Look {
        Look::of(cells.iter().copied())
    }

    #[test]
    fn cells_are_told_apart() {
        assert!(look(&["0:01", "[00:01:02]", "#00:01:02-3#"]).holds_times());
        assert!(look(&["1", "2.", "3"]).holds_numbers() && !look(&["1", "x"]).holds_numbers());
        assert!(look(&["2026-03-01 10:00:00", "3/1/2026 9:12"]).holds_dates());
        assert!(look(&["We went there on foot.", "There was nothing to do at all."]).holds_prose());
        assert!(!look(&["Strongly agree with all of this"; 4]).holds_prose());
        assert!(!look(&["NEAS PTS 528 - Q1", "NEAS PTS 531 - Q1"]).holds_prose());
        assert!(
            !look(&["Friends of the Old Mill Park Trust", "Yellow Pine City Council And Sons"]).holds_prose()
        );
        assert!(look(&["Ann", "Bo", "Ann", "Bo"]).holds_labels());
        assert!(look(&["Interviewer:", "[P1]"]).names_roles() && !look(&["Male", "Female"]).names_roles());
        assert!(look(&["P1: So.", "I: Why?"]).holds_labelled_turns());
    }

    #[test]
    fn a_label_is_one_however_it_is_dressed() {
        for cell in ["RA", "RA:", " RA ：", "[RA]:", "[RA:]", "**RA:**", "(RA)", "<RA>"] {
            assert_eq!(label(cell), "RA", "{cell:?}");
        }
        assert_eq!(label("Dr.  Rahimi "), "Dr. Rahimi");
        assert_eq!(label("Ann (Chair)"), "Ann (Chair)");
        assert_eq!(label(":"), "");
        assert_eq!((label("[0:03] Ann:"), label("Ann (00:01:02)")), ("Ann".to_owned(), "Ann".to_owned()));
        assert_eq!(without_label("Maria:  So: we went.".to_owned(), "maria"), "So: we went.");
        assert_eq!(without_label("So: we went.".to_owned(), "Maria"), "So: we went.");
    }
}
