//! Computes coefficients and the intervals around them.

use crate::domain::{Agreement, Cancelled, Progress};

use super::canonical::Canonical;
use super::coefficient::Coefficient;
use super::interval::interval;
use super::level::Level;
use super::ratings::Ratings;
use super::statistic::Statistic;
use super::sums::Sums;
use crate::compare::interval_params::IntervalParams;

/// Computes several coefficients with their intervals.
///
/// An interval is over the groups of the ratings, which are interviews: segments of one interview are not independent,
/// and drawing them singly would make intervals too narrow. With eight or more groups, it consists of the percentiles of
/// the coefficient over groups drawn with replacement, as many as there are; with two to seven, it is θ ± t · SE, with
/// the standard error of the jackknife's pseudo-values G·θ − (G − 1)·θ₋ᵍ and Student's t on G − 1 degrees of freedom,
/// limited to the possible values of the coefficient; with one group there is no interval. All coefficients use the same
/// draws. Neither the number of threads nor the order of rows nor any name changes a bound.
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
///
/// # Source
/// Efron, B. & Tibshirani, R. (1993). An introduction to the bootstrap. <https://doi.org/10.1201/9780429246593>; chapters 11 and 13.
///
/// ```
/// use themata::compare::coefficients::{Categories, Coefficient, IntervalParams, Ratings, measure};
/// use themata::domain::NoProgress;
///
/// let coders = vec!["Ann".to_owned(), "Bo".to_owned()];
/// let mut ratings = Ratings::new(coders, Categories::named(vec!["no".to_owned(), "yes".to_owned()]));
/// for interview in 0..10 {
///     ratings.push(&[Some(0), Some(0)], 1, interview)?;
///     ratings.push(&[Some(1), Some(interview % 2)], 1, interview)?;
/// }
/// let found = measure(&ratings, &[Coefficient::Percent], &IntervalParams::default(), &NoProgress)?;
/// // In every second interview the coders agree on one unit of two, in the others on both.
/// assert_eq!(found[0].1.value(), Ok(0.75));
/// let interval = found[0].1.interval().unwrap();
/// assert!(interval.low > 0.5 && interval.high < 1.0 && interval.n_groups == 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn measure(
    ratings: &Ratings,
    coefficients: &[Coefficient],
    params: &IntervalParams,
    progress: &dyn Progress,
) -> Result<Vec<(Coefficient, Agreement)>, Cancelled> {
    let canonical = Canonical::new(ratings);
    let one = |&coefficient: &Coefficient| {
        let (agreement, interval) = with_sums(ratings, &canonical, coefficient, |statistic, sums| {
            interval(statistic, sums, params, progress)
        });
        Ok((coefficient, agreement.with_interval(interval.transpose()?.flatten())))
    };
    coefficients.iter().map(one).collect()
}

/// Computes one coefficient without an interval.
#[must_use]
pub fn plain(ratings: &Ratings, coefficient: Coefficient) -> Agreement {
    with_sums(ratings, &Canonical::new(ratings), coefficient, |_, _| ()).0
}

/// Computes a coefficient, and applies `make` to its sums if it has a value.
fn with_sums<T>(
    ratings: &Ratings,
    canonical: &Canonical,
    coefficient: Coefficient,
    make: impl FnOnce(&dyn Statistic, &Sums) -> T,
) -> (Agreement, Option<T>) {
    let statistic = match coefficient.statistic(ratings) {
        Ok(statistic) => statistic,
        Err(reason) => return (Agreement::new(Err(reason)), None),
    };
    let sums = Sums::new(ratings, canonical, statistic.as_ref());
    let mut totals = Vec::new();
    sums.total(sums.counts(), &mut totals);
    let agreement = Agreement::new(statistic.value(&totals));
    let made = agreement.value().is_ok().then(|| make(statistic.as_ref(), &sums));
    (agreement, made)
}

/// Computes percent agreement, as a share: how often two coders who both gave a value gave the same one.
///
/// p₀ = mean over units of Σₖ rₖ(rₖ − 1) / (r(r − 1)), where r coders gave the unit a value and rₖ of them category k.
/// With two coders this is the share of units on which they agree, with more coders the mean over pairs (Fleiss' p̄). Not
/// corrected for chance.
///
/// **Edge cases**: units with fewer than two values do not count; undefined if no other units remain.
///
/// # Source
/// Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76, 378–382.
/// <https://doi.org/10.1037/h0031619>
#[must_use]
pub fn percent(ratings: &Ratings) -> Agreement {
    plain(ratings, Coefficient::Percent)
}

