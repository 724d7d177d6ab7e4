//! Saturation in words.

use super::params::SaturationParams;
use super::ratios::Saturation;
use crate::domain::Agreement;

impl Saturation {
    /// What was found, a sentence each.
    pub(super) fn in_words(&self, params: &SaturationParams) -> Vec<String> {
        let mut words = vec![match (&self.label, self.reached_after.value()) {
            (Some(label), Ok(after)) => self.reached(label, after as usize, params),
            (_, Err(undefined)) => self.not_reached(&undefined.to_string()),
            (None, Ok(_)) => String::new(),
        }];
        if self.over_orders.n_orders > 0 {
            words.push(self.orders());
        }
        words.push(
            "These are codes that a person applied. Clusters cannot prove saturation: they are made of all interviews at once, and \
             know the last when they group the first"
                .to_owned(),
        );
        words
    }

    fn reached(&self, label: &str, after: usize, params: &SaturationParams) -> String {
        let run: usize =
            self.interviews.iter().skip(after).take(params.run_length).map(|interview| interview.n_new).sum();
        let share = run as f64 / self.n_base.max(1) as f64;
        let news = match run {
            0 => "no new code".to_owned(),
            1 => format!("1 new code, {} of the {}", percent(share), self.n_base),
            n => format!("{n} new codes, {} of the {}", percent(share), self.n_base),
        };
        let held = if run == 0 { "" } else { &format!(" that the first {} held", params.base) };
        format!("{label}: after {}, the next {} brought {news}{held}", interviews(after), params.run_length)
    }

    fn not_reached(&self, because: &str) -> String {
        let last = self.interviews.last().and_then(|interview| interview.ratio);
        let last = last.map_or_else(String::new, |ratio| {
            format!("; the last run brought {} of what the base held", percent(ratio))
        });
        format!("Saturation cannot be shown: {because}{last}")
    }

    fn orders(&self) -> String {
        let over = &self.over_orders;
        let of = &over.reached_after;
        let bound = |figure: &Agreement, found: &dyn Fn(f64) -> String, never: &str| {
            figure.value().map_or_else(|_| never.to_owned(), found)
        };
        let mut words = format!(
            "It depends on the order: over {} random orders of the interviews {}, {}, {}",
            over.n_orders - over.n_undefined,
            bound(&of.median, &|n| format!("the median is {n:.0}"), "half or more never reach it"),
            bound(&of.low, &|n| format!("5 % take {n:.0} or fewer"), "hardly one ever does"),
            bound(&of.high, &|n| format!("95 % take {n:.0} or fewer"), "more than 5 % never do"),
        );
        if over.n_undefined > 0 {
            words += &format!("; {} more were left aside, since their base held no code", over.n_undefined);
        }
        words
    }
}

fn interviews(n: usize) -> String {
    format!("{n} {}", if n == 1 { "interview" } else { "interviews" })
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
