//! Cuts documents into segments, which are spans of turns. Text is never copied or edited.
//!
//! The default unit is the meaning unit: sentences of one turn, joined to a sensible length ([`SegmentParams`]). Turns of
//! interviewers are context; back-channel turns ("Okay.", "Mm-hm."), answers that say nothing ("Don't know", "n/a") and turns that
//! are only a bracket ("[phone rings]") are set aside, and so are small talk ("Thank you, bye!") and what recurs word for word in
//! several documents. All are counted. One set of rules covers English, German, French, Spanish,
//! Italian and Persian.

mod abbreviations;
mod back_channel;
mod ending;
mod mark_words;
mod marks;
mod masked;
mod meaning_units;
mod non_answer;
mod params;
mod phrases;
mod recurring;
mod sentences;
mod small_talk;
mod stage_direction;
mod word_count;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::{AsideKind, Document, Role, Segment, SegmentUnit, TextIndex};

use ending::{Style, StyleCount, style};
use non_answer::Form;

pub use marks::text_for_embedding;
pub use params::{SegmentParams, SegmentValidParams};
pub use recurring::recurring_turns;
pub use sentences::sentences;
pub use word_count::n_words;

/// The segments of one document, and what was set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// The segments, in order; their spans are trimmed, do not overlap, and are each inside their turn.
    pub segments: Vec<Segment>,
    /// The turns that were not cut, in order: each with its index in the document's turns and what it is. Every turn is either
    /// here or in a segment.
    pub set_aside: Vec<(usize, AsideKind)>,
}

impl Segmentation {
    /// Returns how many turns of a kind were set aside.
    #[must_use]
    pub fn n_set_aside(&self, kind: AsideKind) -> usize {
        self.set_aside.iter().filter(|(_, other)| *other == kind).count()
    }
}

/// Cuts a document into segments. Every word of a turn that is cut is in exactly one segment.
///
/// A turn without a known speaker counts as a participant's. A turn with a span outside the text counts as empty.
#[must_use]
pub fn segment(document: &Document, params: &SegmentValidParams) -> Segmentation {
    segment_indexed(document, &TextIndex::new(&document.text), &BTreeSet::new(), params)
}

/// Cuts a document as [`segment`] does, for callers who have already indexed its text. `recurring` are the turns that recur in other
/// documents of the study ([`recurring_turns`]).
#[must_use]
pub fn segment_indexed(
    document: &Document,
    index: &TextIndex<'_>,
    recurring: &BTreeSet<usize>,
    params: &SegmentValidParams,
) -> Segmentation {
    let params = params.get();
    let mut result = Segmentation::default();
    let mut kept = Vec::new();
    let mut count = StyleCount::default();
    let mut form = Form::of(document);
    let codes = non_answer::codes(document, index, form);
    let (mut is_asked, mut end_above) = (false, None);
    for (n, turn) in document.turns.iter().enumerate() {
        let (Ok(start), Ok(words)) = (index.byte(turn.span.start), index.slice(turn.span)) else {
            result.set_aside.push((n, AsideKind::Other));
            continue;
        };
        let role = turn.speaker.and_then(|s| document.speakers.get(s)).map(|speaker| speaker.role);
        let is_context = role == Some(Role::Interviewer) && !params.include_interviewer;
        if role == Some(Role::Interviewer) {
            form = form.below(words);
        }
        // A question of the guide may stand between two turns.
        is_asked |= end_above.is_some_and(|end| {
            index.text().get(end..start.0).is_some_and(|gap| gap.lines().any(ends_with_question))
        });
        end_above = Some(start.0 + words.len());
        let is_code = codes.contains(words.trim());
        let kind = is_code
            .then_some(AsideKind::NonAnswer)
            .or_else(|| aside_kind(words, is_context, is_asked, form))
            .or_else(|| recurring.contains(&n).then_some(AsideKind::Recurring));
        // "Okay." or "Mm." between a question and its answer, as people speak at once, is not the answer.
        is_asked = match role {
            Some(Role::Interviewer) => {
                let speech = text_for_embedding(words);
                ends_with_question(&speech) || (is_asked && back_channel::only_shows_listening(&speech))
            }
            _ => {
                let answers_nothing = [AsideKind::Sign, AsideKind::StageDirection, AsideKind::BackChannel];
                is_asked && kind.is_some_and(|kind| answers_nothing.contains(&kind))
            }
        };
        match kind.filter(|kind| !is_kept(*kind, words, params)) {
            Some(kind) => result.set_aside.push((n, kind)),
            None => {
                count.add(words);
                kept.push((n, start.0, words));
            }
        }
    }
    let style = style(&count);
    for (turn, start, words) in kept {
        for range in cut(words, params, style) {
            if let Ok(span) = index.span(start + range.start..start + range.end) {
                result.segments.push(Segment { turn, span });
            }
        }
    }
    result
}