/// Computes Holsti's coefficient of reliability: 2A / (N₁ + N₂), where A is the number of units with the same value from
/// both coders, and N₁ and N₂ the number of values of each; with more than two coders the mean over pairs.
///
/// If categories are sets of codes, A counts the codes that both coders gave to a unit, and N₁ and N₂ the codes that each
/// gave to any unit, so units that neither coded do not count. Unlike [`percent`], it counts what only one of the coders
/// coded as disagreement. Not corrected for chance.
///
/// **Edge cases**: undefined if no coder gave any value.
///
/// # Source
/// Holsti, O. R. (1969). Content analysis for the social sciences and humanities. Reading, MA: Addison-Wesley, p. 140.
#[must_use]
pub fn holsti(ratings: &Ratings) -> Agreement {
    plain(ratings, Coefficient::Holsti)
}

/// Computes Cohen's κ of two coders: (p₀ − pₑ) / (1 − pₑ), pₑ = Σₖ p₁ₖ p₂ₖ, where p₁ₖ and p₂ₖ are the shares of category
/// k in the values of each coder.
///
/// It uses the units with values of both. It is 1 for complete agreement, and 0 for the agreement expected by chance from
/// the coders' own shares. It falls if one category is dominant, however often the coders agree: see
/// [`diagnostics`](super::diagnostics()).
///
/// **Edge cases**: undefined for more than two coders, and if both gave the same single category (pₑ = 1).
///
/// # Source
/// Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37–46.
/// <https://doi.org/10.1177/001316446002000104>
///
/// ```
/// use themata::compare::coefficients::{Categories, Ratings, cohen_kappa};
///
/// let coders = vec!["Ann".to_owned(), "Bo".to_owned()];
/// let mut ratings = Ratings::new(coders, Categories::named(vec!["no".to_owned(), "yes".to_owned()]));
/// // Both no 5 times, both yes once, only Ann yes once, only Bo yes 3 times: p₀ = .6, pₑ = .8 · .6 + .2 · .4 = .56.
/// for (unit, (a, b, times)) in [(0, 0, 5), (1, 1, 1), (1, 0, 1), (0, 1, 3)].into_iter().enumerate() {
///     ratings.push(&[Some(a), Some(b)], times, unit as u32)?;
/// }
/// assert!((cohen_kappa(&ratings).value().unwrap() - 0.04 / 0.44).abs() < 1e-12);
/// # Ok::<(), themata::compare::coefficients::RatingsError>(())
/// ```
#[must_use]
pub fn cohen_kappa(ratings: &Ratings) -> Agreement {
    plain(ratings, Coefficient::CohenKappa)
}

/// Computes Fleiss' κ of any number of coders: (p̄ − pₑ) / (1 − pₑ), pₑ = Σₖ pₖ², where p̄ is [`percent`] and pₖ the
/// share of category k among all values.
///
/// **Edge cases**: undefined if units have unequal numbers of values (units without values do not count), since they
/// would then count unequally in pₑ; [`krippendorff_alpha`] allows missing values. Undefined if all values are one
/// category.
///
/// # Source
/// Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76, 378–382.
/// <https://doi.org/10.1037/h0031619>
#[must_use]
pub fn fleiss_kappa(ratings: &Ratings) -> Agreement {
    plain(ratings, Coefficient::FleissKappa)
}

/// Computes Scott's π of two coders: (p₀ − pₑ) / (1 − pₑ), pₑ = Σₖ pₖ², where pₖ is the share of category k among the
/// values of both. It uses the units with values of both.
///
/// **Edge cases**: undefined for more than two coders ([`fleiss_kappa`] is its extension), and if all values are one
/// category.
///
/// # Source
/// Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding. Public Opinion Quarterly 19, 321–325.
/// <https://doi.org/10.1086/266577>
#[must_use]
pub fn scott_pi(ratings: &Ratings) -> Agreement {
    plain(ratings, Coefficient::ScottPi)
}

