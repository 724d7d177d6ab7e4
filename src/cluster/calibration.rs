//! Turns scores into probabilities, by what is known of some of them.

/// A logistic curve: the probability of a score s is 1 / (1 + exp(−(`intercept` + `slope` · s))).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogisticCurve {
    /// Where it lies.
    pub intercept: f64,
    /// How steep it is.
    pub slope: f64,
}

/// What is assumed of a curve before any score is known: both of its numbers are normally distributed about these, and independent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePrior {
    /// The most likely curve.
    pub curve: LogisticCurve,
    /// The standard deviation of the intercept.
    pub intercept_deviation: f64,
    /// The standard deviation of the slope.
    pub slope_deviation: f64,
}

/// At most this many steps: the function has one maximum, and is reached in fewer than ten.
const MAX_N_STEPS: usize = 100;

impl LogisticCurve {
    /// Returns the probability of a score.
    #[must_use]
    pub fn probability(&self, score: f64) -> f64 {
        1.0 / (1.0 + (-(self.intercept + self.slope * score)).exp())
    }

    /// Fits a curve to scores of which it is known whether they are right: the most likely one under the prior (maximum a posteriori, by
    /// Newton's method). Without scores it is the prior's.
    ///
    /// # Source
    /// Platt, J. (1999). Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods. Advances in
    /// Large Margin Classifiers, 61–74.
    #[must_use]
    pub fn fit(known: &[(f64, bool)], prior: &CurvePrior) -> Self {
        let precision = [prior.intercept_deviation.powi(-2), prior.slope_deviation.powi(-2)];
        let mut at = prior.curve;
        let mut value = log_posterior(known, prior, &at);
        for _ in 0..MAX_N_STEPS {
            // The gradient, and the negative second derivatives.
            let mut slope = [
                -precision[0] * (at.intercept - prior.curve.intercept),
                -precision[1] * (at.slope - prior.curve.slope),
            ];
            let mut bend = [precision[0], 0.0, precision[1]];
            for &(score, is_right) in known {
                let p = at.probability(score);
                let error = f64::from(u8::from(is_right)) - p;
                slope[0] += error;
                slope[1] += error * score;
                let weight = p * (1.0 - p);
                bend[0] += weight;
                bend[1] += weight * score;
                bend[2] += weight * score * score;
            }
            let determinant = bend[0] * bend[2] - bend[1] * bend[1];
            let step = [
                (bend[2] * slope[0] - bend[1] * slope[1]) / determinant,
                (bend[0] * slope[1] - bend[1] * slope[0]) / determinant,
            ];
            // A step that goes too far is halved.
            let mut length = 1.0;
            let next = loop {
                let next =
                    Self { intercept: at.intercept + length * step[0], slope: at.slope + length * step[1] };
                let found = log_posterior(known, prior, &next);
                if found > value {
                    value = found;
                    break next;
                }
                length /= 2.0;
                if length < 1e-9 {
                    return at;
                }
            };
            let moved = (next.intercept - at.intercept).abs() + (next.slope - at.slope).abs();
            at = next;
            if moved < 1e-10 {
                break;
            }
        }
        at
    }
}

fn log_posterior(known: &[(f64, bool)], prior: &CurvePrior, curve: &LogisticCurve) -> f64 {
    let away = |value: f64, mean: f64, deviation: f64| ((value - mean) / deviation).powi(2) / 2.0;
    let of_known = known.iter().map(|&(score, is_right)| {
        let x = curve.intercept + curve.slope * score;
        let x = if is_right { x } else { -x };
        // log of 1 / (1 + exp(−x)), without overflow.
        x.min(0.0) - (-x.abs()).exp().ln_1p()
    });
    of_known.sum::<f64>()
        - away(curve.intercept, prior.curve.intercept, prior.intercept_deviation)
        - away(curve.slope, prior.curve.slope, prior.slope_deviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIOR: CurvePrior = CurvePrior {
        curve: LogisticCurve { intercept: -4.0, slope: 8.0 },
        intercept_deviation: 2.0,
        slope_deviation: 4.0,
    };

    #[test]
    fn the_prior_holds_until_something_is_known() {
        assert_eq!(LogisticCurve::fit(&[], &PRIOR), PRIOR.curve);
        assert!((PRIOR.curve.probability(0.5) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn shares_are_met_where_much_is_known() {
        // At 0.2 one in ten is right, at 0.6 nine in ten.
        let known: Vec<(f64, bool)> =
            (0..2000).map(|i| if i % 2 == 0 { (0.2, i % 20 == 0) } else { (0.6, i % 20 != 1) }).collect();
        let curve = LogisticCurve::fit(&known, &PRIOR);
        assert!((curve.probability(0.2) - 0.1).abs() < 0.01, "{curve:?}");
        assert!((curve.probability(0.6) - 0.9).abs() < 0.01, "{curve:?}");
    }

    #[test]
    fn what_can_be_parted_cleanly_gives_no_certainty() {
        let known = [(0.9, true), (0.8, true), (0.1, false)];
        let curve = LogisticCurve::fit(&known, &PRIOR);
        assert!(curve.probability(0.9) < 0.999 && curve.probability(0.1) > 0.001, "{curve:?}");
        assert!(curve.probability(0.9) > PRIOR.curve.probability(0.9));
        let refused = LogisticCurve::fit(&[(0.6, false), (0.6, false)], &PRIOR);
        assert!(refused.probability(0.6) < PRIOR.curve.probability(0.6), "a no lowers it");
    }
}
