//! Student's t, for whole degrees of freedom.

/// The value of t that a part `level` of the distribution lies within, on both sides of 0.
///
/// The distribution has a closed form for whole degrees of freedom (a finite sum of powers of a cosine); it is inverted by halving.
pub(super) fn two_sided_t(level: f64, n_degrees: usize) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while within(high, n_degrees) < level && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if within(middle, n_degrees) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// The part of the distribution between −t and t (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4).
fn within(t: f64, n_degrees: usize) -> f64 {
    let angle = (t / (n_degrees as f64).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    let is_odd = n_degrees % 2 == 1;
    let mut term = if is_odd { cosine } else { 1.0 };
    let (mut sum, mut power) = (0.0, if is_odd { 1 } else { 0 });
    // Powers up to n_degrees − 2, every second one.
    while power + 2 <= n_degrees {
        sum += term;
        power += 2;
        term *= cosine * cosine * (power - 1) as f64 / power as f64;
    }
    if is_odd { (angle + sine * sum) * 2.0 / std::f64::consts::PI } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of any table of Student's t.
    #[test]
    fn values_are_those_of_the_tables() {
        for (n, expected) in [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (5, 2.5706), (6, 2.4469)] {
            let found = two_sided_t(0.95, n);
            assert!((found - expected).abs() < 5e-5, "{n}: {found}");
        }
        assert!((two_sided_t(0.99, 7) - 3.4995).abs() < 5e-5);
        assert!((two_sided_t(0.95, 1000) - 1.9623).abs() < 5e-5);
    }
}