/// Computes Gwet's AC1 of any number of coders: (pₐ − pₑ) / (1 − pₑ), pₑ = Σₖ πₖ(1 − πₖ) / (q − 1), where pₐ is
/// [`percent`], πₖ the mean over units of the share of values that are category k, and q the number of categories *given
/// with the ratings*, whether or not they occur: q must be the size of the code list, and must be reported.
///
/// It stays high if one category is dominant. Missing values are treated as in irrCAC's `gwet.ac1.raw`: units with one
/// value count in π, but not in pₐ.
///
/// **Edge cases**: undefined for a single category, and for sets of codes, since their list of categories would be all
/// possible sets. It is 1 if every value is one category of several.
///
/// # Source
/// Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. British Journal of
/// Mathematical and Statistical Psychology 61, 29–48. <https://doi.org/10.1348/000711006X126600>
#[must_use]
pub fn gwet_ac1(ratings: &Ratings) -> Agreement {
    plain(ratings, Coefficient::GwetAc1)
}

/// Computes Gwet's AC2 with quadratic weights w(k, l) = 1 − (xₖ − xₗ)² / (max − min)², where x are the ranks of the
/// categories at the ordinal level, and their numbers at higher levels. pₑ = Σ w / (q(q − 1)) · Σₖ πₖ(1 − πₖ). The rest
/// is as for [`gwet_ac1`].
///
/// # Source
/// Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th edition. Gaithersburg: Advanced Analytics, chapter 3.
#[must_use]
pub fn gwet_ac2(ratings: &Ratings, level: Level) -> Agreement {
    plain(ratings, Coefficient::GwetAc2(level))
}

/// Computes Krippendorff's α = 1 − Dₒ / Dₑ of any number of coders, with missing values.
///
/// It uses the units with at least two values. With oₖₗ = Σᵤ (ordered pairs of values k, l on the unit) / (mᵤ − 1), nₖ =
/// Σₗ oₖₗ and n = Σₖ nₖ: Dₒ = Σ oₖₗ δ²ₖₗ / n, Dₑ = Σ nₖ nₗ δ²ₖₗ / (n(n − 1)). The difference δ² of two values is, by the
/// level,
/// - nominal: 1 if they differ;
/// - ordinal: (the number of values between them, plus half of those at both ranks)², the squared difference of the
///   middle ranks;
/// - interval: (k − l)²; ratio: ((k − l) / (k + l))², 0 for two zeros;
/// - sets: [`masi_distance`](super::masi_distance) or [`jaccard_distance`](super::jaccard_distance), not squared.
///
/// It is 1 for complete agreement, 0 for chance agreement. Krippendorff's customary bounds are .800 for conclusions and
/// .667 for tentative conclusions.
///
/// **Edge cases**: undefined, not 1, if nothing varies. Ratio and sets are computed for at most
/// [`MOST_CATEGORIES`](super::MOST_CATEGORIES) different values, the other levels for any number.
///
/// # Source
/// Krippendorff, K. (2004). Content analysis: an introduction to its methodology, 2nd edition. Thousand Oaks: Sage, chapter 11. Hayes,
/// A. F. & Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data. Communication Methods and
/// Measures 1, 77–89. <https://doi.org/10.1080/19312450709336664>
///
/// ```
/// use themata::compare::coefficients::{Categories, Level, Ratings, krippendorff_alpha};
///
/// let coders = vec!["Ann".to_owned(), "Bo".to_owned()];
/// let mut ratings = Ratings::new(coders, Categories::named(vec!["no".to_owned(), "yes".to_owned()]));
/// // n = 20 values, 14 no and 6 yes; 4 units differ, which gives 8 coincidences: 1 − 19 · 8 / (2 · 14 · 6) = 2/21.
/// for (unit, (a, b, times)) in [(0, 0, 5), (1, 1, 1), (1, 0, 1), (0, 1, 3)].into_iter().enumerate() {
///     ratings.push(&[Some(a), Some(b)], times, unit as u32)?;
/// }
/// assert!((krippendorff_alpha(&ratings, Level::Nominal).value().unwrap() - 2.0 / 21.0).abs() < 1e-12);
/// # Ok::<(), themata::compare::coefficients::RatingsError>(())
/// ```
#[must_use]
pub fn krippendorff_alpha(ratings: &Ratings, level: Level) -> Agreement {
    plain(ratings, Coefficient::KrippendorffAlpha(level))
}
