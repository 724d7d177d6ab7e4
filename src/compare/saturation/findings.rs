//! The findings about saturation.

use super::params::SaturationParams;
use super::ratios::Saturation;
use crate::domain::{Said, SaturationFinding};

impl Saturation {
    /// Reports whether saturation was reached, what other orders give, and what cannot show it.
    pub(super) fn found(&self, params: &SaturationParams) -> Vec<Said<SaturationFinding>> {
        let mut found = Vec::new();
        match (&self.label, self.reached_after.value()) {
            (Some(label), Ok(after)) => found.push(self.reached(label, after as usize, params)),
            (_, Err(reason)) => found.push(SaturationFinding::NotReached {
                reason: reason.clone(),
                last_ratio: self.interviews.last().and_then(|interview| interview.ratio),
            }),
            (None, Ok(_)) => {}
        }
        let over = &self.over_orders;
        if over.n_orders > 0 {
            found.push(SaturationFinding::OverOrders {
                n_orders: over.n_orders,
                n_reached: over.n_reached,
                n_undefined: over.n_undefined,
                reached_after: self.reached_after.value().ok(),
                low: over.reached_after.low.value().ok(),
                median: over.reached_after.median.value().ok(),
                high: over.reached_after.high.value().ok(),
            });
        }
        found.push(SaturationFinding::CodesOfPersonOnly);
        found.into_iter().map(Said).collect()
    }

    fn reached(&self, label: &str, after: usize, params: &SaturationParams) -> SaturationFinding {
        let run = self.interviews.iter().skip(after).take(params.run_length);
        SaturationFinding::Reached {
            label: label.to_owned(),
            after,
            run_length: params.run_length,
            n_new: run.map(|interview| interview.n_new).sum(),
            n_base_codes: self.n_base,
            base: params.base,
        }
    }
}
