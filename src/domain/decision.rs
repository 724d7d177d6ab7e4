//! Decisions: what a coder can decide on candidate themes, codes and codings, as it is written in files and in the log.

use serde::{Deserialize, Serialize};

use super::code::{CodeLevel, Colour};
use super::coder::CoderId;
use super::coding::{Certainty, Content};
use super::disagreement::Approach;
use super::disagreement::{AdjudicationVerdict, Disagreement};
use super::ids::{ProposalId, SegmentId};
use super::import::Import;
use super::memo::MemoTarget;

/// A code, coding or memo as a coder names it: by its id, by the beginning of its id if that is unique, or, for a code, by its
/// label if that is unique.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Named(pub String);

impl Named {
    /// Returns the name that consists of an id.
    #[must_use]
    pub fn id(id: impl std::fmt::Display) -> Self {
        Self(id.to_string())
    }
}

/// One decision of a coder. Numbers of themes and segments are those of the run under review.
///
/// As JSON, and as a line of the file that `themata apply` reads, the field `do` names the decision:
/// `{"do": "merge", "themes": [4, 7], "into": 2}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Decision {
    /// A candidate theme becomes a code with a coding for each of its segments.
    Accept {
        /// The theme.
        theme: ProposalId,
        /// The code for its segments; none for a new code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<Named>,
        /// The new code's label; none for the theme's label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// The new code's level; `code` if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<CodeLevel>,
    },
    /// A candidate theme is rejected: its segments are in no theme from then on.
    Reject {
        /// The theme.
        theme: ProposalId,
    },
    /// A candidate theme is left ambiguous.
    Defer {
        /// The theme.
        theme: ProposalId,
    },
    /// A rejected or deferred theme is open again, with the segments that its rejection left in no theme.
    Reopen {
        /// The theme.
        theme: ProposalId,
    },
    /// A candidate theme is renamed.
    Rename {
        /// The theme.
        theme: ProposalId,
        /// Its new label.
        label: String,
    },
    /// Parts of a candidate theme become themes of their own; segments of no part stay.
    Split {
        /// The theme.
        theme: ProposalId,
        /// The segments of each part.
        parts: Vec<Vec<SegmentId>>,
    },
    /// Candidate themes are merged into another.
    Merge {
        /// The themes that go.
        themes: Vec<ProposalId>,
        /// The theme that stays.
        into: ProposalId,
    },
    /// Segments are moved to another theme, to a new one, or to none.
    Move {
        /// The segments.
        segments: Vec<SegmentId>,
        /// Where they go.
        to: Destination,
    },
    /// Segments that are in no theme are added to one.
    Add {
        /// The segments.
        segments: Vec<SegmentId>,
        /// The theme.
        theme: ProposalId,
    },
    /// Segments are grouped again. Each group becomes a theme of its own; its segments must be in no theme, or in one without a
    /// final verdict. `themata suggest --again` finds the groups.
    SuggestAgain {
        /// The segments of each new theme.
        themes: Vec<Vec<SegmentId>>,
    },
    /// Segments are marked as negative cases of their theme, or no longer.
    Negative {
        /// The segments.
        segments: Vec<SegmentId>,
        /// Whether they do.
        #[serde(default = "yes")]
        negative: bool,
    },

    /// A code is created.
    CreateCode {
        /// Its label.
        label: String,
        /// Its level; `code` if none is given.
        #[serde(default)]
        level: CodeLevel,
        /// The code that it is nested under.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under: Option<Named>,
    },
    /// A code is renamed.
    RenameCode {
        /// The code.
        code: Named,
        /// Its new label.
        label: String,
    },
    /// A code is defined. A field that is not given stays; an empty field is cleared.
    DefineCode {
        /// The code.
        code: Named,
        /// What it means.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
        /// Which text it is used for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inclusion: Option<String>,
        /// Which text it is not used for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exclusion: Option<String>,
        /// A typical quotation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        example: Option<String>,
    },
    /// A code is given a colour, or loses it.
    ColourCode {
        /// The code.
        code: Named,
        /// The colour; none removes it.
        colour: Option<Colour>,
    },
    /// A code is nested under another, or under none; its level may change as well.
    NestCode {
        /// The code.
        code: Named,
        /// The code above it; none for the top level.
        under: Option<Named>,
        /// Its new level; none to keep it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<CodeLevel>,
    },
    /// A code is moved among its siblings.
    ReorderCode {
        /// The code.
        code: Named,
        /// The place, from 1.
        place: usize,
    },
    /// Codes are merged into another, with their codings, the codes under them and their memos.
    MergeCodes {
        /// The codes that go.
        codes: Vec<Named>,
        /// The code that stays.
        into: Named,
    },
    /// Codings of a code become new codes with the same parent; codings of no part stay.
    SplitCode {
        /// The code.
        code: Named,
        /// The parts.
        parts: Vec<CodePart>,
    },
    /// A code is deleted with its codings; the codes under it move up to its parent.
    DeleteCode {
        /// The code.
        code: Named,
    },
    /// The codes of another coder are copied: labels and definitions, never codings.
    CopyCodes {
        /// The other coder.
        from: CoderId,
    },

    /// Segments are coded.
    Code {
        /// The code.
        code: Named,
        /// The segments.
        segments: Vec<SegmentId>,
    },
    /// Segments do not belong to a code: they are not suggested for it again.
    NotThisCode {
        /// The code.
        code: Named,
        /// The segments.
        segments: Vec<SegmentId>,
    },
    /// Any span of a document is coded.
    CodeSpan {
        /// The code.
        code: Named,
        /// The document's name.
        document: String,
        /// The first code point, from 0.
        start: usize,
        /// One past the last code point.
        end: usize,
    },
    /// Codings that the coder made in another program are imported, with their codes.
    Import(Import),
    /// Codings are removed.
    Uncode {
        /// The codings.
        codings: Vec<Named>,
    },
    /// A coding is given its condensed meaning unit, or loses it.
    Condense {
        /// The coding.
        coding: Named,
        /// Its meaning in fewer words; none removes it.
        text: Option<String>,
    },
    /// A coding is marked as manifest or latent.
    Content {
        /// The coding.
        coding: Named,
        /// Which one; none removes the mark.
        content: Option<Content>,
    },
    /// A coding is marked as sure or unsure.
    Certainty {
        /// The coding.
        coding: Named,
        /// Which one; none removes the mark.
        certainty: Option<Certainty>,
    },
    /// A coding is marked as a negative case of its code, or no longer.
    NegativeCoding {
        /// The coding.
        coding: Named,
        /// Whether it does.
        #[serde(default = "yes")]
        negative: bool,
    },

    /// A memo is written.
    WriteMemo {
        /// What it is on.
        on: MemoTarget,
        /// What it says.
        text: String,
    },
    /// A memo is rewritten.
    EditMemo {
        /// The memo.
        memo: Named,
        /// What it says now.
        text: String,
    },
    /// A memo is deleted.
    DeleteMemo {
        /// The memo.
        memo: Named,
    },

    /// A verdict on a stretch of text that two sides coded differently. It needs a reason, which is that of the operation.
    Adjudicate {
        /// The place, and both readings.
        on: Disagreement,
        /// The verdict; none withdraws the coder's verdict.
        verdict: Option<AdjudicationVerdict>,
    },

    /// A coder joins the project: the one who makes this decision.
    AddCoder {
        /// Their name.
        name: String,
    },
    /// The default coder is set; none clears it.
    SetCoder {
        /// The coder.
        id: Option<CoderId>,
    },
    /// The project is opened for comparison, so that coders see each other's decisions, or closed.
    Compare {
        /// Whether they do.
        #[serde(default = "yes")]
        open: bool,
    },
    /// The study's approach is set; none clears it.
    SetApproach {
        /// Which.
        approach: Option<Approach>,
    },
}

