//! The times of a table: seconds, milliseconds, or hours, minutes and seconds.

use super::headings::normal;

/// Speech has more words than this in a thousand seconds, and fewer than this in a second.
const WORDS_IN_1000_SECONDS: u64 = 50;

/// What numbers without a colon count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
    /// Parts of a day, as spreadsheets keep times.
    Days,
}

/// Reads times in milliseconds: `2.53` (in the unit that is meant), `1:02`, `00:01:02,5`, `#00:01:02-5#`.
pub(super) fn milliseconds_of(words: &str, unit: Unit) -> Option<u64> {
    let bare = words.trim().trim_matches(['[', ']', '(', ')', '#']);
    let bare = bare.split("-->").next().unwrap_or_default().trim().replace(',', ".");
    // f4 writes tenths after a hyphen; a range has another time there.
    let words = match bare.split_once(['-', '–']) {
        Some((time, tenths)) if time.contains(':') => {
            let is_fraction = (1..=3).contains(&tenths.len()) && tenths.bytes().all(|b| b.is_ascii_digit());
            if is_fraction { format!("{time}.{tenths}") } else { time.trim().to_owned() }
        }
        _ => bare,
    };
    let mut seconds = 0.0_f64;
    let mut parts: Vec<&str> = words.split(':').collect();
    // The frames of a film are a small part of a second.
    if parts.len() == 4 && parts.iter().all(|part| part.len() == 2) {
        parts.truncate(3);
    }
    if parts.len() > 3 {
        return None;
    }
    for part in &parts {
        let ok = part.chars().all(|ch| ch.is_ascii_digit() || ch == '.');
        let value: f64 = if ok { part.parse().ok()? } else { return None };
        seconds = seconds * 60.0 + value;
    }
    let ms = match unit {
        Unit::Milliseconds if parts.len() == 1 => seconds,
        Unit::Days if parts.len() == 1 => seconds * 86_400_000.0,
        _ => seconds * 1000.0,
    };
    // Above a year it is not a time in a recording, but a date or a count.
    (ms < 3.2e10).then(|| ms.round() as u64)
}

/// Tells whether a heading says that its times are milliseconds.
pub(super) fn says_milliseconds(heading: &str) -> bool {
    let heading = normal(heading);
    heading.ends_with(" ms") || heading == "ms" || heading.contains("millisecond")
}

/// The times of one row, as they are written, and how many words it has.
pub(super) struct TimedRow<'a> {
    pub(super) start: &'a str,
    pub(super) end: &'a str,
    pub(super) text: &'a str,
}

/// Tells whether all times are whole numbers that can only be milliseconds, since nobody speaks as slowly as they say if they
/// are seconds. Whisper writes such tables.
pub(super) fn are_milliseconds(rows: &[TimedRow<'_>]) -> bool {
    let whole = |cell: &str| -> Option<u64> {
        let cell = cell.trim();
        cell.bytes().all(|b| b.is_ascii_digit()).then(|| cell.parse().ok()).flatten()
    };
    let mut n_words = 0_u64;
    let mut lasts = 0_u64;
    let mut bounds: Option<(u64, u64)> = None;
    for row in rows.iter().filter(|row| !row.start.trim().is_empty()) {
        let Some(start) = whole(row.start) else { return false };
        let end = match row.end.trim() {
            "" => start,
            end => match whole(end) {
                Some(end) => end,
                None => return false,
            },
        };
        // Not every writing has spaces.
        n_words += (row.text.split_whitespace().count().max(row.text.chars().count() / 5)) as u64;
        lasts += end.saturating_sub(start);
        bounds = Some(bounds.map_or((start, start), |(first, last)| (first.min(start), last.max(start))));
    }
    let lasts = if lasts > 0 { lasts } else { bounds.map_or(0, |(first, last)| last - first) };
    lasts > 0 && n_words.saturating_mul(1000) < lasts.saturating_mul(WORDS_IN_1000_SECONDS)
}

/// Tells whether all times are parts of a day: they are within one second, in which nobody says so much.
pub(super) fn are_days(rows: &[TimedRow<'_>]) -> bool {
    let mut n_words = 0;
    let mut last = 0.0_f64;
    for row in rows.iter().filter(|row| !row.start.trim().is_empty()) {
        let Ok(start) = row.start.trim().replace(',', ".").parse::<f64>() else { return false };
        if !(last..1.0).contains(&start) {
            return false;
        }
        last = start;
        n_words += row.text.split_whitespace().count().max(row.text.chars().count() / 5);
    }
    last > 0.0 && rows.len() > 2 && n_words > 20
}

/// Tells whether times rise from row to row, as those of a recording do.
pub(super) fn rise(times: &[Option<u64>]) -> bool {
    let known: Vec<u64> = times.iter().flatten().copied().collect();
    known.len() * 10 >= times.len() * 9
        && !known.is_empty()
        && known.windows(2).all(|pair| pair[0] <= pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_usual_writings() {
        assert_eq!(milliseconds_of("2.5334561157322537", Unit::Seconds), Some(2533));
        assert_eq!(milliseconds_of("1500", Unit::Milliseconds), Some(1500));
        assert_eq!(milliseconds_of("1:02", Unit::Milliseconds), Some(62_000));
        assert_eq!(milliseconds_of("[00:01:02,5]", Unit::Seconds), Some(62_500));
        assert_eq!(milliseconds_of("#00:01:02-5#", Unit::Seconds), Some(62_500));
        assert_eq!(milliseconds_of("0:03 - 0:09", Unit::Seconds), Some(3_000));
        assert_eq!(milliseconds_of("00:00:03.000 --> 00:00:09.000", Unit::Seconds), Some(3_000));
        assert_eq!(milliseconds_of("00:01:02:12", Unit::Seconds), Some(62_000));
        assert_eq!(milliseconds_of("0.5", Unit::Days), Some(43_200_000));
        for nonsense in ["", "soon", "-3", "1:2:3:4", "2024-01-02", "1e3", "99999999999"] {
            assert_eq!(milliseconds_of(nonsense, Unit::Seconds), None, "{nonsense}");
        }
    }

    #[test]
    fn whole_numbers_are_milliseconds_if_nobody_speaks_so_slowly() {
        let rows = |scale: u64| -> Vec<(String, String)> {
            (0..5).map(|i| ((i * 9 * scale).to_string(), (i * 9 * scale + 8 * scale).to_string())).collect()
        };
        let are = |rows: &[(String, String)]| {
            let text = "How did you first hear about it?";
            let timed: Vec<TimedRow<'_>> =
                rows.iter().map(|(start, end)| TimedRow { start, end, text }).collect();
            are_milliseconds(&timed)
        };
        assert!(are(&rows(1000)) && !are(&rows(1)));
        let starts: Vec<(String, String)> =
            rows(1000).into_iter().map(|(start, _)| (start, String::new())).collect();
        assert!(are(&starts));
        assert!(!are(&[("0:01".to_owned(), "0:09".to_owned())]));
    }
}
