//! The result types of a comparison: front ends show them and `--json` prints them. Their names and meanings are stable.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::compare::MeasureName;
use crate::compare::partition::{PartitionComparison, Runs};
use crate::domain::{
    AdjudicationVerdict, Agreement, AgreementFinding, Approach, CandidateId, CarryingRule, CodeLevel,
    ComparisonNotice, ComparisonSummary, ComparisonUnit, DisagreementId, DisagreementKind, Finding, Said,
    Timestamp,
};

/// A comparison of codings of the same text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ComparisonView {
    /// The project file's name.
    pub title: String,
    /// The program's version.
    pub version: String,
    /// The study's understanding of coding; null where it has not been stated.
    pub approach: Option<Approach>,
    /// Whether figures are given; in a reflexive study only on request.
    pub show_coefficients: bool,
    /// What came out, in one sentence.
    pub summary: Said<ComparisonSummary>,
    /// What is compared, unit by unit.
    pub unit: UnitView,
    /// The level of the codebook.
    pub level: CodeLevel,
    /// Codes of two coders that were matched by hand and count as one; all figures of codes rest on this.
    pub matched: Vec<MatchedCodesView>,
    /// The sides: coders by id, then the run.
    pub sides: Vec<SideView>,
    /// Each two coders, then each coder with the run.
    pub pairs: Vec<PairView>,
    /// All coders at once; null with fewer than three, and where figures are not given.
    pub overall: Option<OverallView>,
    /// A comparison of several runs; null where only one is compared.
    pub runs: Option<Runs>,
    /// Every unit that somebody coded, or that a run put in a candidate.
    pub units: Vec<ComparedUnit>,
    /// The names of the measures in it, by their keys, in display order.
    pub measures: Vec<MeasureName>,
    /// Notices that its readers must know.
    pub notices: Vec<Said<ComparisonNotice>>,
}

/// Where the sides of a comparison read a unit differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisagreementList {
    /// How many there are in all.
    pub n_disagreements: usize,
    /// How many of them have a verdict.
    pub n_decided: usize,
    /// The sides: coders by id, then the run.
    pub sides: Vec<SideView>,
    /// The first of them, in the order of the documents.
    pub disagreements: Vec<DisagreementEntry>,
}

/// A disagreement with the unit on which the two sides differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisagreementEntry {
    /// The disagreement.
    #[serde(flatten)]
    pub disagreement: DisagreementView,
    /// The unit.
    pub unit: ComparedUnit,
}

/// What is compared, unit by unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitView {
    /// Segment, turn, sentence or character.
    pub kind: ComparisonUnit,
    /// The same in words.
    pub words: String,
    /// When a unit carries a code.
    pub rule_kind: CarryingRule,
    /// The same rule in words.
    pub rule: String,
    /// How many units there are.
    pub n_units: u64,
    /// How many of them nobody coded.
    pub n_uncoded: u64,
    /// Whether uncoded units are left out of the coefficients; otherwise they count as agreement.
    pub only_coded: bool,
}

/// Codes of two coders that were matched by hand: they count as one code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatchedCodesView {
    /// The label under which they count: `Night work = Working at night`.
    pub label: String,
    /// The labels of the first coder.
    pub first: Vec<String>,
    /// The labels of the second coder.
    pub second: Vec<String>,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SideView {
    /// A coder's id, or `run-N`.
    pub id: String,
    /// The coder's or run's name.
    pub name: String,
    /// `coder` or `run`.
    pub kind: &'static str,
    /// How many codings there are; null for a run.
    pub n_codings: Option<usize>,
    /// How many units carry a code, or are in a candidate.
    pub n_units: u64,
    /// How many documents the coder worked on.
    pub n_documents: usize,
}