fn yes() -> bool {
    true
}

/// The destination of moved segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Destination {
    /// Into a theme.
    Theme(ProposalId),
    /// Into a theme of their own.
    New,
    /// Into none.
    None,
}

/// A part of a code that becomes a code of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodePart {
    /// Its label.
    pub label: String,
    /// Its codings.
    pub codings: Vec<Named>,
}

impl Decision {
    /// Returns the word for the decision in files and filters: `accept`, `merge-codes`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Reject { .. } => "reject",
            Self::Defer { .. } => "defer",
            Self::Reopen { .. } => "reopen",
            Self::Rename { .. } => "rename",
            Self::Split { .. } => "split",
            Self::Merge { .. } => "merge",
            Self::Move { .. } => "move",
            Self::Add { .. } => "add",
            Self::SuggestAgain { .. } => "suggest-again",
            Self::Negative { .. } => "negative",
            Self::CreateCode { .. } => "create-code",
            Self::RenameCode { .. } => "rename-code",
            Self::DefineCode { .. } => "define-code",
            Self::ColourCode { .. } => "colour-code",
            Self::NestCode { .. } => "nest-code",
            Self::ReorderCode { .. } => "reorder-code",
            Self::MergeCodes { .. } => "merge-codes",
            Self::SplitCode { .. } => "split-code",
            Self::DeleteCode { .. } => "delete-code",
            Self::CopyCodes { .. } => "copy-codes",
            Self::Code { .. } => "code",
            Self::NotThisCode { .. } => "not-this-code",
            Self::CodeSpan { .. } => "code-span",
            Self::Import(_) => "import",
            Self::Uncode { .. } => "uncode",
            Self::Condense { .. } => "condense",
            Self::Content { .. } => "content",
            Self::Certainty { .. } => "certainty",
            Self::NegativeCoding { .. } => "negative-coding",
            Self::WriteMemo { .. } => "write-memo",
            Self::EditMemo { .. } => "edit-memo",
            Self::DeleteMemo { .. } => "delete-memo",
            Self::Adjudicate { .. } => "adjudicate",
            Self::AddCoder { .. } => "add-coder",
            Self::SetCoder { .. } => "set-coder",
            Self::Compare { .. } => "compare",
            Self::SetApproach { .. } => "set-approach",
        }
    }
}

