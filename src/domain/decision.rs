//! Decisions: what a coder can decide on candidate themes, codes and codings, as it is written in files and in the log.

use serde::{Deserialize, Serialize};

use super::candidate_id::{CandidateId, Candidates};
use super::code::{CodeLevel, Colour};
use super::coder::CoderId;
use super::coding::{Certainty, Content};
use super::disagreement::Approach;
use super::disagreement::{AdjudicationVerdict, Disagreement};
use super::ids::SegmentId;
use super::import::Import;
use super::memo::MemoTarget;
use super::removal::{MovedPassage, MovedSegment};

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

/// One decision of a coder. Candidates and segments are those of the run under review.
///
/// As JSON, and as a line of the file that `themata apply` reads, the field `do` names the decision:
/// `{"do": "merge", "candidate": [4, 7], "into": 2}`. A candidate theme is named by its letters (`"B"`), a candidate code by its number
/// (`15`). `candidate` takes one of them, or a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
#[strum(serialize_all = "kebab-case")]
pub enum Decision {
    /// Accept candidates. A candidate code becomes a code, and each of its segments gets a coding. A candidate theme becomes a theme of the
    /// codebook: its open candidate codes become codes nested under it, and the codes that were accepted from it before are nested too; its
    /// rejected and deferred candidate codes stay out. If there is a code of its label, name that code or give another label.
    Accept {
        /// The candidates.
        #[serde(alias = "theme")]
        candidate: Candidates,
        /// The code that takes the segments of a candidate code, or the theme that takes the codes of a candidate theme; without it a new
        /// one is made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<Named>,
        /// The label of the new code or theme; without it that of the candidate.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// The level of the new code or theme; without it `code` for a candidate code and `theme` for a candidate theme.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<CodeLevel>,
        /// Whether a candidate theme becomes one code with all its segments.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        as_code: bool,
    },
    /// Reject candidates: their segments are in no candidate from then on. Of a candidate theme, the open candidate codes are rejected.
    Reject {
        /// The candidates.
        #[serde(alias = "theme")]
        candidate: Candidates,
    },
    /// Leave candidates ambiguous. Of a candidate theme, the open candidate codes are deferred.
    Defer {
        /// The candidates.
        #[serde(alias = "theme")]
        candidate: Candidates,
    },
    /// Open rejected or deferred candidates again. They get back the segments that their rejection left in no candidate. Of a candidate theme,
    /// all rejected and deferred candidate codes are opened.
    Reopen {
        /// The candidates.
        #[serde(alias = "theme")]
        candidate: Candidates,
    },
    /// Give a candidate another label.
    Rename {
        /// The candidate.
        #[serde(alias = "theme")]
        candidate: CandidateId,
        /// Its new label.
        label: String,
    },
    /// Split a candidate: each part becomes a candidate of its own. What no part names stays.
    Split {
        /// The candidate.
        #[serde(alias = "theme")]
        candidate: CandidateId,
        /// The segments of each part; for a candidate theme that holds candidate codes, leave it out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Vec<SegmentId>>,
        /// The candidate codes of each part, for a candidate theme that holds some.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        codes: Vec<Vec<CandidateId>>,
    },
    /// Merge candidates of one level into another: segments of candidate codes, candidate codes of candidate themes.
    Merge {
        /// The candidates that go.
        #[serde(alias = "themes")]
        candidate: Candidates,
        /// The candidate that stays.
        into: CandidateId,
    },
    /// Move candidate codes to another candidate theme, to a new one, or out of their theme.
    MoveCandidate {
        /// The candidate codes.
        candidate: Candidates,
        /// Where they go.
        to: Destination,
    },
    /// Move segments to another candidate, to a new one, or to none. A new candidate code is in the candidate theme from which most of its
    /// segments came.
    Move {
        /// The segments.
        segments: Vec<SegmentId>,
        /// Where they go.
        to: Destination,
    },
    /// Add segments that are in no candidate to one.
    Add {
        /// The segments.
        segments: Vec<SegmentId>,
        /// The candidate.
        #[serde(alias = "theme")]
        candidate: CandidateId,
    },
    /// Group segments again: each group becomes a candidate of its own, in the candidate theme from which most of its segments came. Its
    /// segments must be in no candidate, or in one that is still open. `themata suggest --again` finds such groups.
    SuggestAgain {
        /// The segments of each new candidate.
        #[serde(alias = "themes")]
        groups: Vec<Vec<SegmentId>>,
    },
    /// Mark segments as negative cases, which speak against the candidate that they are in, or take the mark back.
    Negative {
        /// The segments.
        segments: Vec<SegmentId>,
        /// Whether they are marked; false takes the mark back.
        #[serde(default = "yes")]
        negative: bool,
    },

