//! The conventions of transcripts: who speaks, when, and in which role.
//!
//! Whatever the source, the result is a [`Transcript`]: a text, spans of it that hold what was said (never the label,
//! the header line or the time), who said it, and the times that the source knows. The conventions are those that
//! transcription programs write (Otter, Zoom, Teams, Rev, Trint, f4, MAXQDA, Whisper, WhisperX) and that people type.

mod assemble;
mod captions;
mod cast_list;
mod chat_program;
pub(super) mod clock;
mod code_labels;
mod counted_labels;
pub(super) mod cues;
mod cuts;
mod dress;
mod dress_learning;
mod forgotten;
mod found;
mod furniture;
pub(super) mod guide_lines;
mod initials;
mod inline_labels;
mod interview_head;
mod label;
mod label_candidates;
mod label_search;
pub(super) mod line_asides;
mod lines;
pub(super) mod looks;
mod marks;
mod paragraphs;
mod prompts;
mod question_words;
mod questions;
mod requests;
mod roles;
mod rows;
mod settling;
mod sides;
mod speaker_tally;
mod stamps;
mod tails;
mod text;
pub(super) mod topics;
mod turn_headers;

#[cfg(test)]
mod code_labels_tests;
#[cfg(test)]
mod dress_properties;
#[cfg(test)]
mod dress_tests;
#[cfg(test)]
mod guide_lines_tests;
#[cfg(test)]
mod line_asides_tests;
#[cfg(test)]
mod numbering_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::domain::{Notice, Role, Speaker, TimeMark, Turn};

pub(super) use label::{holds_question, numbers_as_one};
pub(super) use paragraphs::{Paragraph, from_flow};
pub(super) use roles::{names_role, role_named};
pub(super) use rows::{Row, from_rows};
pub(super) use text::{from_text, from_text_keeping};

/// What the user said about who is who.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hints<'a> {
    /// Roles by label. A label matches whatever its case, white space, zero-width non-joiners and Arabic or Persian
    /// letter forms.
    pub(super) roles: &'a BTreeMap<String, Role>,
}

impl Hints<'_> {
    /// Returns the role that the user gave a label.
    fn role(&self, label: &str) -> Option<Role> {
        if self.roles.is_empty() {
            return None;
        }
        let wanted = label::fold(label);
        self.roles.iter().find(|(name, _)| label::fold(name) == wanted).map(|(_, &role)| role)
    }
}

/// A text with its turns, speakers and times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Transcript {
    /// The text that the spans are spans of.
    pub(super) text: String,
    /// Who speaks, in order of first appearance.
    pub(super) speakers: Vec<Speaker>,
    /// The turns, in order, not overlapping, without surrounding white space, none empty.
    pub(super) turns: Vec<Turn>,
    /// Known times, in order of position.
    pub(super) time_marks: Vec<TimeMark>,
    /// What a reader must know of how the file was read, with its name in `about`, and then of how turns and roles were found,
    /// with `about` still `None`.
    pub(super) notices: Vec<Notice>,
}

impl Transcript {
    /// Puts notices about the whole file before those about turns and roles.
    pub(super) fn with_notices_before(mut self, notices: Vec<Notice>) -> Self {
        self.notices.splice(0..0, notices);
        self
    }
}
