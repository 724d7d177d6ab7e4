//! Finds names in texts and replaces them.

use std::collections::HashMap;

use crate::domain::{CodePointOffset, Span, encodings, is_mark};

/// Names, each with what stands for it.
#[derive(Debug)]
pub(super) struct Replacer {
    /// By their first letter, the longest first.
    patterns: HashMap<char, Vec<Pattern>>,
}

#[derive(Clone, Debug)]
struct Pattern {
    letters: Vec<char>,
    replacement: String,
    /// The place of the name in the table.
    name: usize,
}

/// A name in a text, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) replacement: String,
    /// The place of the name in the table.
    pub(super) name: usize,
}

impl Replacer {
    /// Takes names and what stands for each. A name is found as it is written and in capitals, or in any case.
    pub(super) fn of<'n>(names: impl IntoIterator<Item = (&'n str, &'n str)>, any_case: bool) -> Self {
        let mut patterns: HashMap<char, Vec<Pattern>> = HashMap::new();
        for (at, (name, replacement)) in names.into_iter().enumerate() {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let capitals = name.to_uppercase();
            let n_letters = name.chars().filter(|c| c.is_alphabetic()).count();
            let mut forms = vec![(name.clone(), replacement.to_owned())];
            if capitals != name && n_letters > 1 {
                forms.push((capitals, replacement.to_uppercase()));
            }
            if any_case {
                forms.push((name.to_lowercase(), replacement.to_owned()));
                let of_words = name.split(' ').map(capitalised).collect::<Vec<_>>().join(" ");
                forms.push((of_words, replacement.to_owned()));
            }
            // A letter with an accent is one code point or two.
            for (form, replacement) in forms {
                for letters in encodings(&form) {
                    let Some(&first) = letters.first() else { continue };
                    let of_first = patterns.entry(first).or_default();
                    if of_first.iter().all(|known| known.letters != letters) {
                        of_first.push(Pattern { letters, replacement: replacement.clone(), name: at });
                    }
                }
            }
        }
        for of_first in patterns.values_mut() {
            of_first.sort_by(|a, b| b.letters.len().cmp(&a.letters.len()).then(a.name.cmp(&b.name)));
        }
        Self { patterns }
    }

    /// Finds the names in a text, the longest at each place. A name does not reach over a place where the text is parted.
    pub(super) fn edits(&self, text: &str, parted_at: &[usize]) -> Vec<Edit> {
        let letters: Vec<char> = text.chars().collect();
        let mut edits = Vec::new();
        let mut parts = parted_at.iter().copied().peekable();
        let mut at = 0;
        while at < letters.len() {
            while parts.next_if(|&part| part <= at).is_some() {}
            let limit = parts.peek().copied().unwrap_or(letters.len()).min(letters.len());
            let is_inside = at > 0 && is_joined(letters[at - 1], letters[at]);
            let found = if is_inside { None } else { self.longest(&letters, at, limit) };
            at = found.as_ref().map_or(at + 1, |edit| edit.end);
            edits.extend(found);
        }
        edits
    }

    /// Returns the longest name at a place that ends at the end of a word.
    fn longest(&self, letters: &[char], at: usize, limit: usize) -> Option<Edit> {
        let patterns = self.patterns.get(&letters[at])?;
        patterns.iter().find_map(|pattern| {
            let end = matched(&pattern.letters, &letters[..limit], at)?;
            let is_whole = end == letters.len() || !is_joined(letters[end - 1], letters[end]);
            is_whole.then(|| Edit {
                start: at,
                end,
                replacement: pattern.replacement.clone(),
                name: pattern.name,
            })
        })
    }

    /// Replaces the names in a text.
    pub(super) fn replaced(&self, text: &str) -> String {
        applied(text, &self.edits(text, &[]))
    }
}

/// Returns a word with a first capital.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect(),
        None => String::new(),
    }
}

/// Returns where a name ends that begins at a place; `None` where it does not stand there. A space in it stands for any white space.
fn matched(name: &[char], letters: &[char], at: usize) -> Option<usize> {
    let mut next = at;
    for &wanted in name {
        let found = letters.get(next)?;
        if wanted == ' ' {
            if !found.is_whitespace() {
                return None;
            }
            while letters.get(next).is_some_and(|letter| letter.is_whitespace()) {
                next += 1;
            }
        } else if *found == wanted {
            next += 1;
        } else {
            return None;
        }
    }
    Some(next)
}

/// Tells whether two letters that follow each other are in one word. Scripts that do not part words join none.
pub(super) fn is_joined(a: char, b: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || is_mark(c);
    is_word(a) && is_word(b) && (is_mark(b) || !(parts_no_words(a) || parts_no_words(b)))
}