    /// Make a code. Codes may have the same label only under different codes.
    CreateCode {
        /// Its label.
        label: String,
        /// Its level.
        #[serde(default)]
        level: CodeLevel,
        /// The code that it is nested under.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under: Option<Named>,
    },
    /// Give a code another label.
    RenameCode {
        /// The code.
        code: Named,
        /// Its new label.
        label: String,
    },
    /// Define a code. A field that is not given stays as it was; an empty text takes it away.
    DefineCode {
        /// The code.
        code: Named,
        /// What it means.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
        /// Which text it is used for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inclusion: Option<String>,
        /// What is not coded with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exclusion: Option<String>,
        /// A typical quotation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        example: Option<String>,
    },
    /// Give a code a colour, or take it away.
    ColourCode {
        /// The code.
        code: Named,
        /// The colour; `None` takes it away.
        colour: Option<Colour>,
    },
    /// Nest a code under another, or have it stand alone; its level may change with it.
    NestCode {
        /// The code.
        code: Named,
        /// The code above it; `None` has it stand alone.
        under: Option<Named>,
        /// Its new level; without it the level stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<CodeLevel>,
    },
    /// Put a code at another place among the codes beside it.
    ReorderCode {
        /// The code.
        code: Named,
        /// The place, from 1.
        place: usize,
    },
    /// Merge codes into another, with their codings, their memos and the codes under them.
    MergeCodes {
        /// The codes that go.
        codes: Vec<Named>,
        /// The code that stays.
        into: Named,
    },
    /// Split a code: the codings of each part become a code beside it. Codings that no part names stay.
    SplitCode {
        /// The code.
        code: Named,
        /// The parts.
        parts: Vec<CodePart>,
    },
    /// Delete a code with its codings. The codes under it rise to the code above.
    DeleteCode {
        /// The code.
        code: Named,
    },
    /// Copy another coder's codes: labels and definitions, never codings.
    CopyCodes {
        /// The other coder.
        from: CoderId,
    },

    /// Code segments.
    Code {
        /// The code.
        code: Named,
        /// The segments.
        segments: Vec<SegmentId>,
    },
    /// Say that segments do not belong to a code: they are not offered for it again.
    NotThisCode {
        /// The code.
        code: Named,
        /// The segments.
        segments: Vec<SegmentId>,
    },
    /// Code any span of a document.
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
    /// Bring in codings that the coder made in another program, with their codes. `themata import` makes this decision from a table.
    Import(Import),
    /// Take codings away.
    Uncode {
        /// The codings.
        codings: Vec<Named>,
    },
    /// Condense the meaning unit of a coding, or take the condensed text away.
    Condense {
        /// The coding.
        coding: Named,
        /// Its meaning in fewer words; `None` takes it away.
        text: Option<String>,
    },
    /// Say whether a coding rests on manifest or on latent content.
    Content {
        /// The coding.
        coding: Named,
        /// Which; `None` takes it back.
        content: Option<Content>,
    },
    /// Say how certain a coding is.
    Certainty {
        /// The coding.
        coding: Named,
        /// Which; `None` takes it back.
        certainty: Option<Certainty>,
    },
    /// Mark a coding as a negative case, which speaks against its code, or take the mark back.
    NegativeCoding {
        /// The coding.
        coding: Named,
        /// Whether it is marked; false takes the mark back.
        #[serde(default = "yes")]
        negative: bool,
    },

    /// Write a memo.
    WriteMemo {
        /// What it is on.
        on: MemoTarget,
        /// What it says.
        text: String,
    },
    /// Write a memo again.
    EditMemo {
        /// The memo.
        memo: Named,
        /// What it says now.
        text: String,
    },
    /// Delete a memo.
    DeleteMemo {
        /// The memo.
        memo: Named,
    },

