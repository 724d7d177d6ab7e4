//! Makes a transcript of a word processor's file, in which a table may say who speaks.

use std::collections::BTreeSet;

use super::assemble::{TurnDraft, assemble};
use super::interview_head::is_pair;
use super::label::like_a_name;
use super::looks::{Look, Looks};
use super::text::{from_paragraphs, from_text};
use super::{Hints, Transcript};
use crate::domain::{AsideKind, Notice, NoticeFact};

/// A paragraph of a file, or a row of a table that is a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Paragraph {
    /// Words; who says them is found out from the text.
    Plain {
        /// The words.
        words: String,
        /// How they look.
        look: Look,
    },
    /// What somebody says.
    Said {
        /// The speaker; `None` if the row names nobody.
        speaker: Option<String>,
        /// When it began, in milliseconds.
        ms: Option<u64>,
        /// The words, which may have several lines.
        words: String,
    },
}

impl Paragraph {
    /// Returns a paragraph of which nothing is known but its words.
    pub(in crate::ingest) fn plain(words: String) -> Self {
        Self::Plain { words, look: Look::Plain }
    }

    /// Returns the paragraph as a transcript writes it: `Name: [0:00:03] words`.
    pub(in crate::ingest) fn into_line(self) -> String {
        match self {
            Self::Plain { words, .. } => words,
            Self::Said { speaker, ms, words } => {
                let label = speaker.map(|speaker| format!("{speaker}: ")).unwrap_or_default();
                let clock = |ms: u64| {
                    let seconds = ms / 1000;
                    format!("[{}:{:02}:{:02}] ", seconds / 3600, seconds / 60 % 60, seconds % 60)
                };
                format!("{label}{}{words}", ms.map(clock).unwrap_or_default())
            }
        }
    }

    /// Returns the words.
    pub(in crate::ingest) fn words(&self) -> &str {
        match self {
            Self::Plain { words, .. } | Self::Said { words, .. } => words,
        }
    }
}

/// Makes a turn of each row of the transcript's tables. The text is the words of the rows and paragraphs, a line for each.
///
/// If no table is a transcript, or the paragraphs around them hold labels or more words than the tables, everything is read as
/// a text with labels.
pub(in crate::ingest) fn from_flow(
    mut paragraphs: Vec<Paragraph>,
    hints: &Hints<'_>,
    keep: &BTreeSet<AsideKind>,
) -> Transcript {
    without_head(&mut paragraphs);
    if !is_table(&paragraphs, hints) {
        let mut text = String::new();
        let mut looks = Vec::with_capacity(paragraphs.len());
        for (i, paragraph) in paragraphs.into_iter().enumerate() {
            if i > 0 {
                text.push('\n');
            }
            if let Paragraph::Plain { look, .. } = &paragraph {
                looks.push((text.len(), *look));
            }
            text.push_str(&paragraph.into_line());
        }
        return from_paragraphs(text, &Looks::of(looks), hints, keep);
    }
    let mut text = String::new();
    let mut drafts: Vec<TurnDraft> = Vec::new();
    let mut marks = Vec::new();
    let (mut n_before, mut n_after) = (0, 0);
    let mut is_above = true;
    for (i, paragraph) in paragraphs.into_iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        let start = text.len();
        match paragraph {
            Paragraph::Plain { words, .. }
                if is_above && keep.contains(&AsideKind::FrontMatter) && !words.trim().is_empty() =>
            {
                text.push_str(&words);
                drafts.push(TurnDraft { label: None, bytes: start..text.len() });
            }
            Paragraph::Plain { words, .. } => {
                let n = words.lines().filter(|line| !line.trim().is_empty()).count();
                *(if drafts.is_empty() { &mut n_before } else { &mut n_after }) += n;
                text.push_str(&words);
            }
            Paragraph::Said { speaker, ms, words } => {
                is_above = false;
                text.push_str(&words);
                marks.extend(ms.map(|ms| (start, ms)));
                drafts.push(TurnDraft { label: speaker, bytes: start..text.len() });
            }
        }
    }
    let mut notices = Vec::new();
    if n_before > 0 {
        notices.push(Notice::of_run(NoticeFact::LinesBeforeFirstLabel { n: n_before }));
    }
    if n_after > 0 {
        notices.push(Notice::of_run(NoticeFact::LinesOutsideTable { n: n_after }));
    }
    if drafts.iter().all(|draft| draft.label.is_none()) {
        notices.push(Notice::of_run(NoticeFact::NoSpeakersNamed));
    }
    assemble(text, drafts, &marks, notices, hints)
}