/// One line of the file that `themata apply` reads: a decision, with its coder and reason if the line gives them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DecisionLine {
    /// The coder's name or id; none for the coder of the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coder: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
}

impl<'de> Deserialize<'de> for DecisionLine {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = serde_json::Map::deserialize(deserializer)?;
        let mut text = |name: &str| match fields.shift_remove(name) {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(serde_json::Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(serde::de::Error::custom(format!("`{name}` must be text; got {other}"))),
        };
        let (coder, reason) = (text("coder")?, text("reason")?);
        let decision = serde_json::from_value(fields.into()).map_err(serde::de::Error::custom)?;
        Ok(Self { coder, reason, decision })
    }
}

/// A decision of each kind that can be made in a study whose coder has a code A with a coding and a memo, a code B of the level
/// `category`, and a rejected theme 4. `CODING` and `MEMO` are placeholders for their ids.
#[cfg(test)]
pub(crate) const OF_EACH_KIND: [&str; 38] = [
    r#"{"do":"accept","theme":1}"#,
    r#"{"do":"reject","theme":1}"#,
    r#"{"do":"defer","theme":1}"#,
    r#"{"do":"reopen","theme":4}"#,
    r#"{"do":"rename","theme":1,"label":"rounds"}"#,
    r#"{"do":"split","theme":1,"parts":[[1,2]]}"#,
    r#"{"do":"merge","themes":[3],"into":1}"#,
    r#"{"do":"move","segments":[1],"to":{"theme":2}}"#,
    r#"{"do":"add","segments":[15],"theme":1}"#,
    r#"{"do":"suggest-again","themes":[[1,2],[15]]}"#,
    r#"{"do":"negative","segments":[1]}"#,
    r#"{"do":"create-code","label":"C","level":"code"}"#,
    r#"{"do":"rename-code","code":"A","label":"a"}"#,
    r#"{"do":"define-code","code":"A","definition":"what it is"}"#,
    r##"{"do":"colour-code","code":"A","colour":"#3f7fbf"}"##,
    r#"{"do":"nest-code","code":"A","under":"B"}"#,
    r#"{"do":"reorder-code","code":"A","place":2}"#,
    r#"{"do":"merge-codes","codes":["A"],"into":"B"}"#,
    r#"{"do":"split-code","code":"A","parts":[{"label":"C","codings":["CODING"]}]}"#,
    r#"{"do":"delete-code","code":"A"}"#,
    r#"{"do":"copy-codes","from":"ben"}"#,
    r#"{"do":"code","code":"A","segments":[3]}"#,
    r#"{"do":"not-this-code","code":"A","segments":[3]}"#,
    r#"{"do":"code-span","code":"A","document":"P0.txt","start":0,"end":5}"#,
    r#"{"do":"import","source":"a.csv","codes":[{"path":["C"]}],"codings":[]}"#,
    r#"{"do":"uncode","codings":["CODING"]}"#,
    r#"{"do":"condense","coding":"CODING","text":"shorter"}"#,
    r#"{"do":"content","coding":"CODING","content":"latent"}"#,
    r#"{"do":"certainty","coding":"CODING","certainty":"unsure"}"#,
    r#"{"do":"negative-coding","coding":"CODING"}"#,
    r#"{"do":"write-memo","on":"project","text":"why"}"#,
    r#"{"do":"edit-memo","memo":"MEMO","text":"why not"}"#,
    r#"{"do":"delete-memo","memo":"MEMO"}"#,
    r#"{"do":"adjudicate","on":{"document":"P0.txt","start":0,"end":5,"first":{"side":{"coder":"ann"},"labels":["A"]},"second":{"side":{"coder":"ben"},"labels":[]}},"verdict":"first"}"#,
    r#"{"do":"add-coder","name":"Cy"}"#,
    r#"{"do":"set-coder","id":"ben"}"#,
    r#"{"do":"compare"}"#,
    r#"{"do":"set-approach","approach":"reflexive"}"#,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_decision_is_the_one_that_is_written() {
        let mut words = Vec::new();
        for text in OF_EACH_KIND {
            let decision: Decision = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_value(&decision).unwrap()["do"], decision.word(), "{text}");
            words.push(format!("`{}`", decision.word()));
        }
        // serde's error lists all of them.
        let error = serde_json::from_str::<Decision>(r#"{"do":"?"}"#).unwrap_err().to_string();
        assert!(error.contains(&format!("`?`, expected one of {}", words.join(", "))), "{error}");
        assert_eq!(error.matches('`').count(), 2 * (words.len() + 1), "{error}");
    }

    fn line(text: &str) -> Result<DecisionLine, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn a_line_is_a_decision_with_who_and_why() {
        let read =
            line(r#"{"do": "merge", "themes": [4, 7], "into": 2, "coder": "Ann", "reason": "one thing"}"#)
                .unwrap();
        assert_eq!(read.coder.as_deref(), Some("Ann"));
        assert_eq!(read.reason.as_deref(), Some("one thing"));
        let merge = Decision::Merge { themes: vec![ProposalId(4), ProposalId(7)], into: ProposalId(2) };
        assert_eq!(read.decision, merge);
        assert_eq!(merge.word(), "merge");
        let text = serde_json::to_string(&read).unwrap();
        assert_eq!(line(&text).unwrap(), read);
    }

    #[test]
    fn where_segments_go_is_one_word_or_a_theme() {
        let to = |text: &str| match line(text).unwrap().decision {
            Decision::Move { to, .. } => to,
            other => panic!("{other:?}"),
        };
        assert_eq!(to(r#"{"do":"move","segments":[1],"to":"new"}"#), Destination::New);
        assert_eq!(to(r#"{"do":"move","segments":[1],"to":"none"}"#), Destination::None);
        assert_eq!(to(r#"{"do":"move","segments":[1],"to":{"theme":3}}"#), Destination::Theme(ProposalId(3)));
    }

    #[test]
    fn fields_that_no_decision_has_are_refused() {
        for text in [
            r#"{"do":"accept"}"#,
            r#"{"do":"accept","theme":1,"lable":"x"}"#,
            r#"{"do":"approve","theme":1}"#,
            r#"{"theme":1}"#,
            r#"{"do":"accept","theme":1,"reason":2}"#,
        ] {
            assert!(line(text).is_err(), "{text}");
        }
    }
}
