//! Reads and shows times. All are UTC, as in the log; an export also shows local times.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::domain::{OperationId, Timestamp};
use crate::project::LogPosition;

/// Returns the present time, as the log keeps it.
pub(in crate::cli) fn now() -> Timestamp {
    timestamp(jiff::Timestamp::now())
}

/// Returns a time as `2026-11-24 21:23`.
pub(super) fn shown(at: &Timestamp) -> String {
    at.0.get(..16).map_or_else(|| at.0.clone(), |minute| minute.replace('T', " "))
}

/// Returns a moment as the clock of this machine showed it, with the difference to UTC; `None` where it cannot be read.
pub(in crate::cli) fn local_time(at: &Timestamp) -> Option<String> {
    in_zone(at, TimeZone::system())
}

fn in_zone(at: &Timestamp, zone: TimeZone) -> Option<String> {
    let moment = at.0.parse::<jiff::Timestamp>().ok()?;
    Some(moment.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S %:z").to_string())
}

/// Reads the number of an operation, or a time. A day without a time means its end.
pub(in crate::cli) fn moment(text: &str) -> Result<LogPosition, String> {
    match text.trim().parse() {
        Ok(number) => Ok(LogPosition::Operation(OperationId(number))),
        Err(_) => until(text)
            .map(LogPosition::Time)
            .map_err(|problem| format!("{problem}, or the number of an operation")),
    }
}

/// Reads the time at which a period begins. A day without a time means its beginning.
pub(in crate::cli) fn since(text: &str) -> Result<Timestamp, String> {
    read(text, Time::midnight())
}

/// Reads the time at which a period ends. A day without a time means its end.
pub(in crate::cli) fn until(text: &str) -> Result<Timestamp, String> {
    read(text, Time::constant(23, 59, 59, 0))
}

fn read(text: &str, in_day: Time) -> Result<Timestamp, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(timestamp(at));
    }
    let civil = match text.parse::<Date>() {
        Ok(day) if text.len() <= 10 => Ok(day.to_datetime(in_day)),
        _ => text.parse::<DateTime>(),
    };
    civil
        .and_then(|civil| civil.to_zoned(TimeZone::UTC))
        .map(|at| timestamp(at.timestamp()))
        .map_err(|_| format!("`{text}` is not a time; write 2026-11-24 or 2026-11-24T21:30 (UTC)"))
}

fn timestamp(at: jiff::Timestamp) -> Timestamp {
    Timestamp(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let at = |text: &str| since(text).unwrap().0;
        assert_eq!(at("2026-11-24"), "2026-11-24T00:00:00Z");
        assert_eq!(until("2026-11-24").unwrap().0, "2026-11-24T23:59:59Z");
        for text in ["2026-11-24T21:30", "2026-11-24 21:30", "2026-11-24T21:30:00Z", "2026-11-24T23:30+02:00"]
        {
            assert_eq!(at(text), "2026-11-24T21:30:00Z", "{text}");
        }
        let zone = TimeZone::fixed(jiff::tz::offset(3).saturating_add(jiff::Span::new().minutes(30)));
        assert_eq!(
            in_zone(&Timestamp("2026-11-24T21:30:00Z".to_owned()), zone).unwrap(),
            "2026-11-25 01:00:00 +03:30"
        );
        assert_eq!(in_zone(&Timestamp("yesterday".to_owned()), TimeZone::UTC), None);
        assert_eq!(moment("12"), Ok(LogPosition::Operation(OperationId(12))));
        assert!(moment("yesterday").unwrap_err().contains("number of an operation"));
    }
}
