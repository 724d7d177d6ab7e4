//! Asides: the stretches of a document's text that are in no turn, and what they are.

use serde::{Deserialize, Serialize};

use super::offsets::Span;

/// A stretch of a document's text that is not clustered as somebody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Aside {
    /// Its place in the document's text, without white space at its ends; never empty.
    pub span: Span,
    /// What it is.
    pub kind: AsideKind,
}

/// The kinds of stretches that are not clustered.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum AsideKind {
    /// The label of a speaker, with the signs and the list number around it.
    Label,
    /// A time of the recording, or of day.
    Time,
    /// A heading.
    Heading,
    /// A question of the interview guide, or a moderator's prompt, which no label gives to a speaker.
    Question,
    /// What stands above the interview: its title, date, place, who was there, metadata for other programs.
    FrontMatter,
    /// The head, foot or number of a page.
    PageHead,
    /// The number of a line.
    LineNumber,
    /// What a recording program or transcriber wrote below the interview.
    Tail,
    /// What somebody did, or what could not be heard: `(laughs)`, `[inaudible]`.
    StageDirection,
    /// Words that only show that somebody listens: `Mm-hm.`
    BackChannel,
    /// An answer that says nothing: `don't know`, `n/a`.
    NonAnswer,
    /// Greetings, thanks, goodbyes, and turns that only hold words that fill a pause: `Oh, okay. So, yeah.`
    SmallTalk,
    /// A turn that stands word for word in several documents: the interview guide, instructions, what is read out.
    Recurring,
    /// Words of an interviewer.
    Interviewer,
    /// Signs without words: emphasis, lines that separate parts.
    Sign,
    /// Anything else.
    Other,
}

impl AsideKind {
    /// All kinds.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}
