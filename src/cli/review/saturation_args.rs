//! What can be typed of saturation.

use std::path::PathBuf;

use clap::Args;

use super::code_args::LevelArg;
use super::desk::LookArgs;
use crate::project::SaturationParams;

/// Say after how many interviews further ones brought hardly any new code
///
/// By Guest, Namey & Chen (2020): saturation is reached where a run of interviews brings no more than a share of what the first
/// ones held, and is written 6+2: after six interviews, with two that confirmed it. Only codes that a person applied count. An
/// interview in whose documents the coder coded nothing is taken as not worked on and left out.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata saturation study.themata\n  themata saturation study.themata --base 5 --run-length 3 --threshold 0\n  \
                  themata saturation study.themata --level category --order held.txt"
)]
pub(in crate::cli) struct SaturationArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// Whose codes, where not those of who looks
    #[arg(long, value_name = "NAME")]
    pub(super) of: Option<String>,
    /// How many interviews the base is
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub(super) base: usize,
    /// How many interviews a run is
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(super) run_length: usize,
    /// How much new a run may bring, as a share of what the base held: 5%, 0.05 or 0
    #[arg(long, value_name = "SHARE", default_value = "5%", value_parser = share)]
    pub(super) threshold: f64,
    /// Tell codes apart at this level: a code counts as the one above it [default: as they were applied]
    #[arg(long, value_enum)]
    pub(super) level: Option<LevelArg>,
    /// A file that names the interviews in the order in which they were held, one a line, each as its row or by a document
    /// that holds it [default: the documents' names]
    #[arg(long, value_name = "FILE")]
    pub(super) order: Option<PathBuf>,
    /// How many random orders of the interviews are tried: 100 to 1000000
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub(super) orders: usize,
    /// From which these orders follow
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
}

impl SaturationArgs {
    pub(super) fn params(&self) -> SaturationParams {
        SaturationParams {
            base: self.base,
            run_length: self.run_length,
            threshold: self.threshold,
            n_orders: self.orders,
            seed: self.seed,
        }
    }
}

/// `5%`, `5 %` or `0.05`.
fn share(text: &str) -> Result<f64, String> {
    let (number, parts) = match text.trim().strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (text.trim(), 1.0),
    };
    let number: f64 = number.parse().map_err(|_| "write a share as 5%, 0.05 or 0".to_owned())?;
    Ok(number / parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_as_people_write_them() {
        assert_eq!(["5%", "5 %", "0.05", "0"].map(share), [Ok(0.05), Ok(0.05), Ok(0.05), Ok(0.0)]);
        assert!(share("five").is_err());
    }
}
