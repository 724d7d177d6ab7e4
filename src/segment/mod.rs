//! Cuts documents into segments, which are spans of turns. Text is never copied or edited.
//!
//! The default unit is the meaning unit: sentences of one turn, joined to a sensible length ([`SegmentParams`]). Turns of
//! interviewers are context, and back-channel turns ("Okay.", "Mm-hm.") are set aside; both are counted. One set of rules
//! covers English, German, French, Spanish, Italian and Persian.

mod abbreviations;
mod back_channel;
mod ending;
mod mark_words;
mod marks;
mod meaning_units;
mod params;
mod sentences;
mod word_count;

use std::ops::Range;

use crate::domain::{Document, Role, Segment, SegmentUnit, TextIndex};

use ending::{Style, StyleCount, style};

pub use marks::text_for_embedding;
pub use params::{SegmentParams, SegmentValidParams};
pub use sentences::sentences;
pub use word_count::n_words;

/// The segments of one document, and what was set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// The segments, in order; their spans are trimmed, do not overlap, and are each inside their turn.
    pub segments: Vec<Segment>,
    /// Turns set aside because they only show attention, or hold only transcription marks.
    pub n_back_channel: usize,
    /// Turns of interviewers, kept as context.
    pub n_interviewer: usize,
    /// Turns without a word.
    pub n_empty: usize,
}

/// Cuts a document into segments. Every word of a turn that is cut is in exactly one segment.
///
/// A turn without a known speaker counts as a participant's. A turn with a span outside the text counts as empty.
#[must_use]
pub fn segment(document: &Document, params: &SegmentValidParams) -> Segmentation {
    segment_indexed(document, &TextIndex::new(&document.text), params)
}

/// Cuts a document as [`segment`] does, for callers who have already indexed its text.
#[must_use]
pub fn segment_indexed(
    document: &Document,
    index: &TextIndex<'_>,
    params: &SegmentValidParams,
) -> Segmentation {
    let params = params.get();
    let mut result = Segmentation::default();
    let mut kept = Vec::new();
    let mut count = StyleCount::default();
    for (n, turn) in document.turns.iter().enumerate() {
        let (Ok(start), Ok(words)) = (index.byte(turn.span.start), index.slice(turn.span)) else {
            result.n_empty += 1;
            continue;
        };
        let role = turn.speaker.and_then(|s| document.speakers.get(s)).map(|speaker| speaker.role);
        if !words.contains(char::is_alphanumeric) {
            result.n_empty += 1;
        } else if role == Some(Role::Interviewer) && !params.include_interviewer {
            result.n_interviewer += 1;
        } else if back_channel::is_back_channel(words) {
            result.n_back_channel += 1;
        } else {
            count.add(words);
            kept.push((n, start.0, words));
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
