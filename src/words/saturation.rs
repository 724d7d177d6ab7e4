//! Puts findings about saturation into sentences.

use std::fmt::{Display, Formatter, Result};

use super::lists::one_or_many;
use super::{count, percent};
use crate::domain::SaturationFinding;

impl Display for SaturationFinding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Reached { label, after, run_length, n_new, n_base_codes, base } => {
                write!(
                    f,
                    "{label}: after {}, the next {run_length} brought ",
                    count(*after, "interview", "interviews")
                )?;
                match n_new {
                    0 => f.write_str("no new code"),
                    n => write!(
                        f,
                        "{}, {} of the {n_base_codes} that the first {base} held",
                        count(*n, "new code", "new codes"),
                        percent(*n as f64 / (*n_base_codes).max(1) as f64)
                    ),
                }
            }
            Self::NotReached { reason, last_ratio } => {
                write!(f, "Saturation cannot be shown: {reason}")?;
                match last_ratio {
                    Some(ratio) => write!(f, "; the last run brought {} of the codes that the base held", percent(*ratio)),
                    None => Ok(()),
                }
            }
            Self::OverOrders { n_orders, n_reached, n_undefined, reached_after, low, median, high } => {
                let n_defined = n_orders - n_undefined;
                if n_defined == 0 {
                    return write!(f, "None of {} has a code in its base", orders(*n_orders));
                }
                match (n_reached, low, high) {
                    (0, ..) if reached_after.is_some() => {
                        write!(f, "It depends on this order: none of {} reaches it", orders(n_defined))?;
                    }
                    (0, ..) => write!(f, "No other order changes that: none of {} reaches it", orders(n_defined))?,
                    (_, Some(low), Some(high)) if low >= high => {
                        let how = match *reached_after == Some(*low) {
                            true => "It hardly depends on the order",
                            false => "It depends on the order",
                        };
                        write!(f, "{how}: 90 % or more of {} take {low:.0}", orders(n_defined))?;
                    }
                    _ => {
                        let reach = match n_defined - n_reached {
                            0 => format!("all of {} reach it", orders(n_defined)),
                            _ => format!(
                                "{n_reached} of {} {} it",
                                orders(n_defined),
                                one_or_many(*n_reached, "reaches", "reach")
                            ),
                        };
                        write!(f, "It depends on the order: {reach}")?;
                        // A bound that falls on orders that do not reach saturation has no number, and is not named.
                        let takes = [("5 % take", low), ("half take", median), ("95 % take", high)];
                        let takes: Vec<String> = takes
                            .iter()
                            .filter_map(|(share, n)| n.map(|n| format!("{share} {n:.0} or fewer")))
                            .collect();
                        if !takes.is_empty() {
                            write!(f, "; {}", takes.join(", "))?;
                        }
                    }
                }
                match n_undefined {
                    0 => Ok(()),
                    1 => f.write_str("; 1 more was left out, because its base held no code"),
                    n => write!(f, "; {n} more were left out, because their base held no code"),
                }
            }
            Self::CodesOfPersonOnly => f.write_str(
                "These are codes that a person applied. Clusters cannot show saturation: they are made from all interviews at once, so \
                 the last interview affects how the first is grouped",
            ),
            Self::Reflexive => f.write_str(
                "This study is reflexive. Braun & Clarke object to saturation in reflexive studies: meaning is made by the reader and is \
                 not there to be found, so when to stop is a judgement, not a count (2021, \
                 https://doi.org/10.1080/2159676X.2019.1704846)",
            ),
        }
    }
}

fn orders(n: usize) -> String {
    count(n, "random order of the interviews", "random orders of the interviews")
}
