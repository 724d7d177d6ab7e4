//! Learns from a file in which dress its labels are: a form that recurs, whose labels are few and alternate, and which the
//! dictionary of roles, a time or questions confirm.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Hints;
use super::code_labels::{Placed, credible};
use super::counted_labels::{counting, split};
use super::dress::{Delimiter, Form, Opener, Reading, readings};
use super::label::{fold, is_blank, like_a_name};
use super::roles::{RoleLexicon, is_listed, look_up};
use super::stamps::only_stamp;
use crate::domain::RecurringOpening;

/// The lines of a text, as far as labels are concerned.
pub(super) struct Page<'a> {
    /// Each line without its end.
    pub(super) lines: Vec<&'a str>,
    /// Where each line begins, in bytes of the text.
    pub(super) starts: Vec<usize>,
    /// The first line after the fields of a heading.
    from: usize,
    /// Whether each line begins a paragraph (or any line, in a text without blank lines).
    pub(super) opens: Vec<bool>,
    /// Whether each line holds a time and nothing else.
    is_time: Vec<bool>,
    /// Whether blank lines separate the paragraphs.
    spaced: bool,
}

impl<'a> Page<'a> {
    /// Takes the lines of a text. `opens` says which begin a paragraph, `spaced` whether blank lines separate the paragraphs,
    /// `from` where the words begin.
    pub(super) fn of(
        text: &'a str,
        ranges: &[Range<usize>],
        mut opens: Vec<bool>,
        spaced: bool,
        from: usize,
    ) -> Self {
        let lines: Vec<&str> = ranges.iter().map(|line| &text[line.clone()]).collect();
        let is_time: Vec<bool> = lines.iter().map(|line| only_stamp(line).is_some()).collect();
        // The line below a time begins the paragraph.
        for i in (0..lines.len()).filter(|&i| is_time[i]) {
            if let Some(below) = opens.get_mut(i + 1).filter(|_| !lines[i + 1].trim().is_empty()) {
                *below = true;
            }
            opens[i] = false;
            // So does a name above it, as Teams copies a transcript.
            if i > 0 && (1..=MOST_WORDS_OF_NAME).contains(&lines[i - 1].split_whitespace().count()) {
                opens[i - 1] = true;
            }
        }
        let starts = ranges.iter().map(|line| line.start).collect();
        Self { lines, starts, from, opens, is_time, spaced }
    }

    /// Returns the numbers of the lines that hold words.
    pub(super) fn filled(&self) -> impl Iterator<Item = usize> {
        (self.from..self.lines.len()).filter(|&line| !self.lines[line].trim_matches(is_blank).is_empty())
    }

    /// Returns the position of a line in bytes.
    pub(super) fn range(&self, line: usize) -> Range<usize> {
        self.starts[line]..self.starts[line] + self.lines[line].len()
    }

    /// Tells whether blank lines separate the paragraphs.
    pub(super) const fn spaced(&self) -> bool {
        self.spaced
    }

    /// Returns the first line after the fields of a heading.
    pub(super) const fn from(&self) -> usize {
        self.from
    }
}

/// A line that begins with a label in the learned dress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dressed {
    /// The number of the line.
    pub(super) line: usize,
    pub(super) reading: Reading,
}

/// What was learned of the labels of a text.
#[derive(Debug, Default)]
pub(super) struct Lesson {
    /// The lines with labels in the dress of the file, in order; empty if there is none.
    pub(super) heads: Vec<Dressed>,
    /// Whether the labels number the questions and answers (`Q1.`, `A1.`), so that the numbers are no part of them.
    pub(super) is_numbered: bool,
    /// Whether the lines have the date or time of day that chats have.
    pub(super) is_chat: bool,
}

/// Words in brackets that are no names.
const MARKS: &str = "music applause laughter laughs laughing silence pause inaudible crosstalk noise unintelligible indistinct break \
    musik applaus gelächter lacht lachen pause unverständlich stille musique rires silence inaudible música risas aplausos silencio \
    musica risate applausi silenzio";