    /// Give a verdict on a stretch of text that two sides read differently. A reason must be given with it.
    Adjudicate {
        /// The place, and both readings.
        on: Disagreement,
        /// The verdict; `None` takes the coder's verdict back.
        verdict: Option<AdjudicationVerdict>,
    },

    /// Add a coder to the project. The new coder is the one who makes this decision.
    AddCoder {
        /// Their name.
        name: String,
    },
    /// Set the coder who decides where a command names none.
    SetCoder {
        /// The coder; `None` for nobody.
        id: Option<CoderId>,
    },
    /// Open the project for comparison, so that coders see each other's decisions, or close it.
    Compare {
        /// Whether it is open; false closes it.
        #[serde(default = "yes")]
        open: bool,
    },
    /// Say which approach to coding the study takes.
    SetApproach {
        /// The approach; `None` for none in particular.
        approach: Option<Approach>,
    },
    /// Take documents out of the study, for all coders: they count nowhere until they are put back.
    RemoveDocuments {
        /// Their names.
        documents: Vec<String>,
    },
    /// Work on with the corrected words of a document, which the study holds under another name. The codings of the coder move with their words;
    /// those whose words are gone stay with the words as they were.
    CorrectDocument {
        /// The document as it was.
        document: String,
        /// The document with its corrected words.
        corrected: String,
        /// Where coded passages are now.
        passages: Vec<MovedPassage>,
        /// Which segments take the place of which.
        segments: Vec<MovedSegment>,
    },
    /// Put documents back that were taken out.
    RestoreDocuments {
        /// Their names.
        documents: Vec<String>,
    },
}

fn yes() -> bool {
    true
}

/// The destination of moved segments or candidate codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Destination {
    /// Into a candidate: segments into a candidate code, candidate codes into a candidate theme.
    #[serde(alias = "theme")]
    Candidate(CandidateId),
    /// Into a new one.
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

/// Fields of decisions that had another name before candidates had two levels, and their present names.
const OLD_FIELDS: [(&str, &str); 2] = [("theme", "candidate"), ("themes", "candidate")];

impl<'de> Deserialize<'de> for DecisionLine {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = serde_json::Map::deserialize(deserializer)?;
        let mut text = |name: &str| match fields.shift_remove(name) {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(serde_json::Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(serde::de::Error::custom(format!("`{name}` must be text; got {other}"))),
        };
        let (coder, reason) = (text("coder")?, text("reason")?);
        // Only logs of older versions may still name candidates so.
        let again = fields.get("do").is_some_and(|word| word == "suggest-again");
        for (old, new) in OLD_FIELDS.map(|(old, new)| (old, if again { "groups" } else { new })) {
            if fields.contains_key(old) {
                let problem = format!(
                    "`{old}` is now called `{new}`; a candidate is named by its letters, such as \"B\", or its number, such as 15"
                );
                return Err(serde::de::Error::custom(problem));
            }
        }
        if fields.get("to").is_some_and(|to| to.get("theme").is_some()) {
            return Err(serde::de::Error::custom(
                "`theme` in `to` is now called `candidate`: {\"to\": {\"candidate\": 3}}",
            ));
        }
        let decision = serde_json::from_value(fields.into()).map_err(serde::de::Error::custom)?;
        Ok(Self { coder, reason, decision })
    }
}

