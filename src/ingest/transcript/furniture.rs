//! Lines between the turns that are no turn, told by the lines beside them: numbered headings, headings in capitals, feet of pages, notes
//! of the researcher, and the lines about the file in CHAT.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{fold, is_blank, numbers_as_one};
use super::turn_headers::head;
use crate::domain::AsideKind;

/// The number of a part of the conversation, with or without a word before it.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    let words = "topic|theme|part|section|chapter|block|thema|themenblock|teil|abschnitt|kapitel|thème|partie|tema|parte|sección|\
                 bloque|sezione|موضوع|بخش";
    Regex::new(&format!(
        r"^(?i:({words}))\s+(\p{{Nd}}{{1,2}})\s*(?:[:：.)．）、–—-]\s*\S.*)?$|^()(\p{{Nd}}{{1,2}})(?:[.)]\s+|[．）、]\s*)\S.*$"
    ))
    .expect("the pattern is constant")
});
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:.{0,80}[\s–—|·,-])?(?:page|seite|página|pagina|صفحه)\s*(\p{Nd}{1,4})(?:\s*(?:of|von|de|di|sur|از|/)\s*\p{Nd}{1,4})?\s*$")
        .expect("the pattern is constant")
});
/// The number of a page alone between dashes: `- 2 -`.
static BETWEEN_DASHES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[-–—]\s*(\p{Nd}{1,4})\s*[-–—]$").expect("the pattern is constant"));
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[\[({<]?(?i:memo|note|field note|researcher['’]s note|transcriber['’]s note|notiz|feldnotiz|anmerkung|remarque|nota|یادداشت)\s*[:：]\s*\S",
    )
    .expect("the pattern is constant")
});

/// A heading of Markdown that names a part of the conversation, which no speaker is called: `## Topic 1: Starting`.
static MARKDOWN_PART: LazyLock<Regex> = LazyLock::new(|| {
    let named = "topic|theme|section|chapter|thema|themenblock|abschnitt|kapitel|thème|tema|sección|sezione|موضوع|بخش";
    let counted = "part|block|teil|partie|parte|bloque|question block|fragenblock";
    let end = r"\s*(?:[:：.)–—-].*)?$";
    Regex::new(&format!(
        r"^#{{1,6}}\s+[*_]*(?i:(?:{named}|{counted})\s+(?:\p{{Nd}}{{1,2}}|[ivx]{{1,4}}|[a-h]){end}|(?:{named})\s*[:：–—-]\s*\S.*$)"
    ))
    .expect("the pattern is constant")
});

/// The longest heading, in words.
const MOST_WORDS: usize = 10;
/// How many lines with words above a page's number may be part of its foot.
const FOOT: usize = 3;

struct Page<'a> {
    text: &'a str,
    lines: &'a [Range<usize>],
}

/// Returns the lines that are no turn, with what they are.
pub(super) fn furniture(text: &str, lines: &[Range<usize>]) -> Vec<(usize, AsideKind)> {
    let page = Page { text, lines };
    let mut found = page.chat();
    let mut parts: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    let mut capitals = Vec::new();
    let mut pages: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    for i in 0..lines.len() {
        let words = page.words(i);
        if words.is_empty() || words.len() > 160 {
            continue;
        }
        if words.starts_with('#') && MARKDOWN_PART.is_match(words) {
            found.push((i, AsideKind::Heading));
        } else if words.ends_with(char::is_numeric)
            && let Some(n) = PAGE.captures(words).and_then(|found| number(&found[1]))
            // What somebody says of a page is a turn.
            && head(words).is_none()
        {
            pages.entry(without_digits(words)).or_default().push((i, n));
        } else if let Some(n) = BETWEEN_DASHES.captures(words).and_then(|found| number(&found[1])) {
            pages.entry(without_digits(words)).or_default().push((i, n));
        } else if let Some((word, n)) = part(words) {
            parts.entry(word).or_default().push((i, n));
        } else if is_in_capitals(words)
            && page.is_above_label(i)
            // Where all is in capitals, they say nothing.
            && page.next_filled(i).is_some_and(|next| page.words(next).contains(char::is_lowercase))
        {
            capitals.push(i);
        } else if NOTE.is_match(words) && i > 0 && page.is_above_label(i) {
            found.push((i, AsideKind::StageDirection));
        }
    }
    let rises =
        |group: &[(usize, u32)]| group.len() > 1 && group.windows(2).all(|pair| pair[0].1 < pair[1].1);
    for (word, group) in parts {
        let by_one = group.windows(2).all(|pair| pair[0].1 + 1 == pair[1].1);
        let above = group.iter().filter(|(i, _)| page.is_above_label(*i)).count();
        // A numbered list of what somebody likes stands above no label.
        let is_title = if word.is_empty() { by_one && above == group.len() } else { above * 2 > group.len() };
        if rises(&group) && is_title {
            found.extend(group.into_iter().map(|(i, _)| (i, AsideKind::Heading)));
        }
    }
    let different: BTreeSet<&str> = capitals.iter().map(|&i| page.words(i)).collect();
    if different.len() > 1 && different.len() == capitals.len() {
        found.extend(capitals.into_iter().map(|i| (i, AsideKind::Heading)));
    }
    for group in pages.into_values().filter(|group| rises(group)) {
        found.extend(page.feet(&group).into_iter().map(|i| (i, AsideKind::PageHead)));
    }
    found
}

