//! Puts findings about sensitivity into sentences.

use std::fmt::{Display, Formatter, Result};

use super::candidate;
use crate::domain::{ChangeKind, SensitivityFinding};

impl Display for ChangeKind {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Seed => "another seed",
            Self::Number => "another number of candidates",
            Self::Algorithm => "another algorithm",
            Self::Interview => "one interview left out",
        })
    }
}

impl Display for SensitivityFinding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Change {
                change,
                n_changes,
                mean_ami,
                least_ami,
                least_with,
                fewest,
                most,
                n_candidates,
                n_again,
                n_changed,
                n_dissolved,
                cut_from_one,
                number_chosen,
            } => {
                let themes = match fewest == most {
                    true => most.to_string(),
                    false => format!("{fewest} to {most}"),
                };
                write!(
                    f,
                    "With {change} ({n_changes} tried): AMI with this run is {mean_ami:.2} on average and {least_ami:.2} at least \
                     ({least_with}); there are {themes} candidates, and this run has {n_candidates}. Of this run's candidates {n_again} are found \
                     again (mean Jaccard 0.75 or more), {n_changed} with other members, and {n_dissolved} dissolve (below 0.5)"
                )?;
                f.write_str(match change {
                    ChangeKind::Number if *cut_from_one => {
                        ". These are cut from the same grouping at the same seed: their agreement is not evidence of robustness"
                    }
                    ChangeKind::Seed if *number_chosen => ". Each seed chooses the number of candidates itself",
                    ChangeKind::Interview if *number_chosen => {
                        ". The number of candidates is chosen each time, so two things change at once"
                    }
                    _ => "",
                })
            }
            Self::RestsOnInterview { candidate: id, label, with, share, jaccard, least_over_seeds } => {
                write!(f, "`{label}` ({}) rests on one interview", candidate(*id))?;
                let Some(jaccard) = jaccard else { return write!(f, ": {with} nothing is left of it") };
                write!(
                    f,
                    ", which holds {:.0} % of its segments: {with} its Jaccard is {jaccard:.2}; ",
                    share * 100.0
                )?;
                match least_over_seeds {
                    None => f.write_str("the algorithm uses no random numbers, so seeds change nothing"),
                    Some(least) => write!(f, "with other seeds it is {least:.2} at least"),
                }
            }
            Self::RestsOnNoInterview => f.write_str("No candidate was found to rest on one interview"),
            Self::RestingRule { below, below_seeds } => write!(
                f,
                "A candidate rests on one interview if that interview holds all of its segments; or if it holds a third or more of them, \
                 its Jaccard without the interview is below {below:.1} and {below_seeds:.1} or more below the least over other seeds, and \
                 its Jaccard without each of the other interviews is {below:.1} or more on average"
            ),
            Self::Reading => f.write_str(
                "A candidate that is found again under every change is a pattern in the vectors; whether it is a pattern of meaning is for \
                 the analyst to judge. A candidate that is not found again may still be meaningful: read its segments before you drop it",
            ),
        }
    }
}