/// Takes rows above the conversation that say who is who (`Interviewer:`, `Ana`) as lines, whichever column was read as the words.
fn without_head(paragraphs: &mut [Paragraph]) {
    let pair = |(i, paragraph): (usize, &Paragraph)| {
        let Paragraph::Said { speaker: Some(speaker), words, .. } = paragraph else { return None };
        let line = |word: &str, value: &str| {
            is_pair(word, value)
                .then(|| format!("{}: {}", word.trim_end_matches([':', '：', ' ']), value.trim()))
        };
        // Whoever speaks on below says these words: `Interviewer`, `Hello`.
        let speaks_on = || {
            let is = |other: &Paragraph| matches!(other, Paragraph::Said { speaker: Some(other), .. } if other == speaker);
            paragraphs[i + 1..].iter().any(is)
        };
        let is_name = || like_a_name(words.trim()) || words.contains(char::is_numeric);
        line(words, speaker).or_else(|| line(speaker, words).filter(|_| is_name() && !speaks_on()))
    };
    let head: Vec<String> = paragraphs.iter().enumerate().map_while(pair).collect();
    if head.len() > 1 {
        for (paragraph, line) in paragraphs.iter_mut().zip(head) {
            *paragraph = Paragraph::plain(line);
        }
    }
}

/// Tells whether the words of the people are in tables, and those around them are no turns.
fn is_table(paragraphs: &[Paragraph], hints: &Hints<'_>) -> bool {
    let is_said = |paragraph: &&Paragraph| matches!(paragraph, Paragraph::Said { .. });
    let n_words = |words: &str| words.split_whitespace().count();
    let n_said: usize = paragraphs.iter().filter(is_said).map(|said| n_words(said.words())).sum();
    let outside: Vec<&str> =
        paragraphs.iter().filter(|paragraph| !is_said(paragraph)).map(Paragraph::words).collect();
    let outside = outside.join("\n");
    n_said > 0 && n_words(&outside) < n_said && from_text(outside, hints).speakers.is_empty()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::TextIndex;

    fn said(speaker: &str, ms: u64, words: &str) -> Paragraph {
        Paragraph::Said { speaker: Some(speaker.to_owned()), ms: Some(ms), words: words.to_owned() }
    }

    fn turns(paragraphs: Vec<Paragraph>) -> (Vec<String>, String) {
        let roles = BTreeMap::new();
        let made = from_flow(paragraphs, &Hints { roles: &roles }, &BTreeSet::new());
        let index = TextIndex::new(&made.text);
        let turns = made.turns.iter().map(|turn| {
            let label = turn.speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
            format!("{label}: {}", index.slice(turn.span).unwrap())
        });
        (turns.collect(), made.notices.iter().map(|notice| format!("{notice}\n")).collect())
    }

    #[test]
    fn rows_are_turns_and_lines_around_them_are_told() {
        let plain = |words: &str| Paragraph::plain(words.to_owned());
        let (made, told) = turns(vec![
            plain("Interview 3"),
            said("1", 1_000, "So: how did it begin? I mean the whole of it."),
            said("2", 2_000, "We sat down.\nThen: nothing."),
            plain("End"),
        ]);
        assert_eq!(
            made,
            ["1: So: how did it begin? I mean the whole of it.", "2: We sat down.\nThen: nothing."]
        );
        assert!(told.contains("1 line before the first speaker's label"), "{told}");
        assert!(told.contains("1 line after or between"), "{told}");
    }

    #[test]
    fn labels_around_a_table_are_read_with_it() {
        let talk = "Interviewer: Why was that?\nP1: It was late by then and we had no light.\nInterviewer: And then?\nP1: Home.";
        let (made, _) = turns(vec![
            said("Interviewer", 0, "How did it begin?"),
            said(
                "P1",
                2_000,
                "We sat down and talked for many hours about all of it, and about what came before.",
            ),
            Paragraph::plain(talk.to_owned()),
        ]);
        assert_eq!(made.len(), 6, "{made:?}");
    }

    #[test]
    fn a_head_in_the_table_is_read_in_either_order_of_columns() {
        let said = |speaker: &str, words: &str| Paragraph::Said {
            speaker: Some(speaker.to_owned()),
            ms: None,
            words: words.to_owned(),
        };
        let talk = [
            said("Dana", "How did the garden begin, and who had the idea?"),
            said("Ana", "We dug up a car park in one summer, all of us."),
            said("Dana", "And what came then?"),
            said("Ana", "Then came the neighbours with their seeds."),
        ];
        for head in [
            [said("Interviewer:", "Dana Hale"), said("Participant:", "Ana Ruiz")],
            [said("Dana Hale", "Interviewer:"), said("Ana Ruiz", "Participant:")],
        ] {
            let all = head.into_iter().chain(talk.clone()).collect();
            assert_eq!(turns(all).0.len(), 4);
        }
        let (made, _) = turns(vec![said("Interviewer", "Good morning"), said("Participant", "Hello there")]);
        assert_eq!(made.len(), 2, "a greeting names nobody: {made:?}");
    }

    #[test]
    fn what_stands_above_the_table_may_be_kept() {
        let flow =
            vec![Paragraph::plain("Interview 3".to_owned()), said("Ann", 0, "How did it all begin here?")];
        let roles = BTreeMap::new();
        let made = from_flow(flow, &Hints { roles: &roles }, &BTreeSet::from([AsideKind::FrontMatter]));
        assert_eq!((made.turns.len(), made.turns[0].speaker), (2, None));
    }
}