/// The pairs of letters that stand for who asks and who answers.
const PAIRS: [(char, &str); 7] =
    [('q', "ar"), ('i', "prbaet"), ('f', "ab"), ('m', "ptr"), ('d', "rar"), ('p', "r"), ('س', "ج")];

/// The most words of a name on a line of its own.
const MOST_WORDS_OF_NAME: usize = 4;

/// Below these shares of the paragraphs, an opening is no label.
const LEAST_WITH_ROLE: f64 = 0.2;
const LEAST_WITH_TIME: f64 = 0.2;
const LEAST_PLAIN: f64 = 0.5;
const LEAST_ALONE: f64 = 0.25;
const LEAST_IN_BRACKETS: f64 = 0.6;
const LEAST_WITH_STOP: f64 = 0.6;
/// The least share of codes that differ from the one before, where no colon is after them.
const ALTERNATION_OF_CODES: f64 = 0.5;

/// Tells whether a text asks something. A question mark inside a word is part of an address.
pub(super) fn has_question(words: &str) -> bool {
    let asks = |mark: char| {
        words.match_indices(mark).any(|(at, _)| {
            let next = words[at + mark.len_utf8()..].chars().next();
            next.is_none_or(|next| !next.is_alphanumeric() && next != '=' && next != '&')
        })
    };
    asks('?') || (!words.is_ascii() && (asks('؟') || asks('？')))
}

/// The readings of all lines by their form.
pub(super) struct Sightings<'a> {
    page: &'a Page<'a>,
    by_form: BTreeMap<Form, Vec<Dressed>>,
    /// How many lines up to each have a question mark.
    asked: Vec<usize>,
}

impl<'a> Sightings<'a> {
    /// Reads the lines in every form.
    pub(super) fn of(page: &'a Page<'a>) -> Self {
        let mut by_form: BTreeMap<Form, Vec<Dressed>> = BTreeMap::new();
        let mut asked = Vec::with_capacity(page.lines.len() + 1);
        asked.push(0);
        for (line, words) in page.lines.iter().enumerate() {
            asked.push(asked[line] + usize::from(has_question(words)));
            if line >= page.from {
                for reading in readings(words) {
                    by_form.entry(reading.form).or_default().push(Dressed { line, reading });
                }
            }
        }
        Self { page, by_form, asked }
    }

    /// Returns the lines of each form.
    pub(super) fn forms(&self) -> impl Iterator<Item = (&Form, &Vec<Dressed>)> {
        self.by_form.iter()
    }

    /// Returns the dress that has most of the labels.
    pub(super) fn learn(&self, hints: &Hints<'_>) -> Lesson {
        let mut best = Lesson::default();
        // The last of those with as many labels: a time tells more than a colon.
        for (form, all) in &self.by_form {
            if all.len() < 2 {
                continue;
            }
            let lesson = self.judge(*form, all, hints);
            if lesson.heads.len() > best.heads.len()
                || (lesson.heads.len() == best.heads.len() && form.delimiter == Delimiter::Time)
            {
                best = lesson;
            }
        }
        best
    }

