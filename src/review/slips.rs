//! Names that are like one that was typed and does not exist.

/// The similarity from which a name is offered: of ten letters, three may be missing, added, wrong or exchanged.
const LEAST: f64 = 0.7;
/// How many names are offered.
const MOST: usize = 3;

/// Returns up to three known names that are like the one typed, the most similar first: those that differ in few letters (in one, where a
/// name has three), and those that contain it. Upper and lower case count as the same.
///
/// The similarity is 1 minus the Damerau–Levenshtein distance divided by the length of the longer name.
#[must_use]
pub fn similar<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    let typed = typed.trim().to_lowercase();
    let likeness = |name: &str| {
        let name = name.trim().to_lowercase();
        let contains = typed.chars().count() >= 3 && name.contains(&typed);
        let has_one_slip = typed.chars().count() >= 3 && strsim::damerau_levenshtein(&typed, &name) == 1;
        let is_near = contains || has_one_slip;
        strsim::normalized_damerau_levenshtein(&typed, &name).max(if is_near { LEAST } else { 0.0 })
    };
    let mut found: Vec<(f64, &str)> = known.into_iter().map(|name| (likeness(name), name)).collect();
    found.retain(|(likeness, _)| *likeness >= LEAST);
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

/// Tells whether one word may be another with slips of the finger: one letter that is wrong, missing, added or exchanged, or two in a word of eight letters.
#[must_use]
pub fn is_slip_of(typed: &str, word: &str) -> bool {
    let n = if word.chars().count() < 8 { 1 } else { 2 };
    typed != word && strsim::damerau_levenshtein(typed, word) <= n
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn slips_of_the_finger_and_parts_of_a_name_are_found() {
        let known = ["Nights on call", "Nights", "Trust in the group", "P01.txt", "P02.txt"];
        assert_eq!(similar("Nihgts", known), ["Nights"]);
        assert_eq!(similar("trust", known), ["Trust in the group"]);
        assert_eq!(similar("night", known), ["Nights", "Nights on call"]);
        assert_eq!(similar("P01", known), ["P01.txt"]);
        assert_eq!(similar("P20", ["P01", "P02", "P3"]), ["P02"], "one exchange in a name of three letters");
        assert_eq!(similar("workload", known), Vec::<String>::new());
        assert_eq!(similar("", known), Vec::<String>::new());
    }
}
