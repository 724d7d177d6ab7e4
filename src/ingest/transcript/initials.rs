//! Which names a label can stand for: the name, a part of it, or its initials.

use super::label::{fold, is_blank};

/// The words of a name, folded, and their first letters.
fn words(name: &str) -> Vec<String> {
    let is_between = |c: char| is_blank(c) || matches!(c, '.' | ',' | '-' | '–' | '/' | '_' | '(' | ')');
    name.split(is_between).map(fold).filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

/// Returns the letters and digits of a label, folded.
fn bare(label: &str) -> String {
    fold(label).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Tells whether a label is a name, a part of it, or its initials.
pub(super) fn means(label: &str, name: &str) -> bool {
    let (folded, bare) = (fold(label), bare(label));
    let whole = fold(name);
    let words = words(name);
    let n_letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let ends: String = initials
        .chars()
        .next()
        .into_iter()
        .chain(initials.chars().last().filter(|_| words.len() > 1))
        .collect();
    // A title before the name is not always among the initials.
    let is_short = n_letters > 1 && (bare == ends || initials.ends_with(&bare));
    folded == whole
        || (n_letters > 2 && (words.contains(&folded) || folded.split(' ').any(|word| word == whole)))
        || is_short
}

/// Tells whether a label is one letter with which a word of a name begins.
pub(super) fn is_initial(label: &str, name: &str) -> bool {
    let bare = bare(label);
    let is_name = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    is_name && bare.chars().count() == 1 && words(name).iter().any(|word| word.starts_with(&bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_initials() {
        assert!(means("DH", "Dana Hale") && means("Hale", "Dana Hale") && means("Dana Hale", "Dana"));
        assert!(means("DH", "Dr. Dana Hale") && means("D.H.", "Dana M. Hale") && means("FK", "Frau K."));
        assert!(means("P07", "P07"));
        assert!(!means("D", "Dana Hale") && !means("HD", "Dana Hale") && !means("Dan", "Dana Hale"));
        assert!(is_initial("D", "Dana Hale") && is_initial("H.", "Dana Hale") && is_initial("ز", "زهرا"));
        assert!(!is_initial("P", "potter") && !is_initial("DH", "Dana Hale") && !is_initial("4", "44 years"));
    }
}