/// Two sides.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PairView {
    /// The id of the first.
    pub first: String,
    /// The id of the second.
    pub second: String,
    /// How much both coded, and how far alike; null for a coder with a run.
    pub summary: Option<PairSummary>,
    /// Whether two coders used no label in common, so that only what needs no common label says anything: where they marked, and how
    /// they group.
    pub share_no_label: bool,
    /// Codings that both accepted from the same candidate, and the coefficients without them; null where there are none.
    pub not_independent: Option<DependentView>,
    /// Coefficients of two coders, by their published names; null where figures are not given.
    pub coefficients: Option<BTreeMap<String, Agreement>>,
    /// Each code by itself.
    pub per_code: Option<Vec<PerCodeView>>,
    /// The median of the codes' α; null where no code has one.
    pub median_code_alpha: Option<f64>,
    /// The comparison of clusters with codes, in full; of two coders who share no label, that of the second's codes with the first's.
    pub partition: Option<PartitionComparison>,
    /// Agreement on where to mark, regardless of the codes.
    pub segmentation: Option<SegmentationView>,
    /// Findings that explain the figures, and splits and merges.
    pub findings: Vec<Said<Finding>>,
    /// How often the readings of the two sides meet.
    pub grid: GridView,
    /// How many disagreements there are of each kind.
    pub disagreements: BTreeMap<DisagreementKind, usize>,
    /// How many of them have a verdict on the present readings.
    pub n_decided: usize,
}

/// How much two coders coded, and how far alike: in units, or in characters where these are compared. Only documents on which both worked
/// count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PairSummary {
    /// Units that both coded.
    pub n_both: u64,
    /// Those of them to which both gave the same codes.
    pub n_same: u64,
    /// Those of them to which both gave some code in common, and one of them a further one.
    pub n_partly: u64,
    /// Units that only the first coded.
    pub n_first_only: u64,
    /// Units that only the second coded.
    pub n_second_only: u64,
    /// Units that neither coded.
    pub n_neither: u64,
}

impl PairSummary {
    /// Returns how many units at least one of them coded.
    #[must_use]
    pub const fn n_any(&self) -> u64 {
        self.n_both + self.n_first_only + self.n_second_only
    }

    /// Returns the share of units with the same codes among those that both coded; `None` where both coded none.
    #[must_use]
    pub fn share_same(&self) -> Option<f64> {
        (self.n_both > 0).then(|| self.n_same as f64 / self.n_both as f64)
    }
}

/// Codings of two coders that are not independent: both accepted them from the same candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DependentView {
    /// How many passages both coded by accepting the same candidate.
    pub n_passages: usize,
    /// From how many candidates.
    pub n_candidates: usize,
    /// How many units rest on these passages: where units are characters, how many characters.
    pub n_units: u64,
    /// The coefficients without these units, by their published names; null where figures are not given.
    pub coefficients_without: Option<BTreeMap<String, Agreement>>,
}

/// How two coders agree on one code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PerCodeView {
    /// The code; of codes that were matched by hand, both labels.
    pub code: String,
    /// Percent agreement, κ and α, by their published names.
    #[serde(flatten)]
    pub figures: BTreeMap<&'static str, Agreement>,
    /// Units that both gave it.
    pub both: u64,
    /// Units that only the first gave it.
    pub first_only: u64,
    /// Units that only the second gave it.
    pub second_only: u64,
    /// Units that neither gave it.
    pub neither: u64,
}

/// How two coders agree on where to mark.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SegmentationView {
    /// How many characters were compared.
    pub n_characters: u64,
    /// α of coded or not, character by character.
    pub relevance_alpha: Agreement,
    /// α of the codes (MASI), over the characters that both coded.
    pub coding_alpha: Agreement,
    /// Krippendorff's unitizing α.
    pub u_alpha: Agreement,
    /// γ of Mathet, Widlöcher & Métivier.
    pub gamma: Agreement,
    /// Findings that explain the figures.
    pub findings: Vec<Said<AgreementFinding>>,
}

