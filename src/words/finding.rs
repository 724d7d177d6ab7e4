//! Findings of comparisons of coders in sentences.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use super::{count, first_of, percent};
use crate::domain::{
    AgreementFinding, CarryingRule, ComparisonNotice, ComparisonUnit, Finding, NeverGiven, RunId,
};

/// How many categories that a coder never gives are named.
const NEVER_NAMED: usize = 5;
/// How many documents are named.
const DOCUMENTS_NAMED: usize = 6;

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Agreement(finding) => finding.fmt(f),
            Self::Partition(finding) => finding.fmt(f),
        }
    }
}

impl Display for AgreementFinding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Prevalence { name, value, agreement, category, share, by_chance, gwet_ac1, .. } => {
                let what = match category {
                    None => "are no code at all".to_owned(),
                    Some(category) => format!("are `{category}`"),
                };
                write!(
                    f,
                    "{name} ({value:.3}) is low, compared with {} agreement, because {} of the values {what}: chance alone would \
                     agree on {}",
                    percent(*agreement),
                    percent(*share),
                    percent(*by_chance)
                )?;
                match gwet_ac1 {
                    Some(ac1) => write!(f, "; Gwet's AC1, which this hardly moves, is {ac1:.3}"),
                    None => Ok(()),
                }
            }
            Self::Bias { first, second, category, first_share, second_share, of_codes, n_coders } => {
                let (one, other) = (percent(*first_share), percent(*second_share));
                if *of_codes {
                    write!(f, "{first} gives `{category}` to {one} of the units, {second} to {other}; ")?;
                } else {
                    write!(
                        f,
                        "{first} and {second} use the categories differently: `{category}` is {one} of the values of the one and \
                         {other} of the other; "
                    )?;
                }
                f.write_str(match n_coders {
                    2 => "Cohen's κ takes that for chance, Scott's π and Krippendorff's α for disagreement",
                    _ => "of all pairs of coders these differ most",
                })
            }
            Self::NeverGiven { categories } => write!(f, "{}", never_given(categories)),
            Self::Missing { share, n_unpaired, n_units } => {
                write!(f, "{} of the values are missing; ", percent(*share))?;
                match n_unpaired {
                    0 => f.write_str("every unit has values of two coders"),
                    1 => {
                        write!(f, "1 of {n_units} units has fewer than two values and can show no agreement")
                    }
                    n => write!(
                        f,
                        "{n} of {n_units} units have fewer than two values and can show no agreement"
                    ),
                }
            }
            Self::FewUnits { n_units } => write!(
                f,
                "only {} values of two coders: one more or less moves percent agreement by {}",
                count(*n_units as usize, "unit has", "units have"),
                percent(1.0 / *n_units as f64)
            ),
            Self::LowCode { code, kappa, n_both, n_any, n_units } => {
                let share = |n: u64| (100.0 * n as f64 / (*n_units).max(1) as f64).round();
                let n_neither = n_units - n_any;
                write!(
                    f,
                    "κ of `{code}` is {kappa:.2} although the coders agree on {} % of the units: {} % carry it for neither, and of the \
                     {n_any} that carry it for one at least, {n_both} {} it for both",
                    share(n_both + n_neither),
                    share(n_neither),
                    if *n_both == 1 { "carries" } else { "carry" }
                )
            }
            Self::MoreLowCodes { n, below } => {
                write!(f, "κ of {} below {below}", count(*n, "more code is", "more codes is"))
            }
            Self::SegmentationBasis { n_documents } => write!(
                f,
                "Over {} that both coded in; α of coded or not and of the codes by characters of participants' turns, unitizing α \
                 and γ (α = β = 1, without an interval) on the codings as they were marked.",
                count(*n_documents, "document", "documents")
            ),
        }
    }
}

fn never_given(categories: &[NeverGiven]) -> String {
    let mut coders: Vec<&str> = Vec::new();
    let mut of_coder: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for NeverGiven { coder, category, n_by_others } in categories {
        let names = of_coder.entry(coder).or_insert_with(|| {
            coders.push(coder);
            Vec::new()
        });
        names.push(format!("`{category}` ({n_by_others})"));
    }
    let each: Vec<String> = coders
        .iter()
        .map(|coder| format!("{coder} never gives {}", first_of(&of_coder[coder], NEVER_NAMED)))
        .collect();
    format!("{}; in brackets, how often others give it", each.join("; "))
}

impl Display for ComparisonNotice {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::NotWorkedOn { coder, documents } => write!(
                f,
                "{coder} coded nothing in {}: taken as not worked on, so that units there do not count",
                first_of(documents, DOCUMENTS_NAMED)
            ),
            Self::OutsideUnits { coder, n, n_codings } => write!(
                f,
                "{n} of {coder}'s {} {} no unit, as codings of interviewers' words do: {} not count",
                count(*n_codings, "coding", "codings"),
                if *n == 1 { "touches" } else { "touch" },
                if *n == 1 { "it does" } else { "they do" }
            ),
            Self::NoCodeOfLevel { coder, n } => write!(
                f,
                "{n} of {coder}'s codes {} under no code of the level compared: each counts as itself",
                if *n == 1 { "is" } else { "are" }
            ),
            Self::AcceptedFromRun { coder, n, n_codings, run } => write!(
                f,
                "{n} of {coder}'s {} {} accepted from the candidate themes of run {run}: that the two agree there is no evidence \
                 for either",
                count(*n_codings, "coding", "codings"),
                if *n == 1 { "was" } else { "were" }
            ),
            Self::SeveralVerdicts { n } => write!(
                f,
                "{} verdicts of several coders; the latest is shown, and the log holds all",
                count(*n, "disagreement has", "disagreements have")
            ),
        }
    }
}

impl Display for CarryingRule {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::HalfCovered => {
                "a unit carries a code where a coding with it covers half of the unit, or the unit holds half of the coding"
            }
            Self::Within => "a character carries the codes of the codings that it lies in",
        })
    }
}

/// Returns what the units of a comparison are, in words.
#[must_use]
pub fn units(unit: ComparisonUnit, run: RunId) -> String {
    match unit {
        ComparisonUnit::Segment => format!("meaning units, the segments of run {run}"),
        ComparisonUnit::Turn => "turns".to_owned(),
        ComparisonUnit::Sentence => "sentences".to_owned(),
        ComparisonUnit::Character => "characters (code points) of turns".to_owned(),
    }
}