/// The fewest words of an interviewer's turn without a question mark that is taken for a prompt, such as "Tell me about your first night".
const PROMPT: usize = 6;

/// Tells whether an interviewer's turn puts a question or a prompt, and does not only show that they listen: it holds a question mark, or
/// at least six words that are no small talk.
#[must_use]
pub fn asks(words: &str) -> bool {
    let speech = text_for_embedding(words);
    if back_channel::only_shows_listening(&speech) {
        return false;
    }
    speech.contains(ending::is_question_mark)
        || (n_words(&speech) >= PROMPT && !small_talk::is_small_talk(&speech))
}

/// Tells whether words end with a question, and not only with one that shows that somebody listens ("Okay?").
fn ends_with_question(words: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric() && !ending::is_question_mark(c);
    words.trim_end_matches(is_sign).ends_with(ending::is_question_mark)
        && !back_channel::only_shows_listening(words)
}

/// Returns what a turn is if it is not data by default. `is_context` tells that it is an interviewer's, and `is_asked` that it follows a
/// question.
fn aside_kind(words: &str, is_context: bool, is_asked: bool, form: Form) -> Option<AsideKind> {
    let has_words = words.contains(char::is_alphanumeric);
    if has_words && is_context {
        return Some(AsideKind::Interviewer);
    }
    if non_answer::is_non_answer(words, form) {
        return Some(AsideKind::NonAnswer);
    }
    if !has_words {
        return Some(AsideKind::Sign);
    }
    let speech = text_for_embedding(words);
    if !speech.contains(char::is_alphanumeric)
        || stage_direction::is_stage_direction(words, form)
        || masked::is_masked(words)
    {
        return Some(AsideKind::StageDirection);
    }
    if back_channel::only_shows_listening(&speech) {
        let answers = is_asked && back_channel::says_yes_or_no(&speech);
        return (!answers).then_some(AsideKind::BackChannel);
    }
    (form == Form::Conversation && small_talk::is_small_talk(&speech)).then_some(AsideKind::SmallTalk)
}

/// Tells whether a turn of this kind is cut all the same, because the user wants it and the model can read a word of it.
fn is_kept(kind: AsideKind, words: &str, params: &SegmentParams) -> bool {
    let may_be_kept = matches!(
        kind,
        AsideKind::BackChannel
            | AsideKind::NonAnswer
            | AsideKind::StageDirection
            | AsideKind::SmallTalk
            | AsideKind::Recurring
    );
    may_be_kept && params.keep.contains(&kind) && text_for_embedding(words).contains(char::is_alphanumeric)
}

/// Cuts one turn into segments, as byte ranges of its words.
fn cut(words: &str, params: &SegmentParams, style: Style) -> Vec<Range<usize>> {
    match params.unit {
        SegmentUnit::Turn => {
            let start = words.len() - words.trim_start().len();
            std::iter::once(start..words.trim_end().len()).collect()
        }
        SegmentUnit::Paragraph => sentences::paragraphs(words),
        SegmentUnit::Sentence => sentences::sentences_in(words, style),
        SegmentUnit::MeaningUnit => {
            let sentences = sentences::sentences_in(words, style);
            meaning_units::meaning_units(words, &sentences, params.min_words, params.max_words)
        }
    }
}

#[cfg(test)]
mod tests;
