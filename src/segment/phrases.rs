//! Turns that consist of known phrases alone.

/// Cuts words into known phrases of at most `longest` words, each as long as can be, and returns what `known` says of each; `None` if a
/// word belongs to no phrase.
pub(super) fn phrases<T>(
    words: &[String],
    longest: usize,
    known: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = longest.min(words.len() - at);
        let phrase = |n: usize| known(&words[at..at + n].join(" ")).map(|said| (n, said));
        let (n, said) = (1..=longest).rev().find_map(phrase)?;
        found.push(said);
        at += n;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phrase_is_as_long_as_can_be() {
        let words: Vec<String> = "all right all of it".split(' ').map(str::to_owned).collect();
        let known = |phrase: &str| {
            ["all", "all right", "of it", "right"].contains(&phrase).then(|| phrase.to_owned())
        };
        assert_eq!(phrases(&words, 2, known).unwrap(), ["all right", "all", "of it"]);
        assert_eq!(phrases(&words, 1, known), None, "`of` is no phrase");
        assert_eq!(phrases(&[], 2, known).unwrap(), Vec::<String>::new());
    }
}
