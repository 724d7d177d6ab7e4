//! Puts findings about sensitivity into sentences.

use std::fmt::{Display, Formatter, Result};

use crate::domain::{ChangeKind, SensitivityFinding};

impl Display for ChangeKind {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Seed => "another seed",
            Self::Number => "another number of themes",
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
                fewest_themes,
                most_themes,
                n_themes,
                n_again,
                n_changed,
                n_dissolved,
                cut_from_one,
                number_chosen,
            } => {
                let themes = match fewest_themes == most_themes {
                    true => most_themes.to_string(),
                    false => format!("{fewest_themes} to {most_themes}"),
                };
                write!(
                    f,
                    "With {change} ({n_changes} tried): AMI with this run is {mean_ami:.2} on average and {least_ami:.2} at least \
                     ({least_with}); there are {themes} themes, and this run has {n_themes}. Of this run's themes {n_again} are found \
                     again (mean Jaccard 0.75 or more), {n_changed} with other members, and {n_dissolved} dissolve (below 0.5)"
                )?;
                f.write_str(match change {
                    ChangeKind::Number if *cut_from_one => {
                        ". These are cut from the same grouping at the same seed: their agreement is not evidence of robustness"
                    }
                    ChangeKind::Seed if *number_chosen => ". Each seed chooses the number of themes itself",
                    ChangeKind::Interview if *number_chosen => {
                        ". The number of themes is chosen each time, so two things change at once"
                    }
                    _ => "",
                })
            }
            Self::RestsOnInterview { theme, label, with, share, jaccard, least_over_seeds } => {
                write!(f, "`{label}` (theme {theme}) rests on one interview")?;
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
            Self::RestsOnNoInterview => f.write_str("No theme was found to rest on one interview"),
            Self::RestingRule { below, below_seeds } => write!(
                f,
                "A theme rests on one interview if that interview holds all of its segments; or if it holds a third or more of them, \
                 the theme's Jaccard without it is below {below:.1} and {below_seeds:.1} or more below the least over other seeds, and \
                 its Jaccard without each of the other interviews is {below:.1} or more on average"
            ),
            Self::Reading => f.write_str(
                "A theme that is found again under every change is a pattern in the vectors; whether it is a pattern of meaning is for \
                 the analyst to judge. A theme that is not found again may still be meaningful: read its segments before you drop it",
            ),
        }
    }
}
