//! The supervised baseline: how well a classifier that is trained on the labels predicts them from the vectors.

use rayon::prelude::*;

use crate::domain::{Cancelled, Embeddings, Progress};

use super::ridge::Ridge;

/// Predicts each segment's label from a classifier that was trained on the labels of the other folds.
///
/// A ridge classifier (see `ridge`); a segment gets the label of its largest score. A grouping that never saw a label can hardly
/// find more of the coding than a classifier that did.
///
/// **Shapes**: `embeddings` n × d, `labels` n (numbers from 0), `folds` n (any numbers); gives n labels.
///
/// **Edge cases**: `None` with fewer than two folds, or where a fold leaves fewer than two segments to train on. Labels that
/// a training part does not have are never predicted for its fold.
///
/// # Errors
/// [`Cancelled`] where `progress` is; there is no other error.
pub fn predict_held_out(
    embeddings: &Embeddings,
    labels: &[usize],
    folds: &[usize],
    progress: &dyn Progress,
) -> Result<Option<Vec<usize>>, Cancelled> {
    let mut names: Vec<usize> = folds.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 || labels.len() != embeddings.n_segments() || folds.len() != labels.len() {
        return Ok(None);
    }
    let found: Vec<Option<Vec<(usize, usize)>>> = names
        .into_par_iter()
        .map(|fold| {
            progress.check_cancelled()?;
            Ok(predict_fold(embeddings, labels, folds, fold))
        })
        .collect::<Result<_, Cancelled>>()?;
    let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else { return Ok(None) };
    let mut predicted = vec![0; labels.len()];
    for (segment, label) in found.into_iter().flatten() {
        predicted[segment] = label;
    }
    Ok(Some(predicted))
}

fn predict_fold(
    embeddings: &Embeddings,
    labels: &[usize],
    folds: &[usize],
    fold: usize,
) -> Option<Vec<(usize, usize)>> {
    let (inside, outside): (Vec<usize>, Vec<usize>) = (0..labels.len()).partition(|&i| folds[i] != fold);
    let n_labels = labels.iter().max().map_or(0, |&label| label + 1);
    let coded: Vec<(usize, usize)> = inside.into_iter().map(|i| (i, labels[i])).collect();
    let ridge = Ridge::fit(embeddings, &coded, n_labels)?;
    let scores = ridge.scores(embeddings, &outside);
    let best = scores.outer_iter().map(|row| {
        let known = row.iter().enumerate().filter(|&(label, _)| ridge.shares[label] > 0.0);
        known.fold((0, f64::NEG_INFINITY), |a, (label, &b)| if b > a.1 { (label, b) } else { a }).0
    });
    Some(outside.into_iter().zip(best).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    #[test]
    fn what_the_vectors_hold_is_found() {
        // Two directions, a label each, in three folds.
        let values =
            [[1.0, 0.0], [0.0, 1.0], [0.96, 0.28], [0.28, 0.96], [0.96, -0.28], [-0.28, 0.96]].concat();
        let embeddings = Embeddings::new(values, 2).unwrap();
        let labels = [0, 1, 0, 1, 0, 1];
        let found = predict_held_out(&embeddings, &labels, &[0, 0, 1, 1, 2, 2], &NoProgress).unwrap();
        assert_eq!(found.unwrap(), labels);
        // A label of one fold alone cannot be predicted there.
        let found = predict_held_out(&embeddings, &[0, 1, 0, 1, 0, 2], &[0, 0, 1, 1, 2, 2], &NoProgress)
            .unwrap()
            .unwrap();
        assert_eq!(found[5], 1);
        assert_eq!(predict_held_out(&embeddings, &labels, &[4; 6], &NoProgress), Ok(None));
    }
}
