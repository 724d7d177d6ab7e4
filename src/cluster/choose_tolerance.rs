//! Chooses the tolerance of DBSCAN if none is given: at the knee of the k-distance curve.

use crate::domain::{
    Cancelled, CriterionCurve, CriterionPoint, Embeddings, NoProgress, ParameterError, Progress,
};

use super::canonical::{Canonical, even_places};
use super::dbscan::dbscan_of;
use super::error::ClusterError;
use super::params::{DbscanParams, check_min_points};
use super::radius_neighbours::k_distances;

/// Above this many rows the curve is drawn from as many of them; their neighbours are sought among all.
const MAX_ROWS: usize = 4096;
/// Above this many points the curve is stored thinned out.
const MAX_POINTS: usize = 512;
/// No cluster may hold more than this share of the segments where the tolerance is ours to choose.
const MAX_SHARE: f64 = 0.5;

/// Chooses DBSCAN's tolerance from the k-distance curve.
///
/// The k-distance of a segment is its cosine distance to its `min_points`-th nearest segment, itself being the first:
/// the tolerance from which on it is a core. Sorted, the distances run flat through the dense segments and turn up at
/// the sparse ones; the knee is the point farthest below the chord from the first to the last. In hundreds of columns
/// clusters run into each other long before the knee, so the tolerance is lowered along the curve until no cluster
/// holds more than half of the segments.
///
/// **Shapes**: `embeddings` n × d; gives a curve of at most 512 points (`x` the rank, `y` the distance), thinned out at
/// even steps; `chosen` is a cosine distance in (0, 2].
///
/// **Edge cases**: distances of 0 (segments with enough identical ones) are left out of the curve. A curve that is
/// nowhere below its chord has no knee; its median is taken. Where half of the segments cluster at every tolerance
/// on the curve, the knee stays. Above 4,096 rows the curve is drawn from an even sample. `reason` tells each.
///
/// # Errors
/// [`ClusterError::NoSegments`]; [`ClusterError::Parameter`] where `min_points` is below 2 or above the number of
/// segments; [`ClusterError::NothingToCompare`] where every distance is 0.
///
/// # Source
/// Curve: Ester et al. (1996), section 4.2, <https://doi.org/10.5555/3001460.3001507>. Knee: Satopää, V., Albrecht,
/// J., Irwin, D. & Raghavan, B. (2011). Finding a “kneedle” in a haystack. ICDCS Workshops, 166–171.
/// <https://doi.org/10.1109/ICDCSW.2011.20>
///
/// ```
/// use themata::cluster::choose_tolerance;
/// use themata::domain::Embeddings;
///
/// // Nearest others: 0.04 for (0.6, 0.8) and (0.8, 0.6), 0.2 for (1, 0), 1 for (0, −1). The chord from 0.04 to 1 passes
/// // (rank 3) at 0.68, farthest above 0.2. At 0.2 the first three cluster: more than half, so it is lowered to 0.04.
/// let rows = Embeddings::new(vec![0.6, 0.8, 0.8, 0.6, 1.0, 0.0, 0.0, -1.0], 2)?;
/// let curve = choose_tolerance(&rows, 2)?;
/// assert!((curve.points[2].y.unwrap_or(f64::NAN) - 0.2).abs() < 1e-6);
/// assert!((curve.chosen - 0.04).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn choose_tolerance(embeddings: &Embeddings, min_points: usize) -> Result<CriterionCurve, ClusterError> {
    choose_of(&Canonical::new(embeddings), min_points, &NoProgress)
}

