//! The difference between two marks, in units of the cost of a mark without counterpart.

use super::GammaValidParams;
use crate::compare::unitizing::Mark;

/// The weights of position and category.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dissimilarity {
    pub(super) alpha: f64,
    pub(super) beta: f64,
}

impl Dissimilarity {
    pub(super) fn new(params: &GammaValidParams) -> Self {
        Self { alpha: params.0.alpha, beta: params.0.beta }
    }

    /// Computes α·d_pos + β·d_cat.
    pub(super) fn between(self, a: &Mark, b: &Mark) -> f64 {
        self.alpha * positional(a, b) + self.beta * categorial(a, b)
    }
}

/// Computes d_pos = ((|sₐ − s_b| + |eₐ − e_b|) / (lₐ + l_b))²: 0 for the same place, at least 1 for marks that share
/// nothing.
pub(super) fn positional(a: &Mark, b: &Mark) -> f64 {
    let apart = a.start.abs_diff(b.start) + a.end.abs_diff(b.end);
    (apart as f64 / (a.length() + b.length()) as f64).powi(2)
}

/// Computes d_cat: 0 for the same category, 1 for different categories.
pub(super) fn categorial(a: &Mark, b: &Mark) -> f64 {
    if a.category == b.category { 0.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_by_hand() {
        let mark = |start, end, category| Mark { start, end, category };
        assert_eq!(positional(&mark(1, 5, 0), &mark(2, 6, 0)), (2.0_f64 / 8.0).powi(2));
        // Adjacent marks of the same length: (l + l) / (l + l).
        assert_eq!(positional(&mark(0, 3, 0), &mark(3, 6, 0)), 1.0);
        let d = Dissimilarity { alpha: 3.0, beta: 2.0 };
        assert_eq!(d.between(&mark(0, 3, 0), &mark(3, 6, 1)), 5.0);
    }
}