    fn text(&self, head: &Dressed) -> &'a str {
        &self.page.lines[head.line][head.reading.label.clone()]
    }

    fn is_filled(&self, line: usize) -> bool {
        !self.page.lines[line].trim().is_empty() && !self.page.is_time[line]
    }

    /// Returns what a form tells, if it is the dress of labels.
    fn judge(&self, form: Form, all: &[Dressed], hints: &Hints<'_>) -> Lesson {
        let (mut all, is_numbered) = self.unnumbered(all);
        if form.delimiter == Delimiter::Blank && !is_numbered {
            all = self.credible(all);
        }
        let mut cast: BTreeMap<String, Member> = BTreeMap::new();
        let folded: Vec<String> = all.iter().map(|head| fold(self.text(head))).collect();
        // Below a title and a blank line, each line is a turn all the same.
        let first = all.first().map_or(0, |head| head.line);
        let by_line =
            all.len() * 2 >= (first..self.page.lines.len()).filter(|&line| self.is_filled(line)).count();
        for (head, label) in all.iter().zip(&folded) {
            let member = cast.entry(label.clone()).or_insert_with(|| Member::of(self.text(head), hints));
            member.n += 1;
            // A question and its answer are often one paragraph.
            member.n_opening += usize::from(is_numbered || by_line || self.page.opens[head.line]);
        }
        let core: BTreeSet<&String> =
            cast.iter().filter(|(_, member)| member.recurs()).map(|(label, _)| label).collect();
        let heads: Vec<usize> = (0..all.len()).filter(|&i| core.contains(&folded[i])).collect();
        let is_mark = |label: &String| MARKS.split_whitespace().any(|mark| mark == label);
        let hinted = core.iter().any(|&label| cast[label].is_hinted);
        if (core.len() < 2 && !hinted) || core.iter().all(|&label| is_mark(label)) {
            return Lesson::default();
        }
        let measures = self.measures(form, &all, &heads, &folded);
        let members: Vec<&Member> = core.iter().map(|&label| &cast[label]).collect();
        if !is_cast(form, &members, &measures, self.letters_pair(&core, &cast)) {
            return Lesson::default();
        }
        // Who speaks once is heard too where nearly all paragraphs begin with a label.
        let is_dense = measures.coverage >= 0.5;
        let is_full = measures.coverage >= 0.9;
        let is_heard = |i: usize| {
            let member = &cast[&folded[i]];
            let opens = self.page.opens[all[i].line];
            core.contains(&folded[i])
                || match (form.opener, form.delimiter) {
                    _ if is_mark(&folded[i]) => false,
                    // All that were found are labels.
                    (_, Delimiter::Blank) => is_dense,
                    _ if member.is_listed && !member.is_letter => is_dense,
                    (_, Delimiter::LineEnd) => measures.is_stamped && all[i].reading.time.is_some(),
                    (Opener::Bare, Delimiter::Colon) => is_dense && member.is_named && opens,
                    (Opener::Bare, _) => is_full && member.is_named && opens,
                    _ => is_dense && member.is_named,
                }
        };
        let heard: Vec<usize> = (0..all.len()).filter(|&i| is_heard(i)).collect();
        let n_of_day = heard
            .iter()
            .filter(|&&i| all[i].reading.time.is_some_and(|time| time.of_day && time.is_sure))
            .count();
        let is_chat = n_of_day * 2 > heard.len();
        Lesson { heads: heard.into_iter().map(|i| all[i].clone()).collect(), is_numbered, is_chat }
    }

    /// Returns the lines with codes that are labels.
    fn credible(&self, all: Vec<Dressed>) -> Vec<Dressed> {
        let placed = |head: &Dressed| {
            let Reading { label, body, .. } = head.reading.clone();
            Placed { line: head.line, label, body }
        };
        let placed: Vec<Placed> = all.iter().map(placed).collect();
        let are_labels = credible(&self.page.lines, &placed);
        all.into_iter().zip(are_labels).filter(|(_, is_label)| *is_label).map(|(head, _)| head).collect()
    }

    /// Takes the numbers from labels such as `Q1`, `A1`, `Q2`, `A2`, if they number questions and answers.
    fn unnumbered(&self, all: &[Dressed]) -> (Vec<Dressed>, bool) {
        let labels: Vec<&str> = all.iter().map(|head| self.text(head)).collect();
        let asks: Vec<bool> =
            all.iter().map(|head| has_question(&self.page.lines[head.line][head.reading.body..])).collect();
        let stems = counting(&labels, &asks);
        if !stems.is_empty() {
            let bare = |(head, label): (&Dressed, &&str)| {
                let mut head = head.clone();
                if let Some((stem, _)) = split(label).filter(|(stem, _)| stems.contains(&fold(stem))) {
                    head.reading.label.end = head.reading.label.start + stem.len();
                }
                head
            };
            return (all.iter().zip(&labels).map(bare).collect(), true);
        }
        let mut numbers: BTreeMap<char, Vec<u32>> = BTreeMap::new();
        let lettered = |head: &Dressed| {
            let label = self.text(head);
            let letter = label.chars().next().filter(|c| c.is_alphabetic())?;
            let digits = label[letter.len_utf8()..].trim_start_matches([' ', '.', '-']);
            let number: u32 = digits.parse().ok()?;
            Some((letter.to_lowercase().next()?, letter.len_utf8(), number))
        };
        for (letter, _, number) in all.iter().filter_map(lettered) {
            numbers.entry(letter).or_default().push(number);
        }
        let counts_up = |numbers: &Vec<u32>| {
            numbers.len() >= 3
                && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1 || pair[1] == pair[0] + 2)
        };
        let pairs = [('q', 'a'), ('f', 'a'), ('q', 'r'), ('d', 'r')];
        let Some((asks, answers)) = pairs.into_iter().find(|(asks, answers)| {
            [asks, answers].into_iter().all(|letter| numbers.get(letter).is_some_and(counts_up))
        }) else {
            return (all.to_vec(), false);
        };
        let bare = |head: &Dressed| {
            let mut head = head.clone();
            if let Some((letter, width, _)) = lettered(&head)
                && (letter == asks || letter == answers)
            {
                head.reading.label.end = head.reading.label.start + width;
            }
            head
        };
        (all.iter().map(bare).collect(), true)
    }

    fn letters_pair(&self, core: &BTreeSet<&String>, cast: &BTreeMap<String, Member>) -> bool {
        let letters: BTreeSet<char> = core
            .iter()
            .filter(|&&label| cast[label].is_letter)
            .filter_map(|label| label.chars().next())
            .collect();
        let others = core.len() > letters.len();
        PAIRS.iter().any(|(asks, answers)| {
            letters.contains(asks) && (others || answers.chars().any(|answer| letters.contains(&answer)))
        })
    }

    fn measures(&self, form: Form, all: &[Dressed], heads: &[usize], folded: &[String]) -> Measures {
        let n = heads.len();
        let lines = &self.page.lines;
        let first = heads.first().map_or(self.page.from, |&i| all[i].line);
        let filled: Vec<usize> = (first..lines.len()).filter(|&line| self.is_filled(line)).collect();
        let n_before = (self.page.from..first).filter(|&line| self.is_filled(line)).count();
        let by_line = n * 2 >= filled.len();
        let n_units = filled.iter().filter(|&&line| by_line || self.page.opens[line]).count();
        let n_opening = heads.iter().filter(|&&i| by_line || self.page.opens[all[i].line]).count();
        let coverage = if form.delimiter == Delimiter::LineEnd {
            let is_apart = |line: usize| {
                !self.page.spaced || lines.get(line + 1).is_none_or(|next| next.trim().is_empty())
            };
            let n_apart = heads.iter().filter(|&&i| is_apart(all[i].line)).count();
            let n_units = if by_line { filled.len() } else { n_units };
            n as f64 / n_units.saturating_sub(n_apart).max(1) as f64
        } else {
            n_opening as f64 / n_units.max(1) as f64
        };
        let n_changes = heads.windows(2).filter(|pair| folded[pair[0]] != folded[pair[1]]).count();
        let n_stamped = heads.iter().filter(|&&i| all[i].reading.time.is_some()).count();
        let ends = heads.iter().skip(1).map(|&i| all[i].line).chain([lines.len()]);
        let mut by_label: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (&i, end) in heads.iter().zip(ends) {
            let asks = self.asked[end.max(all[i].line)] > self.asked[all[i].line];
            let (n, n_asking) = by_label.entry(&folded[i]).or_default();
            *n += 1;
            *n_asking += usize::from(asks);
        }
        let n_asking: usize = by_label.values().map(|(_, n_asking)| n_asking).sum();
        let asks_often = by_label.values().any(|&(n, n_asking)| n >= 2 && n_asking * 2 >= n);
        Measures {
            n,
            coverage,
            alternation: n_changes as f64 / n.saturating_sub(1).max(1) as f64,
            is_stamped: n_stamped * 2 >= n,
            is_late: n_before > 10 && n_before * 4 > filled.len(),
            n_asking,
            asks_often,
        }
    }

    /// Returns the openings that recur most, for a text in which no labels were found.
    pub(super) fn recurring(&self) -> Vec<RecurringOpening> {
        let mut counts: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for (form, all) in &self.by_form {
            let mut of_form: BTreeMap<String, (usize, &Dressed)> = BTreeMap::new();
            for head in all.iter().filter(|head| self.page.opens[head.line]) {
                of_form.entry(fold(self.text(head))).or_insert((0, head)).0 += 1;
            }
            for (label, (n, head)) in of_form {
                let shown = self.text(head);
                // A tag of HTML is no name.
                let is_apart = !matches!(form.opener, Opener::Bare | Opener::Bracket('<'));
                let is_code = form.delimiter == Delimiter::Blank;
                let is_label = is_apart
                    || (is_listed(shown) && !is_code)
                    || (is_code && shown.ends_with(char::is_numeric))
                    || (form.delimiter == Delimiter::Colon && like_a_name(shown));
                let is_mark = MARKS.split_whitespace().any(|mark| mark == label);
                let known = counts.entry(label).or_default();
                if n >= 3 && is_label && !is_mark && n > known.0 {
                    *known = (n, shown_opening(*form, shown));
                }
            }
        }
        let mut found: Vec<RecurringOpening> = counts
            .into_values()
            .filter(|(n, _)| *n >= 3)
            .map(|(n, opening)| RecurringOpening { opening, n })
            .collect();
        found.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.opening.cmp(&b.opening)));
        found.truncate(3);
        found
    }
}