/// A decision of each kind that can be made in a study whose coder has a code A with a coding and a memo, a code B of the level
/// `category`, a rejected candidate code 4 and candidate themes A and B. `CODING` and `MEMO` are placeholders for their ids.
#[cfg(test)]
pub(crate) const OF_EACH_KIND: [&str; 42] = [
    r#"{"do":"accept","candidate":1}"#,
    r#"{"do":"reject","candidate":1}"#,
    r#"{"do":"defer","candidate":1}"#,
    r#"{"do":"reopen","candidate":4}"#,
    r#"{"do":"rename","candidate":1,"label":"rounds"}"#,
    r#"{"do":"split","candidate":1,"parts":[[1,2]]}"#,
    r#"{"do":"merge","candidate":[3],"into":1}"#,
    r#"{"do":"move-candidate","candidate":1,"to":{"candidate":"B"}}"#,
    r#"{"do":"move","segments":[1],"to":{"candidate":2}}"#,
    r#"{"do":"add","segments":[15],"candidate":1}"#,
    r#"{"do":"suggest-again","groups":[[1,2],[15]]}"#,
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
    r#"{"do":"remove-documents","documents":["P1.txt"]}"#,
    r#"{"do":"correct-document","document":"P1.txt","corrected":"P2.txt","passages":[{"start":0,"end":4,"new_start":0,"new_end":5}],"segments":[]}"#,
    r#"{"do":"restore-documents","documents":["P1.txt"]}"#,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ProposalId;

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
            line(r#"{"do": "merge", "candidate": [4, 7], "into": 2, "coder": "Ann", "reason": "one thing"}"#)
                .unwrap();
        assert_eq!(read.coder.as_deref(), Some("Ann"));
        assert_eq!(read.reason.as_deref(), Some("one thing"));
        let merge = Decision::Merge {
            candidate: Candidates([4, 7].map(|code| CandidateId::Code(ProposalId(code))).to_vec()),
            into: CandidateId::Code(ProposalId(2)),
        };
        assert_eq!(read.decision, merge);
        assert_eq!(merge.word(), "merge");
        let text = serde_json::to_string(&read).unwrap();
        assert_eq!(line(&text).unwrap(), read);
    }

    #[test]
    fn where_segments_go_is_one_word_or_a_candidate() {
        let to = |text: &str| match line(text).unwrap().decision {
            Decision::Move { to, .. } => to,
            other => panic!("{other:?}"),
        };
        assert_eq!(to(r#"{"do":"move","segments":[1],"to":"new"}"#), Destination::New);
        assert_eq!(to(r#"{"do":"move","segments":[1],"to":"none"}"#), Destination::None);
        assert_eq!(
            to(r#"{"do":"move","segments":[1],"to":{"candidate":3}}"#),
            Destination::Candidate(ProposalId(3).into())
        );
    }

    #[test]
    fn the_names_of_older_logs_are_read_in_a_log_and_refused_in_a_line() {
        for (old, new) in [
            (r#"{"do":"accept","theme":3}"#, r#"{"do":"accept","candidate":3}"#),
            (r#"{"do":"reject","theme":3}"#, r#"{"do":"reject","candidate":3}"#),
            (r#"{"do":"rename","theme":3,"label":"x"}"#, r#"{"do":"rename","candidate":3,"label":"x"}"#),
            (r#"{"do":"split","theme":3,"parts":[[1]]}"#, r#"{"do":"split","candidate":3,"parts":[[1]]}"#),
            (r#"{"do":"merge","themes":[3,4],"into":1}"#, r#"{"do":"merge","candidate":[3,4],"into":1}"#),
            (
                r#"{"do":"move","segments":[1],"to":{"theme":3}}"#,
                r#"{"do":"move","segments":[1],"to":{"candidate":3}}"#,
            ),
            (r#"{"do":"add","segments":[1],"theme":3}"#, r#"{"do":"add","segments":[1],"candidate":3}"#),
            (r#"{"do":"suggest-again","themes":[[1]]}"#, r#"{"do":"suggest-again","groups":[[1]]}"#),
        ] {
            let logged: Decision = serde_json::from_str(old).unwrap();
            assert_eq!(serde_json::to_string(&logged).unwrap(), new);
            assert!(line(new).is_ok(), "{new}");
            let refused = line(old).unwrap_err().to_string();
            assert!(refused.contains("is now called"), "{old}: {refused}");
        }
    }

    #[test]
    fn fields_that_no_decision_has_are_refused() {
        for text in [
            r#"{"do":"accept"}"#,
            r#"{"do":"accept","candidate":1,"lable":"x"}"#,
            r#"{"do":"approve","candidate":1}"#,
            r#"{"candidate":1}"#,
            r#"{"do":"accept","candidate":1,"reason":2}"#,
        ] {
            assert!(line(text).is_err(), "{text}");
        }
    }
}
