//! Numbers with their nouns, shares, and lists of names.

use std::fmt::Display;

use crate::domain::CandidateId;

/// Returns a number with its noun: `1 segment`, `2 segments`. From 10,000 on, thousands are separated.
#[must_use]
pub fn count(n: usize, singular: &str, plural: &str) -> String {
    let mut digits = n.to_string();
    if n >= 10_000 {
        for at in
            (1..digits.len()).rev().filter(|at| (digits.len() - at).is_multiple_of(3)).collect::<Vec<_>>()
        {
            digits.insert(at, ',');
        }
    }
    format!("{digits} {}", one_or_many(n, singular, plural))
}

/// Returns a candidate with its level: `candidate theme B`, `candidate code 15`.
#[must_use]
pub fn candidate(id: CandidateId) -> String {
    match id {
        CandidateId::Theme(theme) => format!("candidate theme {theme}"),
        CandidateId::Code(code) => format!("candidate code {code}"),
    }
}

/// Returns a label in quotation marks, unless it is a quotation already, as labels of candidates can be.
#[must_use]
pub fn labelled(label: &str) -> String {
    let label = label.trim();
    if label.starts_with('“') { label.to_owned() } else { format!("“{label}”") }
}

/// Returns the form of a word for one or for several things: `is` or `are`.
#[must_use]
pub(super) fn one_or_many<'a, N: PartialEq + From<u8>>(n: N, one: &'a str, many: &'a str) -> &'a str {
    if n == N::from(1) { one } else { many }
}

/// Returns all names in backticks, with commas between them.
#[must_use]
pub(super) fn quoted<T: Display>(names: &[T]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Returns the first names and how many more there are: `a, b and 3 more`.
#[must_use]
pub fn first_of<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let shown = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Returns all items, with a separator of its own before the last: `a, b and c`.
#[must_use]
pub fn all_of<T: AsRef<str>>(items: &[T], last: &str) -> String {
    match items.split_last() {
        Some((end, rest)) if !rest.is_empty() => {
            let rest = rest.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
            format!("{rest}{last}{}", end.as_ref())
        }
        _ => items.iter().map(AsRef::as_ref).collect(),
    }
}

/// Returns a share in per cent: `12 %`. Only 0 becomes `0 %` and only 1 becomes `100 %`: shares close to them keep one decimal.
#[must_use]
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        part if part > 99.5 && part < 100.0 => format!("{part:.1} %"),
        part if part > 0.0 && part < 0.5 => format!("{part:.1} %"),
        part => format!("{part:.0} %"),
    }
}

/// Returns numbers in rising order as text, with ranges: `3, 7–9`.
#[must_use]
pub fn ranges(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => found.push((number, number)),
        }
    }
    let parts: Vec<String> = found
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first}–{last}"),
        })
        .collect();
    parts.join(", ")
}

/// Returns the end of a sentence on a name that does not exist: names that are like it, if there are any.
#[must_use]
pub fn did_you_mean(similar: &[String]) -> String {
    match similar {
        [] => String::new(),
        similar => {
            let quoted: Vec<String> = similar.iter().map(|name| format!("“{name}”")).collect();
            format!("; did you mean {}?", quoted.join(" or "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(count(0, "segment", "segments"), "0 segments");
        assert_eq!(count(1, "segment", "segments"), "1 segment");
        assert_eq!(count(4135, "segment", "segments"), "4135 segments");
        assert_eq!(count(1_234_567, "segment", "segments"), "1,234,567 segments");
        assert_eq!([0.0, 0.001, 0.5, 0.999, 1.0].map(percent), ["0 %", "0.1 %", "50 %", "99.9 %", "100 %"]);
    }

    #[test]
    fn numbers_of_neighbours_are_ranges() {
        assert_eq!(ranges([3, 7, 8, 9, 12, 13]), "3, 7–9, 12, 13");
        assert_eq!(ranges([]), "");
    }

    #[test]
    fn lists_name_some_or_all() {
        assert_eq!(first_of(&["a", "b", "c", "d", "e"], 2), "a, b and 3 more");
        assert_eq!(first_of(&["a", "b"], 2), "a, b");
        assert_eq!(all_of(&["a", "b", "c"], " and "), "a, b and c");
        assert_eq!((all_of(&["a"], " and "), all_of::<&str>(&[], " and ")), ("a".to_owned(), String::new()));
    }
}