/// Returns an opening as it stands in the file.
fn shown_opening(form: Form, label: &str) -> String {
    let front = match form.opener {
        Opener::Bare => String::new(),
        Opener::Emphasis => "**".to_owned(),
        Opener::Bracket(sign) | Opener::Sign(sign) => sign.to_string(),
    };
    let back = match (form.opener, form.delimiter) {
        (Opener::Bracket('['), _) => "]",
        (Opener::Bracket('{'), _) => "}",
        (Opener::Bracket('('), _) => ")",
        (Opener::Bracket('【'), _) => "】",
        (Opener::Emphasis, _) => "**",
        (Opener::Bracket(_), _) => ">",
        (_, Delimiter::Colon) => ":",
        (_, Delimiter::Dash) => " –",
        (_, Delimiter::Stop) => ".",
        (_, Delimiter::Sign(sign)) => return format!("{front}{label}{sign}"),
        _ => "",
    };
    format!("{front}{label}{back}")
}

/// What is known of one label of a form.
struct Member {
    n: usize,
    n_opening: usize,
    is_listed: bool,
    is_letter: bool,
    is_named: bool,
    is_hinted: bool,
}

impl Member {
    fn of(label: &str, hints: &Hints<'_>) -> Self {
        let known = look_up(label).map(|entry| entry.known);
        // `v1.0` and `M2` may number anything.
        let is_short = label.chars().filter(|c| c.is_alphabetic()).count() < 2;
        let is_bare_voice = known == Some(RoleLexicon::Voice) && is_short;
        Self {
            n: 0,
            n_opening: 0,
            is_listed: is_listed(label) && !is_bare_voice,
            is_letter: matches!(known, Some(RoleLexicon::Letter(_))),
            is_named: like_a_name(label),
            is_hinted: hints.role(label).is_some(),
        }
    }

