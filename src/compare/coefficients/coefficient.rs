//! The coefficients of agreement, and those that each level of measurement has.

use crate::domain::Undefined;

use super::alpha::{Nominal, Numeric};
use super::gwet::Gwet;
use super::kappa::{Cohen, Pooled};
use super::level::{Level, SetDistance};
use super::ordinal::Ordinal;
use super::pairwise_distance::Distances;
use super::percent::{Holsti, Percent};
use super::ratings::{MISSING, Ratings};
use super::statistic::Statistic;

/// A coefficient of agreement. If categories are sets of codes, coefficients not made for sets take each different set as
/// a separate category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coefficient {
    /// [`percent`](super::percent()).
    Percent,
    /// [`holsti`](super::holsti()).
    Holsti,
    /// [`cohen_kappa`](super::cohen_kappa()).
    CohenKappa,
    /// [`fleiss_kappa`](super::fleiss_kappa()).
    FleissKappa,
    /// [`scott_pi`](super::scott_pi()).
    ScottPi,
    /// [`gwet_ac1`](super::gwet_ac1()).
    GwetAc1,
    /// [`gwet_ac2`](super::gwet_ac2()), at the ordinal, interval or ratio level.
    GwetAc2(Level),
    /// [`krippendorff_alpha`](super::krippendorff_alpha()).
    KrippendorffAlpha(Level),
}

/// The names of a coefficient.
struct Names {
    /// The key in results.
    key: &'static str,
    /// Returns the name for display.
    name: &'static str,
    /// The name for narrow columns.
    short: &'static str,
}

/// α of sets of codes, with each distance.
const SETS: [Coefficient; 3] = [
    Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Nominal)),
    Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Masi)),
    Coefficient::KrippendorffAlpha(Level::Set(SetDistance::Jaccard)),
];

impl Coefficient {
    /// Returns the coefficients that a level has, in the order in which they are shown.
    #[must_use]
    pub fn of_level(level: Level) -> Vec<Self> {
        let mut all = vec![Self::Percent, Self::Holsti, Self::CohenKappa, Self::FleissKappa, Self::ScottPi];
        match level {
            Level::Nominal => all.push(Self::GwetAc1),
            Level::Ordinal | Level::Interval | Level::Ratio => {
                all.extend([Self::GwetAc1, Self::GwetAc2(level)]);
            }
            Level::Set(_) => {
                let [masi, jaccard] = [SetDistance::Masi, SetDistance::Jaccard].map(Level::Set);
                all.extend([Self::GwetAc1, Self::KrippendorffAlpha(masi), Self::KrippendorffAlpha(jaccard)]);
                return all;
            }
        }
        all.push(Self::KrippendorffAlpha(level));
        all
    }

    /// Returns the coefficients of two coders whose categories are sets of codes, in the order in which they are shown. Each set is one
    /// category where a coefficient knows no sets. Gwet's AC1 needs the list of all categories, which sets do not have: it is given for
    /// each code.
    #[must_use]
    pub fn of_two_coders() -> Vec<Self> {
        let mut all = vec![Self::Percent, Self::Holsti, Self::CohenKappa, Self::ScottPi];
        all.extend(SETS);
        all
    }

    /// Returns the coefficients of three coders and more whose categories are sets of codes, in the order in which they are shown.
    #[must_use]
    pub fn of_all_coders() -> Vec<Self> {
        let mut all = vec![Self::Percent, Self::Holsti, Self::FleissKappa];
        all.extend(SETS);
        all
    }

    /// Returns the coefficients of one code, given or not given, in the order in which they are shown.
    #[must_use]
    pub fn of_one_code(n_coders: usize) -> Vec<Self> {
        let kappa = (n_coders == 2).then_some(Self::CohenKappa);
        let rest = [Self::GwetAc1, Self::KrippendorffAlpha(Level::Nominal)];
        [Self::Percent].into_iter().chain(kappa).chain(rest).collect()
    }

