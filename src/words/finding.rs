//! Puts findings and notices of comparisons of coders into sentences.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use super::lists::{one_or_many, quoted};
use super::{count, first_of, percent};
use crate::domain::{
    AgreementFinding, CarryingRule, ComparisonNotice, ComparisonSummary, ComparisonUnit, Finding, NeverGiven,
    RunId,
};

/// The most categories that are named of those that a coder never gives.
const NEVER_NAMED: usize = 5;
/// The most documents that are named.
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
                    None => "are “no code”".to_owned(),
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
                    Some(ac1) => write!(f, "; Gwet's AC1, which this hardly affects, is {ac1:.3}"),
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
                        "{first} and {second} use the categories differently: `{category}` is {one} of {first}'s values and \
                         {other} of {second}'s; "
                    )?;
                }
                f.write_str(match n_coders {
                    2 => "Cohen's κ counts this as chance, Scott's π and Krippendorff's α count it as disagreement",
                    _ => "no other pair of coders differs more",
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
                "only {} values of two coders: one unit more or less changes percent agreement by {}",
                count(*n_units as usize, "unit has", "units have"),
                percent(1.0 / *n_units as f64)
            ),
            Self::LowCode { code, kappa, n_both, n_any, n_units } => {
                let share = |n: u64| (100.0 * n as f64 / (*n_units).max(1) as f64).round();
                let n_neither = n_units - n_any;
                write!(
                    f,
                    "κ of `{code}` is {kappa:.2} although the coders agree on {} % of the units: on {} % neither gave the code; at \
                     least one gave it on {n_any}, and both on {n_both} of these",
                    share(n_both + n_neither),
                    share(n_neither)
                )
            }
            Self::MoreLowCodes { n, below } => {
                write!(f, "κ of {} below {below}", count(*n, "more code is", "more codes is"))
            }
            Self::SegmentationBasis { n_documents } => write!(
                f,
                "Computed over {} in which both coded: α of coded or not, and α of the codes, by characters of participants' turns; \
                 unitizing α and γ (α = β = 1, without an interval) by the codings as they were marked.",
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
                "{coder} coded nothing in {}: this counts as not worked on yet, so units there are not compared",
                first_of(documents, DOCUMENTS_NAMED)
            ),
            Self::OutsideUnits { coder, n, n_codings } => write!(
                f,
                "{n} of {coder}'s {} {} no unit (for instance in an interviewer's words) and {} not count",
                count(*n_codings, "coding", "codings"),
                one_or_many(*n, "touches", "touch"),
                one_or_many(*n, "does", "do")
            ),
            Self::NoCodeOfLevel { coder, n } => write!(
                f,
                "{n} of {coder}'s codes {} under no code of the level compared: each is compared as it is",
                one_or_many(*n, "is", "are")
            ),
            Self::AcceptedFromRun { coder, n, n_codings, run } => write!(
                f,
                "{n} of {coder}'s {} {} accepted from the candidates of run {run}: agreement there is not evidence for \
                 either",
                count(*n_codings, "coding", "codings"),
                one_or_many(*n, "was", "were")
            ),
            Self::AcceptedByBoth { first, second, n, n_candidates } => write!(
                f,
                "{first} and {second} coded {} by accepting the same {}: these codings are not independent of each other, and figures are \
                 given without them too",
                count(*n, "passage", "passages"),
                match n_candidates {
                    1 => "candidate".to_owned(),
                    n => format!("{n} candidates"),
                }
            ),
            Self::MatchedByHand { codes } => write!(
                f,
                "{} matched by hand: {}. All figures of codes rest on this, and matching after seeing both codings makes agreement look \
                 better than it is",
                count(codes.len(), "code was", "codes were"),
                quoted(codes)
            ),
            Self::SeveralVerdicts { n } => write!(
                f,
                "{} verdicts of several coders; the latest is shown, and the log holds all",
                count(*n, "disagreement has", "disagreements have")
            ),
        }
    }
}