impl<'a> Page<'a> {
    fn words(&self, i: usize) -> &'a str {
        self.text[self.lines[i].clone()].trim_matches(is_blank)
    }

    fn next_filled(&self, i: usize) -> Option<usize> {
        (i + 1..self.lines.len()).find(|&j| !self.words(j).is_empty())
    }

    /// Tells whether the next line with words holds a label and words.
    fn is_above_label(&self, i: usize) -> bool {
        let is_label = |i: usize| head(self.words(i)).is_some_and(|head| head.body < self.words(i).len());
        self.next_filled(i).is_some_and(is_label)
    }

    /// Returns the lines about the file in CHAT, and those about a line: `@Languages:`, `%mor:`. A line that begins with a tab goes
    /// on with what stands above it.
    fn chat(&self) -> Vec<(usize, AsideKind)> {
        let first = (0..self.lines.len()).find(|&i| !self.words(i).is_empty());
        let is_chat = first.is_some_and(|first| {
            (first..self.lines.len().min(first + 4)).any(|i| self.words(i).eq_ignore_ascii_case("@begin"))
        });
        if !is_chat {
            return Vec::new();
        }
        let mut goes_on = false;
        let is_about = |&i: &usize| {
            if !self.words(i).is_empty() {
                let begins_with_tab = self.text[self.lines[i].clone()].starts_with('\t');
                goes_on = self.words(i).starts_with(['@', '%']) || (begins_with_tab && goes_on);
            }
            goes_on && !self.words(i).is_empty()
        };
        (0..self.lines.len()).filter(is_about).map(|i| (i, AsideKind::FrontMatter)).collect()
    }

    /// Returns the lines with the numbers of pages, and those right above that are the same on all pages.
    fn feet(&self, group: &[(usize, u32)]) -> Vec<usize> {
        let above =
            |i: usize| (0..i).rev().filter(|&j| !self.words(j).is_empty()).take(FOOT).collect::<Vec<_>>();
        let all: Vec<Vec<usize>> = group.iter().map(|&(i, _)| above(i)).collect();
        let mut found: Vec<usize> = group.iter().map(|&(i, _)| i).collect();
        for n in 0..FOOT {
            let of: Option<Vec<usize>> = all.iter().map(|above| above.get(n).copied()).collect();
            let Some(of) = of else { break };
            let keys: BTreeSet<String> = of.iter().map(|&i| without_digits(self.words(i))).collect();
            if keys.len() > 1 || of.iter().any(|&i| head(self.words(i)).is_some()) {
                break;
            }
            found.extend(of);
        }
        found
    }
}

fn number(digits: &str) -> Option<u32> {
    fold(digits).parse().ok()
}

/// Reads the number of a part that is a heading: few words, and no sentence.
fn part(words: &str) -> Option<(String, u32)> {
    if !words.chars().take(20).any(char::is_numeric)
        || words.split_whitespace().count() > MOST_WORDS
        || words.ends_with(['.', '?', '!', '؟', '…', ',', ':', '。', '？', '！'])
    {
        return None;
    }
    let found = PART.captures(words)?;
    let word = found.get(1).or_else(|| found.get(3))?;
    let n = number(found.get(2).or_else(|| found.get(4))?.as_str())?;
    if word.is_empty() && head(words).is_some() {
        return None;
    }
    Some((fold(word.as_str()), n))
}