    /// Returns the published name, as all results write it: one key for one coefficient. α of sets of codes has several distances, so
    /// its key names the distance; other values have one α, which is `krippendorff_alpha` at every level.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.names().key
    }

    /// Returns the name for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.names().name
    }

    /// Returns the name for narrow columns.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        self.names().short
    }

    /// Returns all names: the one place in which they are written.
    const fn names(self) -> Names {
        let (key, name, short) = match self {
            Self::Percent => ("percent", "percent agreement", "percent"),
            Self::Holsti => ("holsti", "Holsti's coefficient", "Holsti"),
            Self::CohenKappa => ("cohen_kappa", "Cohen's κ", "κ"),
            Self::FleissKappa => ("fleiss_kappa", "Fleiss' κ", "κ"),
            Self::ScottPi => ("scott_pi", "Scott's π", "π"),
            Self::GwetAc1 => ("gwet_ac1", "Gwet's AC1", "AC1"),
            Self::GwetAc2(_) => ("gwet_ac2", "Gwet's AC2, quadratic weights", "AC2"),
            Self::KrippendorffAlpha(level) => match level {
                Level::Nominal => ("krippendorff_alpha", "Krippendorff's α, nominal", "α"),
                Level::Ordinal => ("krippendorff_alpha", "Krippendorff's α, ordinal", "α"),
                Level::Interval => ("krippendorff_alpha", "Krippendorff's α, interval", "α"),
                Level::Ratio => ("krippendorff_alpha", "Krippendorff's α, ratio", "α"),
                Level::Set(SetDistance::Masi) => {
                    ("krippendorff_alpha_masi", "Krippendorff's α, MASI distance", "α")
                }
                Level::Set(SetDistance::Jaccard) => {
                    ("krippendorff_alpha_jaccard", "Krippendorff's α, Jaccard distance", "α")
                }
                Level::Set(SetDistance::Nominal) => {
                    ("krippendorff_alpha_nominal", "Krippendorff's α, sets equal or not", "α")
                }
            },
        };
        Names { key, name, short }
    }

    /// Returns the statistic of some ratings.
    ///
    /// # Errors
    /// [`Undefined`]: why they have none.
    pub(super) fn statistic(self, ratings: &Ratings) -> Result<Box<dyn Statistic + '_>, Undefined> {
        possible(ratings)?;
        let categories = ratings.categories();
        let labels = categories.labels();
        Ok(match self {
            Self::Percent => Box::new(Percent),
            Self::Holsti => Box::new(Holsti::new(ratings)),
            Self::CohenKappa => {
                two_coders(ratings)?;
                Box::new(Cohen { labels })
            }
            Self::ScottPi => {
                two_coders(ratings)?;
                Box::new(Pooled { labels })
            }
            Self::FleissKappa => {
                equal_numbers(ratings)?;
                Box::new(Pooled { labels })
            }
            Self::GwetAc1 if categories.codes().is_some() => return Err(Undefined::ForSets),
            Self::GwetAc1 => Box::new(Gwet::new(labels, None)),
            Self::GwetAc2(Level::Interval | Level::Ratio) => {
                Box::new(Gwet::new(labels, Some(numbers(ratings, Level::Interval)?.to_vec())))
            }
            Self::GwetAc2(_) => {
                Box::new(Gwet::new(labels, Some((0..labels.len()).map(|rank| rank as f64).collect())))
            }
            // For sets, the labels stand for the different sets.
            Self::KrippendorffAlpha(Level::Nominal | Level::Set(SetDistance::Nominal)) => {
                Box::new(Nominal { labels })
            }
            Self::KrippendorffAlpha(Level::Ordinal) => Box::new(Ordinal::new(ratings)),
            Self::KrippendorffAlpha(level @ Level::Interval) => {
                Box::new(Numeric::new(numbers(ratings, level)?))
            }
            Self::KrippendorffAlpha(level @ Level::Ratio) => {
                Box::new(Distances::ratio(labels, numbers(ratings, level)?)?)
            }
            Self::KrippendorffAlpha(Level::Set(distance)) => {
                let members = categories.members().ok_or(Undefined::NoSets)?;
                Box::new(Distances::sets(labels, members, distance)?)
            }
        })
    }
}

/// Checks what every coefficient needs.
fn possible(ratings: &Ratings) -> Result<(), Undefined> {
    let n_coders = ratings.coders().len();
    if ratings.n_rows() == 0 {
        return Err(Undefined::Nothing);
    }
    if n_coders < 2 {
        return Err(Undefined::TooFewCoders { n_coders });
    }
    let mut gave = vec![false; n_coders];
    let mut paired = false;
    for row in ratings.rows() {
        let mut n = 0;
        for (gave, &value) in gave.iter_mut().zip(row.values) {
            let is_given = value != MISSING;
            *gave |= is_given;
            n += usize::from(is_given);
        }
        paired |= n > 1;
    }
    if let Some(silent) = gave.iter().position(|gave| !gave) {
        return Err(Undefined::NothingCoded { coder: ratings.coders()[silent].clone() });
    }
    if paired { Ok(()) } else { Err(Undefined::NoOverlap) }
}

fn two_coders(ratings: &Ratings) -> Result<(), Undefined> {
    match ratings.coders().len() {
        2 => Ok(()),
        n_coders => Err(Undefined::TwoCodersOnly { n_coders }),
    }
}

/// Checks that all units have equal numbers of values. Units without any value do not count.
fn equal_numbers(ratings: &Ratings) -> Result<(), Undefined> {
    let numbers = ratings.rows().map(|row| row.values.iter().filter(|&&value| value != MISSING).count());
    let (fewest, most) =
        numbers.filter(|&n| n > 0).fold((usize::MAX, 0), |(low, high), n| (low.min(n), high.max(n)));
    if fewest == most { Ok(()) } else { Err(Undefined::UnequalValues { fewest, most }) }
}

fn numbers(ratings: &Ratings, level: Level) -> Result<&[f64], Undefined> {
    let categories = ratings.categories();
    let refused = |value: &str| Undefined::NotNumeric { value: value.to_owned(), level: level.name() };
    let numbers = categories
        .numbers()
        .ok_or_else(|| refused(categories.labels().first().map_or("nothing", String::as_str)))?;
    let may_be = |number: f64| number.is_finite() && (level != Level::Ratio || number >= 0.0);
    match numbers.iter().zip(categories.labels()).find(|(number, _)| !may_be(**number)) {
        Some((_, label)) => Err(refused(label)),
        None => Ok(numbers),
    }
}