/// Computes [`choose_tolerance`] for rows in canonical order.
pub(super) fn choose_of(
    canonical: &Canonical,
    min_points: usize,
    progress: &dyn Progress,
) -> Result<CriterionCurve, ClusterError> {
    let n = canonical.n();
    if n == 0 {
        return Err(ClusterError::NoSegments);
    }
    check_min_points(min_points)?;
    if min_points > n {
        let rule = format!("at most the number of segments ({n})");
        return Err(ParameterError { parameter: "min_points", rule, received: min_points.to_string() }.into());
    }
    let places = even_places(n, MAX_ROWS);
    let mut rank = min_points;
    let mut curve = positive_k_distances(canonical, &places, rank, progress)?;
    // If every segment has that many identical ones, the nearest that differs gives the scale.
    while curve.is_empty() && canonical.n_distinct() > 1 && rank < n {
        rank = (2 * rank).min(n);
        curve = positive_k_distances(canonical, &places, rank, progress)?;
    }
    let n_zero = places.len() - curve.len();
    if curve.is_empty() {
        return Err(ClusterError::NothingToCompare { parameter: "tolerance", n_segments: n });
    }

    let knee = knee(&curve);
    let start = knee.unwrap_or(curve.len() / 2);
    let of = if rank == min_points {
        format!("for min_points {min_points}")
    } else {
        format!("of the {rank}-th neighbours (nearer ones are identical)")
    };
    let mut reason = match knee {
        Some(_) => format!("the k-distance curve {of} has its knee at {:.3}", curve[start]),
        None => format!("the k-distance curve {of} has no knee; its median is {:.3}", curve[start]),
    };
    let chosen = lower(canonical, &curve, start, min_points, progress)?;
    match chosen {
        Some(rank) if rank == start => {}
        Some(rank) => reason.push_str(&format!(
            "; there one cluster would hold more than half of the segments, so it is lowered to {:.3}",
            curve[rank]
        )),
        None => reason
            .push_str("; one cluster holds more than half of the segments at every distance on the curve"),
    }
    if n_zero > 0 {
        reason.push_str(&format!(
            "; {n_zero} segments with {min_points} or more the same are left out of the curve"
        ));
    }
    if places.len() < n {
        reason.push_str(&format!(
            "; the curve is drawn from an even sample of {} of {n} segments",
            places.len()
        ));
    }
    let shown = even_places(curve.len(), MAX_POINTS);
    if shown.len() < curve.len() {
        reason.push_str(&format!("; {MAX_POINTS} of its {} points are kept, at even steps", curve.len()));
    }
    Ok(CriterionCurve {
        parameter: "rank".to_owned(),
        criterion: "k-distance".to_owned(),
        points: shown
            .iter()
            .map(|&rank| CriterionPoint { x: (rank + 1) as f64, y: Some(curve[rank]) })
            .collect(),
        chosen: curve[chosen.unwrap_or(start)].min(2.0),
        reason,
        others: Vec::new(),
    })
}

/// Returns the k-distances above 0, rising.
fn positive_k_distances(
    canonical: &Canonical,
    places: &[usize],
    rank: usize,
    progress: &dyn Progress,
) -> Result<Vec<f64>, Cancelled> {
    let mut curve = k_distances(canonical, places, rank, progress)?;
    curve.retain(|&distance| distance > 0.0);
    curve.sort_unstable_by(f64::total_cmp);
    Ok(curve)
}

/// Returns the rank farthest below the chord from the first to the last distance; `None` where nothing is below it.
fn knee(curve: &[f64]) -> Option<usize> {
    let (first, last) = (*curve.first()?, *curve.last()?);
    let steps = (curve.len() - 1) as f64;
    let mut best = (1e-9, None);
    for (rank, &distance) in curve.iter().enumerate() {
        let below = first + (last - first) * rank as f64 / steps - distance;
        if below > best.0 {
            best = (below, Some(rank));
        }
    }
    best.1
}

/// Finds the highest rank up to `start` at which no cluster holds more than its share: clusters only grow with the
/// tolerance, so halving finds it. `None` where there is no such rank.
fn lower(
    canonical: &Canonical,
    curve: &[f64],
    start: usize,
    min_points: usize,
    progress: &dyn Progress,
) -> Result<Option<usize>, ClusterError> {
    let fits = |rank: usize| -> Result<bool, ClusterError> {
        let params = DbscanParams { tolerance: curve[rank], min_points };
        let (labels, _) = dbscan_of(canonical, &params, progress)?;
        // Cluster 0 is the largest.
        let largest = labels.iter().flatten().filter(|id| id.0 == 0).count();
        Ok(largest as f64 <= MAX_SHARE * canonical.n() as f64)
    };
    if fits(start)? {
        return Ok(Some(start));
    }
    let (mut low, mut high) = (None, start);
    while high > low.map_or(0, |low: usize| low + 1) {
        let middle = low.map_or(high / 2, |low| low + (high - low) / 2);
        if fits(middle)? {
            low = Some(middle);
        } else {
            high = middle;
        }
    }
    Ok(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knee_by_hand() {
        // The chord from 0 to 8 rises by 2: below it by 2 − 1, 4 − 2, 6 − 3.
        assert_eq!(knee(&[0.0, 1.0, 2.0, 3.0, 8.0]), Some(3));
        assert_eq!(knee(&[1.0, 2.0, 3.0]), None);
        assert_eq!(knee(&[0.0, 5.0, 6.0]), None);
        assert_eq!(knee(&[1.0]), None);
    }

    #[test]
    fn refuses_what_has_no_curve() {
        let same = Embeddings::new([0.6, 0.8].repeat(5), 2).unwrap();
        assert!(matches!(choose_tolerance(&same, 3), Err(ClusterError::NothingToCompare { .. })));
        assert!(matches!(choose_tolerance(&same, 6), Err(ClusterError::Parameter(_))));
        assert!(matches!(choose_tolerance(&same, 1), Err(ClusterError::Parameter(_))));
    }
}
