//! Saturation in words.

use super::params::SaturationParams;
use super::ratios::Saturation;

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
        let n_defined = over.n_orders - over.n_undefined;
        if n_defined == 0 {
            return format!(
                "None of {} random orders of the interviews has a code in its base",
                over.n_orders
            );
        }
        let mut words = match (over.n_reached, of.low.value(), of.high.value()) {
            (0, ..) if self.label.is_some() => {
                format!(
                    "It hangs on this order: of {n_defined} random orders of the interviews none reaches it"
                )
            }
            (0, ..) => {
                format!(
                    "No other order changes that: of {n_defined} random orders of the interviews none reaches it"
                )
            }
            (_, Ok(low), Ok(high)) if low >= high => {
                let differs = self.reached_after.value().ok() != Some(low);
                format!(
                    "{}: of {n_defined} random orders of the interviews 90 % or more take {low:.0}",
                    if differs { "It depends on the order" } else { "It hardly depends on the order" },
                )
            }
            (n_reached, ..) => {
                let reach = match n_defined - n_reached {
                    0 => format!("{n_defined} random orders of the interviews all reach it"),
                    _ => format!("{n_reached} of {n_defined} random orders of the interviews reach it"),
                };
                let takes = [("5 % take", &of.low), ("half take", &of.median), ("95 % take", &of.high)];
                // A bound among the orders that do not reach it is no number.
                let takes = takes
                    .map(|(share, figure)| figure.value().ok().map(|n| format!("{share} {n:.0} or fewer")));
                let takes: Vec<String> = takes.into_iter().flatten().collect();
                let takes = if takes.is_empty() { String::new() } else { format!("; {}", takes.join(", ")) };
                format!("It depends on the order: {reach}{takes}")
            }
        };
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
