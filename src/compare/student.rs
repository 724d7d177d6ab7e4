//! Student's t, for the bounds of an interval over few groups.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// Returns the t for which the share `level` of Student's distribution lies within ±t.
///
/// With whole degrees of freedom the share within ±t is a finite sum of powers of the cosine of θ = atan(t/√df); t is
/// found by bisecting θ. `None` for 0 degrees of freedom or a level that is not between 0 and 1.
///
/// # Source
/// Abramowitz, M. & Stegun, I. A. (1964). Handbook of mathematical functions, 26.7.3 and 26.7.4.
///
/// ```
/// use themata::compare::student_t;
///
/// // With 1 degree of freedom the share within ±1 is a half, and 95 % lie within tan(0.95 · π/2) = 12.7062.
/// assert!((student_t(1, 0.5).unwrap() - 1.0).abs() < 1e-12);
/// assert!((student_t(1, 0.95).unwrap() - 12.706_204_736).abs() < 1e-8);
/// ```
#[must_use]
pub fn student_t(degrees_of_freedom: usize, level: f64) -> Option<f64> {
    if degrees_of_freedom == 0 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    // Each step halves the angle's uncertainty: after 64 steps it is below the precision of a double.
    for _ in 0..64 {
        let middle = (low + high) / 2.0;
        if share_within(degrees_of_freedom, middle) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some((degrees_of_freedom as f64).sqrt() * ((low + high) / 2.0).tan())
}

/// Computes the share of Student's distribution within ±√df · tan θ.
fn share_within(degrees_of_freedom: usize, theta: f64) -> f64 {
    let (sin, cos) = theta.sin_cos();
    let odd = degrees_of_freedom % 2 == 1;
    // Odd: cos θ + 2/3 cos³ θ + 2·4/(3·5) cos⁵ θ …; even: 1 + 1/2 cos² θ + 1·3/(2·4) cos⁴ θ …
    let mut term = if odd { cos } else { 1.0 };
    let mut sum = 0.0;
    let mut power = if odd { 1 } else { 0 };
    while power + 2 <= degrees_of_freedom {
        sum += term;
        term *= cos * cos * (power as f64 + 1.0) / (power as f64 + 2.0);
        power += 2;
    }
    if odd { FRAC_2_PI * (theta + sin * sum) } else { sin * sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_equal_the_tables() {
        // scipy.stats.t.ppf((1 + level) / 2, df)
        for (degrees, level, expected) in [
            (2, 0.95, 4.302652729749462),
            (3, 0.95, 3.1824463052837078),
            (4, 0.95, 2.7764451051977934),
            (5, 0.9, 2.0150483733330233),
            (6, 0.95, 2.4469118511449786),
            (6, 0.99, 3.7074280213248065),
            (30, 0.95, 2.0422724563012378),
        ] {
            let found = student_t(degrees, level).unwrap();
            assert!((found - expected).abs() < 1e-9, "{degrees} {level}: {found}");
        }
    }

    #[test]
    fn nothing_has_no_bounds() {
        assert_eq!(student_t(0, 0.95), None);
        assert_eq!(student_t(3, 1.0), None);
        assert_eq!(student_t(3, f64::NAN), None);
    }
}