/// Tells whether a letter is of a script that puts no space between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
pub(super) fn parts_no_words(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns a text with edits made.
pub(super) fn applied(text: &str, edits: &[Edit]) -> String {
    let mut made = String::with_capacity(text.len());
    let mut edits = edits.iter().peekable();
    let mut skip_to = 0;
    for (at, letter) in text.chars().enumerate() {
        if let Some(edit) = edits.next_if(|edit| edit.start == at) {
            made.push_str(&edit.replacement);
            skip_to = edit.end;
        }
        if at >= skip_to {
            made.push(letter);
        }
    }
    made
}

/// Where the places of a text are after edits.
#[derive(Clone, Debug, Default)]
pub(super) struct Moved {
    /// Of each edit: where the name began and ended, and where its replacement does.
    edits: Vec<[usize; 4]>,
}

impl Moved {
    pub(super) fn by(edits: &[Edit]) -> Self {
        let (mut moved, mut shift) = (Vec::with_capacity(edits.len()), 0_isize);
        for edit in edits {
            let start = edit.start.saturating_add_signed(shift);
            let end = start + edit.replacement.chars().count();
            shift = end as isize - edit.end as isize;
            moved.push([edit.start, edit.end, start, end]);
        }
        Self { edits: moved }
    }

    /// Returns where a span is now. One that cuts a name holds all that stands for it.
    pub(super) fn span(&self, span: Span) -> Span {
        if span.start == span.end {
            let at = self.start(span.start);
            return Span { start: at, end: at };
        }
        Span { start: self.start(span.start), end: self.end(span.end) }
    }

    /// Returns where a place is now at which something begins.
    pub(super) fn start(&self, at: CodePointOffset) -> CodePointOffset {
        let n = self.edits.partition_point(|edit| edit[0] <= at.0);
        CodePointOffset(match n.checked_sub(1).map(|last| self.edits[last]) {
            None => at.0,
            Some([start, end, now, _]) if at.0 < end && at.0 >= start => now,
            Some([_, end, _, now]) => at.0 - end + now,
        })
    }

    /// Returns where a place is now at which something ends.
    fn end(&self, at: CodePointOffset) -> CodePointOffset {
        let n = self.edits.partition_point(|edit| edit[0] < at.0);
        CodePointOffset(match n.checked_sub(1).map(|last| self.edits[last]) {
            None => at.0,
            Some([_, end, _, now]) if at.0 <= end => now,
            Some([_, end, _, now]) => at.0 - end + now,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn replaced(names: &[(&str, &str)], text: &str) -> String {
        Replacer::of(names.iter().copied(), false).replaced(text)
    }

    #[test]
    fn whole_names_are_replaced_the_longest_first() {
        let names =
            [("Maria", "Anna"), ("Maria Lopez", "P1"), ("李雷", "甲"), ("مریم", "زهرا"), ("José", "Juan")];
        for (text, expected) in [
            ("Maria's, (Maria) and Anna-Maria.", "Anna's, (Anna) and Anna-Anna."),
            ("Maria  Lopez saw Maria\nLopez", "P1 saw P1"),
            ("Marias Mariam XMaria maria", "Marias Mariam XMaria maria"),
            ("MARIA! MARIA LOPEZ", "ANNA! P1"),
            ("我见李雷了", "我见甲了"),
            ("خانه مریم‌ها و مریمی", "خانه زهرا‌ها و مریمی"),
            ("Jose\u{301} and José and Josefina", "Juan and Juan and Josefina"),
            ("Maria Lopezia", "Anna Lopezia"),
            ("P_Maria_2.txt", "P_Anna_2.txt"),
        ] {
            assert_eq!(replaced(&names, text), expected);
        }
        let any = Replacer::of([("McKay", "Bo")], true);
        assert_eq!(any.replaced("mckay Mckay MCKAY McKay mcKay"), "Bo Bo BO Bo mcKay");
    }

    #[test]
    fn a_name_does_not_reach_over_a_part_of_the_text() {
        let replacer = Replacer::of([("Maria Lopez", "P1"), ("Maria", "P2")], false);
        assert_eq!(applied("Maria\nLopez", &replacer.edits("Maria\nLopez", &[5, 6])), "P2\nLopez");
    }

    proptest! {
        #[test]
        fn spans_stay_on_their_words(
            parts in prop::collection::vec(prop::sample::select(vec![
                "Maria", "Maria Lopez", "Li", "李雷", "went", " ", ", ", "'s", "é", "\n", "мы", "MARIA", "",
            ]), 0..30),
            cut in any::<(prop::sample::Index, prop::sample::Index)>(),
        ) {
            let names = [("Maria", "A"), ("Maria Lopez", "Somebody Else"), ("Li", ""), ("李雷", "甲乙丙")];
            let replacer = Replacer::of(names, false);
            let text: String = parts.concat();
            let n = text.chars().count();
            let edits = replacer.edits(&text, &[]);
            let new = applied(&text, &edits);
            let moved = Moved::by(&edits);
            let (a, b) = (cut.0.index(n + 1), cut.1.index(n + 1));
            let span = Span::new(a.min(b), a.max(b));
            let now = moved.span(span);
            let of = |text: &str, span: Span| -> String { text.chars().skip(span.start.0).take(span.len()).collect() };
            // What is expected: the letters outside names, and all that stands for each name that the span touches.
            let touched: Vec<&Edit> = edits.iter().filter(|edit| edit.start < span.end.0 && span.start.0 < edit.end).collect();
            let mut expected = String::new();
            let mut at = span.start.0;
            for edit in &touched {
                expected += &of(&text, Span::new(at, edit.start.max(at)));
                expected += &edit.replacement;
                at = edit.end;
            }
            if at < span.end.0 {
                expected += &of(&text, Span::new(at, span.end.0));
            }
            if span.start < span.end {
                prop_assert_eq!(of(&new, now), expected);
            }
            prop_assert!(now.start <= now.end && now.end.0 <= new.chars().count());
            prop_assert!(replacer.edits(&new, &[]).len() <= new.chars().count());
        }
    }
}