/// Tells whether a line is a heading in capitals: a few words without the end of a sentence.
fn is_in_capitals(words: &str) -> bool {
    words.split_whitespace().count() <= 6
        && words.chars().filter(|c| c.is_uppercase()).count() >= 4
        && !words.chars().any(|c| c.is_lowercase() || c.is_numeric())
        && words
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '–' | '&' | ',' | '/' | '\'' | '’'))
}

/// Returns a line without white space, with one sign for each number.
pub(super) fn without_digits(line: &str) -> String {
    numbers_as_one(line.chars().filter(|&c| !is_blank(c)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Hints, from_text};

    #[test]
    fn what_somebody_says_of_a_page_and_shouted_lines_are_turns() {
        let read = |text: &str| from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() });
        let made = read("I: Please turn to page 1\nP: So.\nI: Please turn to page 2\nP: Yes, I see.\n");
        assert_eq!(made.turns.len(), 4);
        // Lines of a turn that is all in capitals are no headings.
        let answers =
            ["WE WENT DOWN TO THE GARDEN\nWITH MY SISTER", "WE PLANTED BEANS AND PEAS\nIN THE SPRING"];
        let text: String = (0..6).map(|n| format!("Q: AND WHAT THEN?\nA: {}\n", answers[n % 2])).collect();
        let made = read(&text);
        assert!(made.text.matches("WITH MY SISTER").count() == 3 && made.turns.len() == 12);
        let words: String = made
            .turns
            .iter()
            .map(|turn| format!("{}\n", &made.text[turn.span.start.0..turn.span.end.0]))
            .collect();
        assert_eq!((words.matches("WITH MY SISTER").count(), words.matches("IN THE SPRING").count()), (3, 3));
    }

    #[test]
    fn a_line_of_chat_goes_on_after_a_tab() {
        let text = "@Begin\n@Participants:\tINV Ann Investigator,\n\tPAR Tom Participant\n*INV:\thow was\n\tit ?\n%mor:\tx|y\n\tz|w\n\
                    *PAR:\tit was\n\tgreen .\n%mor:\tx|y\n%com:\tlaughs\n\tand more\n*INV:\tand ?\n*PAR:\tno .\n*INV:\tso ?\n*PAR:\tyes .\n@End\n";
        let made = from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() });
        let said: Vec<String> = made
            .turns
            .iter()
            .map(|turn| made.text[turn.span.start.0..turn.span.end.0].replace("\n\t", " "))
            .collect();
        assert_eq!(said, ["how was it ?", "it was green .", "and ?", "no .", "so ?", "yes ."]);
    }

    proptest! {
        #[test]
        fn what_stands_between_turns_is_in_no_turn(
            line in prop::sample::select(vec![
                "Topic § – The bees", "Thema §: Die Bienen", "Part §. The hives", "§. The bees", "=== The bees § ===",
                "Interview 7 – Page § of 9", "Seite §", "MEMO: compare this with hive §", "Notiz: das Fenster war offen, §",
            ]),
            every in 1..3_usize,
            n in 5..9_usize,
            gap in prop::sample::select(vec!["\n", "\n\n"]),
            (asks, answers) in prop::sample::select(vec![("I", "P"), ("Interviewer", "Mary"), ("Ann", "Tom")]),
        ) {
            let mut text = String::new();
            for i in 0..n {
                if i > 0 && i % every == 0 {
                    text.push_str(&format!("{}{gap}", line.replace('§', &(i / every).to_string())));
                }
                text.push_str(&format!("{asks}: How was it then?{gap}{answers}: It was green and full of bees.{gap}"));
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            prop_assert_eq!(made.speakers.len(), 2);
            prop_assert_eq!(made.turns.len(), 2 * n);
            let longest = made.turns.iter().map(|turn| turn.span.end.0 - turn.span.start.0).max();
            prop_assert!(longest <= Some("It was green and full of bees.".len()), "{:?}", made.turns);
        }
    }

    #[test]
    fn lists_and_answers_in_capitals_stay() {
        let talk = "I: What do you like?\nP: Three things.\n1. Bread\n2. Milk\n3. The bees\nI: And?\nP: I said\nNO\nI: So?\nP: Yes.\n";
        let made = from_text(talk.to_owned(), &Hints { roles: &BTreeMap::new() });
        assert_eq!(made.turns.len(), 6);
        assert_eq!(made.turns[1].span.end.0 - made.turns[1].span.start.0, 42);
    }
}
