//! Decisions: what a coder may say to candidate themes, codes and codings, in the form in which they are written down.

use serde::{Deserialize, Serialize};

use super::code::{CodeLevel, Colour};
use super::coder::CoderId;
use super::coding::{Certainty, Content};
use super::disagreement::Approach;
use super::disagreement::{AdjudicationVerdict, Disagreement};
use super::ids::{ProposalId, SegmentId};
use super::import::Import;
use super::memo::MemoTarget;

/// A code, coding or memo as a coder names it: its id, the beginning of its id where only one begins so, and for a code
/// its label too, where only one is called so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Named(pub String);

impl Named {
    /// The name that an id is.
    #[must_use]
    pub fn id(id: impl std::fmt::Display) -> Self {
        Self(id.to_string())
    }
}

/// One decision of a coder. Numbers of themes and segments are those of the run under review.
///
/// As JSON, and as a line of the file that `themata apply` reads, the field `do` names the decision:
/// `{"do": "merge", "themes": [4, 7], "into": 2}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
#[strum(serialize_all = "kebab-case")]
pub enum Decision {
    /// A candidate theme becomes a code with a coding for each of its segments.
    Accept {
        /// The theme.
        theme: ProposalId,
        /// The code that its segments are coded with; a new one where none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<Named>,
        /// The new code's label; the theme's where none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// The new code's level; `code` where none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<CodeLevel>,
    },
    /// A candidate theme is none: its segments are in no theme from then on.
    Reject {
        /// The theme.
        theme: ProposalId,
    },
    /// A candidate theme is left ambiguous.
    Defer {
        /// The theme.
        theme: ProposalId,
    },
    /// A rejected or deferred theme is open again, with the segments that its rejection left unthemed.
    Reopen {
        /// The theme.
        theme: ProposalId,
    },
    /// A candidate theme is called otherwise.
    Rename {
        /// The theme.
        theme: ProposalId,
        /// Its new label.
        label: String,
    },
    /// Parts of a candidate theme become themes of their own; what no part names stays.
    Split {
        /// The theme.
        theme: ProposalId,
        /// The segments of each part.
        parts: Vec<Vec<SegmentId>>,
    },
    /// Candidate themes go into another.
    Merge {
        /// The themes that go.
        themes: Vec<ProposalId>,
        /// The theme that stays.
        into: ProposalId,
    },
    /// Segments go to another theme, to a new one, or to none.
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
    /// Segments are grouped anew: each group, of segments that are in no theme or in one that is not settled, becomes a theme of its
    /// own. `themata suggest --again` finds the groups.
    SuggestAgain {
        /// The segments of each new theme.
        themes: Vec<Vec<SegmentId>>,
    },
    /// Segments speak against the theme that they are in, or no longer do.
    Negative {
        /// The segments.
        segments: Vec<SegmentId>,
        /// Whether they do.
        #[serde(default = "yes")]
        negative: bool,
    },

    /// A code is made.
    CreateCode {
        /// Its label.
        label: String,
        /// Its level; `code` where none is given.
        #[serde(default)]
        level: CodeLevel,
        /// The code that it is nested under.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under: Option<Named>,
    },
    /// A code is called otherwise.
    RenameCode {
        /// The code.
        code: Named,
        /// Its new label.
        label: String,
    },
    /// A code is defined; what is not given stays, what is given empty is taken away.
    DefineCode {
        /// The code.
        code: Named,
        /// What it means.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
        /// What is coded with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inclusion: Option<String>,
        /// What is not.
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
        /// The colour; none takes it away.
        colour: Option<Colour>,
    },
    /// A code is nested under another, or under none; its level may change with it.
    NestCode {
        /// The code.
        code: Named,
        /// The code above it; none makes it stand alone.
        under: Option<Named>,
        /// Its new level; as it was where none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<CodeLevel>,
    },
    /// A code takes another place among its siblings.
    ReorderCode {
        /// The code.
        code: Named,
        /// The place, from 1.
        place: usize,
    },
    /// Codes go into another with their codings, the codes under them and their memos.
    MergeCodes {
        /// The codes that go.
        codes: Vec<Named>,
        /// The code that stays.
        into: Named,
    },
    /// Codings of a code become codes of their own beside it; what no part names stays.
    SplitCode {
        /// The code.
        code: Named,
        /// The parts.
        parts: Vec<CodePart>,
    },
    /// A code is deleted with its codings; the codes under it rise to the one above.
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
    /// Segments do not belong to a code: they are not offered for it again.
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
    /// Codings that the coder made in another program are brought in, with their codes.
    Import(Import),
    /// Codings are taken away.
    Uncode {
        /// The codings.
        codings: Vec<Named>,
    },
    /// A coding is given its condensed meaning unit, or loses it.
    Condense {
        /// The coding.
        coding: Named,
        /// Its meaning in fewer words; none takes it away.
        text: Option<String>,
    },
    /// A coding is said to be of manifest or latent content.
    Content {
        /// The coding.
        coding: Named,
        /// Which; none takes the word back.
        content: Option<Content>,
    },
    /// A coding is said to be certain or not.
    Certainty {
        /// The coding.
        coding: Named,
        /// Which; none takes the word back.
        certainty: Option<Certainty>,
    },
    /// A coding speaks against its code, or no longer does.
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
    /// A memo is written anew.
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

    /// A verdict on a stretch of text that two read differently; its reason is that of the operation, and one must be given.
    Adjudicate {
        /// Where, and how it was read.
        on: Disagreement,
        /// What is said of it; none takes the coder's verdict back.
        verdict: Option<AdjudicationVerdict>,
    },

    /// A coder joins the project: the one who decides this.
    AddCoder {
        /// Their name.
        name: String,
    },
    /// A coder decides where nobody is named; none takes this back.
    SetCoder {
        /// The coder.
        id: Option<CoderId>,
    },
    /// Coders see each other's decisions from then on, or no longer.
    Compare {
        /// Whether they do.
        #[serde(default = "yes")]
        open: bool,
    },
    /// The study takes an approach, or none in particular.
    SetApproach {
        /// Which.
        approach: Option<Approach>,
    },
}

fn yes() -> bool {
    true
}

/// Where moved segments go.
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
    /// Returns the word by which it is written down and filtered: `accept`, `merge-codes`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.into()
    }
}

/// One line of the file that `themata apply` reads: a decision, and by whom and why, where the line says so.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DecisionLine {
    /// The coder's name or id; the one named for the whole file where it is not given.
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

/// A decision of each kind that can be made in a study where the coder has a code A with a coding and a memo, a code B of the level
/// `category`, and a rejected theme 4: `CODING` and `MEMO` stand for their ids.
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
        // serde lists all of them where it reads another.
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