impl SegmentationView {
    /// Returns all figures by their keys, in the order in which they are shown.
    #[must_use]
    pub const fn figures(&self) -> [(&'static str, &Agreement); 4] {
        [
            ("relevance_alpha", &self.relevance_alpha),
            ("coding_alpha", &self.coding_alpha),
            ("u_alpha", &self.u_alpha),
            ("gamma", &self.gamma),
        ]
    }
}

/// All coders at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OverallView {
    /// Coefficients of all coders, by their published names.
    pub coefficients: BTreeMap<String, Agreement>,
    /// Which coefficient the matrix shows.
    pub coefficient: String,
    /// The ids in the order of rows and columns.
    pub sides: Vec<String>,
    /// The coefficient of each two; null on the diagonal.
    pub values: Vec<Vec<Option<Agreement>>>,
    /// The coder who differs most from the others; null where several share that.
    pub differs_most: Option<String>,
    /// Units that more than half of the coders read alike.
    pub n_consensus: u64,
    /// Units without such a majority.
    pub n_no_consensus: u64,
    /// Findings that explain the figures.
    pub findings: Vec<Said<AgreementFinding>>,
}

/// How often the readings of two sides meet. A unit with several codes is counted in several cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GridView {
    /// The first side's labels.
    pub rows: Vec<GridLineView>,
    /// The second side's labels.
    pub columns: Vec<GridLineView>,
    /// Whether rows and columns are the same codes, so that the diagonal counts agreement.
    pub same_labels: bool,
    /// The cells that are not empty.
    pub cells: Vec<GridCellView>,
}

/// A row or a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GridLineView {
    /// Its label.
    pub label: String,
    /// The label of the code's parent.
    pub group: Option<String>,
    /// The candidate that this line is; null for a code.
    pub candidate: Option<CandidateId>,
    /// Whether this line counts units without a code.
    pub none: bool,
    /// Whether this line counts noise.
    pub noise: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GridCellView {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// How many units meet here; where units are characters, how many characters.
    pub n: u64,
    /// The units; none are listed for those that neither side coded.
    pub units: Vec<u32>,
}

/// A unit with its words and how each side reads it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ComparedUnit {
    /// Its number; the segment's where units are segments.
    pub id: u32,
    /// The document.
    pub document: String,
    /// The participant who says it; null where unknown.
    pub participant: Option<String>,
    /// The speaker's label in the document; null where the document does not name one.
    pub speaker: Option<String>,
    /// The turn, from 1.
    pub turn: usize,
    /// When it was said, in milliseconds; null where the document has no times.
    pub time_ms: Option<u64>,
    /// The position of its first code point, from 0.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The words before it.
    pub before: String,
    /// Its words.
    pub text: String,
    /// The words after it.
    pub after: String,
    /// The reading of each side that worked on its document.
    pub readings: Vec<ReadingView>,
    /// The disagreements of any two sides on it.
    pub disagreements: Vec<DisagreementView>,
}

/// How a side reads a unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadingView {
    /// The side's id.
    pub side: String,
    /// A coder's codes; empty where the coder left it uncoded.
    pub codes: Vec<CodeReadingView>,
    /// The spans of the codings that it carries: first code point, one past the last.
    pub marked: Vec<(usize, usize)>,
    /// The candidate of a run; null for coders and noise.
    pub candidate: Option<CandidateId>,
    /// The candidate's label.
    pub label: Option<String>,
    /// Whether a run has it as noise.
    pub noise: bool,
}

/// A code that a unit carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeReadingView {
    /// Its label.
    pub label: String,
    /// The coder's note on the coding.
    pub memo: Option<String>,
}

/// Where two sides differ on a unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisagreementView {
    /// Its id.
    pub id: DisagreementId,
    /// The id of the first side.
    pub first: String,
    /// The id of the second.
    pub second: String,
    /// How they differ.
    pub kind: DisagreementKind,
    /// The latest verdict on it; null where there is none.
    pub verdict: Option<VerdictView>,
}

impl DisagreementView {
    /// Tells whether it has a verdict on the present readings.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| !verdict.readings_changed)
    }
}

/// A verdict on a disagreement.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictView {
    /// The verdict.
    pub verdict: AdjudicationVerdict,
    /// The reason.
    pub reason: String,
    /// The name of the coder who gave it.
    pub by: String,
    /// When it was given.
    pub at: Timestamp,
    /// Whether a side's reading has changed since the verdict, which then no longer decides anything.
    pub readings_changed: bool,
}