    fn recurs(&self) -> bool {
        self.n_opening > 0 && (self.n >= 2 || self.is_hinted || (self.is_listed && !self.is_letter))
    }
}

/// What a form has in a text.
struct Measures {
    /// How many lines begin with one of its labels that recur.
    n: usize,
    /// The share of the paragraphs that do.
    coverage: f64,
    /// The share of labels that differ from the one before.
    alternation: f64,
    /// Whether most of them have a time.
    is_stamped: bool,
    /// Whether much of the text comes before the first.
    is_late: bool,
    /// How many of the turns hold a question.
    n_asking: usize,
    /// Whether half of the turns of one label do.
    asks_often: bool,
}

/// Tells whether labels of a form are a cast of speakers.
fn is_cast(form: Form, members: &[&Member], measures: &Measures, is_pair: bool) -> bool {
    let Measures { n, coverage, alternation, is_stamped, is_late, n_asking, asks_often } = *measures;
    if is_late {
        return false;
    }
    let is_apart = form.opener != Opener::Bare;
    let is_confirmed =
        members.iter().any(|member| member.is_hinted || (member.is_listed && !member.is_letter));
    // In lines that are wrapped at a width, they begin a smaller share of the lines.
    let is_cast_of_codes = alternation >= ALTERNATION_OF_CODES
        && (coverage >= LEAST_PLAIN || (n >= 6 && alternation >= 0.8 && coverage >= LEAST_WITH_ROLE));
    let by_role = match form.delimiter {
        Delimiter::Stop => coverage >= LEAST_WITH_STOP && n >= 4,
        // A code may be a word of any text.
        Delimiter::Blank => n >= 4 && is_cast_of_codes,
        Delimiter::LineEnd | Delimiter::Closing | Delimiter::Colon => {
            (n >= 3 && coverage >= LEAST_WITH_ROLE) || (n >= 2 && coverage >= LEAST_PLAIN)
        }
        _ => n >= 2 && coverage >= LEAST_PLAIN,
    };
    if is_confirmed && by_role {
        return true;
    }
    if is_pair && n >= 4 && alternation >= 0.4 && coverage >= LEAST_PLAIN {
        return true;
    }
    // In lines that are wrapped at a width, letters that take turns begin a smaller share of the lines.
    if is_pair && n >= 6 && alternation >= 0.8 && coverage >= LEAST_WITH_ROLE && n_asking * 3 >= n {
        return true;
    }
    // Without a role, a few labels that recur and alternate.
    let n_often = members.iter().filter(|member| member.n >= 3).count();
    let n_twice = members.iter().filter(|member| member.n >= 2).count();
    let few = members.len() <= (n / 3).max(2);
    let named = members.iter().all(|member| member.is_named);
    let is_lettered = members.iter().all(|member| member.is_letter);
    let turns = n >= 4 && (n_often >= 2 || (n_twice >= 2 && (is_stamped || is_apart)));
    if !turns || !few || alternation < 0.3 || (is_lettered && !is_stamped) {
        return false;
    }
    let asks = n_asking >= 2 && (n_asking * 4 >= n || asks_often);
    match form.delimiter {
        Delimiter::Stop => false,
        Delimiter::Blank => !is_lettered && is_cast_of_codes,
        // Prose has words in bold at its beginnings too.
        _ if form.opener == Opener::Emphasis && !asks => false,
        _ if is_stamped && asks => coverage >= LEAST_WITH_TIME,
        _ if is_apart && (asks || named) => coverage >= LEAST_IN_BRACKETS,
        Delimiter::Colon if is_stamped => coverage >= LEAST_PLAIN,
        Delimiter::LineEnd => named && asks && coverage >= LEAST_ALONE,
        _ => named && asks && coverage >= LEAST_PLAIN,
    }
}
