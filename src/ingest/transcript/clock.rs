//! Reads times as transcripts write them, in Latin, Arabic and Persian digits.

use crate::ingest::digits::digit;

/// Returns the milliseconds of `[[h:]m:]s[.fraction]`; the fraction may follow `.`, `,` or `-` (f4 writes tenths after `-`).
/// `None` if it is not a time: minutes or seconds of sixty and more, no digits, too large.
pub(in crate::ingest) fn milliseconds(time: &str) -> Option<u64> {
    let (whole, fraction) = match time.split_once(['.', ',', '-']) {
        Some((whole, fraction)) => (whole, fraction),
        None => (time, ""),
    };
    let mut seconds = 0u64;
    let mut n_fields = 0;
    for field in whole.split(':') {
        let value = digits(field)?;
        if n_fields > 0 && value >= 60 {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(value)?;
        n_fields += 1;
    }
    if !(2..=3).contains(&n_fields) {
        return None;
    }
    seconds.checked_mul(1000)?.checked_add(thousandths(fraction)?)
}

/// Returns the time before and after an arrow, in milliseconds; what follows the second time (cue settings) is ignored.
/// `None` if there is no arrow; an inner `None` if that side is not a time.
pub(super) fn arrow(line: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (from, to) = line.split_once("-->")?;
    let to = to.split_whitespace().next().unwrap_or_default();
    Some((milliseconds(from.trim()), milliseconds(to)))
}

/// The most digits of hours, minutes or seconds.
const MOST_DIGITS: usize = 6;

fn digits(field: &str) -> Option<u64> {
    if field.is_empty() {
        return None;
    }
    let mut value = 0;
    for (i, c) in field.chars().enumerate() {
        if i == MOST_DIGITS {
            return None;
        }
        value = value * 10 + u64::from(digit(c)?);
    }
    Some(value)
}

fn thousandths(fraction: &str) -> Option<u64> {
    if fraction.is_empty() {
        return Some(0);
    }
    if !fraction.chars().all(|c| digit(c).is_some()) {
        return None;
    }
    let padded: String = fraction.chars().chain("00".chars()).take(3).collect();
    digits(&padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_convention() {
        assert_eq!(milliseconds("0:03"), Some(3_000));
        assert_eq!(milliseconds("00:03:40.5"), Some(220_500));
        assert_eq!(milliseconds("00:01:02-3"), Some(62_300));
        assert_eq!(milliseconds("0:0:3.450"), Some(3_450));
        assert_eq!(milliseconds("۰۰:۰۱:۲۳"), Some(83_000));
        assert_eq!(milliseconds("٠١:٢٣.٥"), Some(83_500));
        assert_eq!(milliseconds("100:00:00,001"), Some(360_000_001));
        for bad in ["", "3", "1:60", "1:2:3:4", "a:b", "1:", "00:00:0x", "1:00.x", "99999999:00"] {
            assert_eq!(milliseconds(bad), None, "{bad}");
        }
    }

    #[test]
    fn arrows_with_settings() {
        assert_eq!(arrow("00:01.000 --> 00:02.500 align:start"), Some((Some(1_000), Some(2_500))));
        assert_eq!(arrow("00:01.000 --> later"), Some((Some(1_000), None)));
        assert_eq!(arrow("no arrow"), None);
    }
}