impl Display for ComparisonSummary {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::TwoCoders { first, second, unit, n_any: 0, .. } => {
                write!(
                    f,
                    "{first} and {second} coded no {} of a document on which both worked",
                    of_unit(*unit, 1)
                )
            }
            Self::TwoCoders { first, second, unit, n_any, n_both: 0, .. } => write!(
                f,
                "{first} and {second} coded no {} in common; {} {} coded by only one of them",
                of_unit(*unit, 1),
                units_of(*unit, *n_any),
                one_or_many(*n_any, "was", "were")
            ),
            Self::TwoCoders {
                first,
                second,
                unit,
                n_any,
                n_both,
                n_same,
                n_partly,
                share_labels,
                n_matched,
                with_shares,
            } => {
                write!(
                    f,
                    "{first} and {second} both coded {n_both} of the {} that one of them coded; ",
                    units_of(*unit, *n_any)
                )?;
                let share = |n: u64| percent(n as f64 / *n_both as f64);
                match (share_labels, with_shares) {
                    (false, _) => f.write_str(
                        "they have no label in common, so only where they coded and how they group it can be compared",
                    )?,
                    (true, true) => {
                        write!(f, "where both coded, they used the same codes in {}", share(*n_same))?;
                        match n_partly {
                            0 => {}
                            n => write!(f, " and some of the same codes in {}", share(*n))?,
                        }
                    }
                    (true, false) => write!(f, "they read {n_same} of these alike")?,
                }
                match n_matched {
                    0 => Ok(()),
                    n => write!(f, ", counting {} matched by hand", count(*n, "code", "codes")),
                }
            }
            Self::SeveralCoders { n_coders, unit, n_any, n_all, least, most } => {
                write!(
                    f,
                    "all {n_coders} coders coded {n_all} of the {} that one of them coded",
                    units_of(*unit, *n_any)
                )?;
                match (least, most) {
                    (Some(least), Some(most)) => write!(
                        f,
                        "; where two coded the same, they used the same codes in {} to {}, depending on the two",
                        percent(*least),
                        percent(*most)
                    ),
                    _ => Ok(()),
                }
            }
            Self::CoderAndRun { coder, run, n_coded, matched, by_chance } => {
                let coded = count(*n_coded, "segment", "segments");
                match matched {
                    Some(matched) => write!(
                        f,
                        "of {coded} that {coder} coded, {} are in the candidate of run {run} that fits their code best",
                        percent(*matched)
                    )?,
                    None => write!(f, "{coder} coded {coded} of run {run}")?,
                }
                match by_chance {
                    Some(chance) => write!(f, "; codes at random would give {}", percent(*chance)),
                    None => Ok(()),
                }
            }
        }
    }
}

/// Returns the noun for one unit, or for several.
fn of_unit(unit: ComparisonUnit, n: u64) -> &'static str {
    let (one, many) = match unit {
        ComparisonUnit::Segment => ("segment", "segments"),
        ComparisonUnit::Turn => ("turn", "turns"),
        ComparisonUnit::Sentence => ("sentence", "sentences"),
        ComparisonUnit::Character => ("character", "characters"),
    };
    one_or_many(n, one, many)
}

/// Returns a number of units in words.
#[must_use]
pub fn units_of(unit: ComparisonUnit, n: u64) -> String {
    count(n as usize, of_unit(unit, 1), of_unit(unit, 2))
}

impl Display for CarryingRule {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::HalfCovered => {
                "a unit has a code if a coding with that code covers half of the unit, or if the unit holds half of the coding"
            }
            Self::Within => "a character has the codes of all codings that cover it",
        })
    }
}

/// Describes the units of a comparison in words.
#[must_use]
pub fn units(unit: ComparisonUnit, run: RunId) -> String {
    match unit {
        ComparisonUnit::Segment => format!("meaning units, the segments of run {run}"),
        ComparisonUnit::Turn => "turns".to_owned(),
        ComparisonUnit::Sentence => "sentences".to_owned(),
        ComparisonUnit::Character => "characters (code points) of turns".to_owned(),
    }
}
