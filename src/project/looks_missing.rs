//! Recognises values that look as if a coder gave none. They are pointed out, and never taken as missing by themselves: `none`
//! may be a category.

/// What people and programs write where there is no value, in lower case.
const WORDS: [&str; 26] = [
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "#n/a",
    "#n/a!",
    "#nv",
    "<na>",
    "nan",
    "#nan",
    "null",
    "#null!",
    "none",
    "nil",
    "missing",
    "(missing)",
    "k.a.",
    "k. a.",
    "n/d",
    "s/d",
    "#value!",
    "#wert!",
    "(blank)",
    "(leer)",
    "undefined",
    "not available",
];

/// Numbers with which statistics programs mark a missing value, where they are far from all other numbers.
const NUMBERS: [f64; 8] = [99.0, 999.0, 9999.0, -9.0, -99.0, -999.0, -9999.0, 99999.0];

/// Returns the values that look missing, of all different values, in their order.
pub(super) fn among<'v>(values: &[&'v str]) -> Vec<&'v str> {
    let number = |value: &str| value.parse::<f64>().ok().filter(|number| number.is_finite());
    let is_code = |value: &str| number(value).is_some_and(|number| NUMBERS.contains(&number));
    let others = values.iter().filter(|value| !is_code(value)).filter_map(|value| number(value));
    // A missing value is marked by a number that no coder can mean: ten times as large as all others.
    let largest =
        others.map(f64::abs).fold(None, |most: Option<f64>, n| Some(most.map_or(n, |most| most.max(n))));
    let looks_missing = |value: &&str| {
        let is_far = |number: f64| largest.is_some_and(|largest| number.abs() >= 9.0 * largest.max(1.0));
        is_word(value) || (is_code(value) && number(value).is_some_and(is_far))
    };
    values.iter().copied().filter(looks_missing).collect()
}

/// Tells whether a value is a word or sign for a missing value.
pub(super) fn is_word(value: &str) -> bool {
    let value = value.trim();
    let is_sign = |c: char| matches!(c, '-' | '.' | '?' | '–' | '—' | '−' | '_' | '/' | '*');
    !value.is_empty() && (value.chars().all(is_sign) || WORDS.contains(&value.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_signs_and_far_numbers_look_missing() {
        let values = ["#N/A", "-", ".", "1", "2", "99", "NaN", "nan", "Nora", "None"];
        assert_eq!(among(&values), ["#N/A", "-", ".", "99", "NaN", "nan", "None"]);
        assert_eq!(among(&["0", "50", "99", "100", "-9"]), [""; 0]);
        assert_eq!(among(&["1", "-99"]), ["-99"]);
        assert_eq!(among(&["yes", "no", "99"]), [""; 0]);
        assert_eq!(among(&["+", "anna", "nana", ""]), [""; 0]);
    }
}
