//! `themata saturation`

use std::path::PathBuf;

use clap::Args;

use super::code::LevelArg;
use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, pad, sentence, shorten, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::project::{Distribution, InterviewOrder, SaturationParams, SaturationRequest, SaturationView};
use crate::words::first_of;

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

/// The columns behind an interview's name.
const COLUMNS: usize = 54;
/// So many interviews that were left out are named.
const LISTED: usize = 12;

pub(in crate::cli) fn run(args: &SaturationArgs, output: &mut Output) -> Result<(), CliError> {
    let mut review = args.look.open()?;
    let order = match &args.order {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|source| CliError::Read { place: path.display().to_string(), source })?;
            let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
            Some(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
        }
    };
    let request = SaturationRequest {
        of: review.target_coder(args.of.as_deref())?.unwrap_or_else(|| review.coder.clone()),
        level: args.level.map(Into::into),
        order,
        params: args.params(),
    };
    let found = review.session()?.saturation(&request)?;
    if args.look.json {
        return output.json(&found);
    }
    let level = found.level.map_or_else(String::new, |level| format!(" at the level of {level}"));
    output.say(&format!(
        "{}, the codes of {}{level}: {}, {}",
        args.look.project.display(),
        review.reviewer.name_of(&found.coder),
        count(found.saturation.n_codes, "code", "codes"),
        count(found.saturation.n_interviews, "interview", "interviews"),
    ));
    output.say("");
    print(&found, review.reviewer.name_of(&found.coder), output)
}

fn print(found: &SaturationView, coder: &str, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let room = width.min(90) - COLUMNS;
    let head = format!(
        "{}{:>8}{:>7}{:>6}{:>8}{:>7}   {}",
        pad("Interview", room),
        "codings",
        "codes",
        "new",
        "so far",
        "ratio",
        "5–95 % of orders"
    );
    output.line(&styled(styles::FAINT, &head))?;
    let saturation = &found.saturation;
    let rows = found.interviews.iter().zip(&saturation.interviews).zip(&saturation.over_orders.ratios);
    for ((interview, news), over) in rows {
        output.line(&format!(
            "{}{:>8}{:>7}{:>6}{:>8}{:>7}   {}",
            styled(styles::STRONG, &pad(&shorten(&interview.name, room - 1), room)),
            interview.n_codings,
            news.n_codes,
            news.n_new,
            news.n_so_far,
            news.ratio.map(percent).unwrap_or_default(),
            over.as_ref().and_then(bounds).unwrap_or_default()
        ))?;
    }
    output.line("")?;
    let order = match found.order {
        InterviewOrder::Given => "in the order given",
        InterviewOrder::DocumentNames => {
            "in the order of the names of the documents that hold them; --order FILE names that in which they were held, by rows or \
             by documents"
        }
    };
    let order = format!("{}, {order}", rows_are(found));
    let not_worked_on = (!found.not_worked_on.is_empty()).then(|| {
        format!(
            "Left out: {}, with no coding of {coder} in any document: taken as not worked on, as in `themata compare`",
            listed(&found.not_worked_on)
        )
    });
    let left_out = [
        (found.n_negative, "speak against their code"),
        (found.n_other_level, "have no code at this level"),
        (found.n_no_interview, "are of words of no interview"),
    ];
    let left_out = left_out.iter().filter(|(n, _)| *n > 0).map(|(n, why)| {
        let n = count(*n, "coding", "codings");
        format!("Left out: {n} that {why}")
    });
    let ratio = format!(
        "Ratio: the new codes of {} up to there, by the {} that the first {} hold",
        count(found.run_length, "interview", "interviews"),
        saturation.n_base,
        found.base
    );
    let words = saturation
        .findings
        .iter()
        .map(ToString::to_string)
        .chain(not_worked_on)
        .chain([ratio, order])
        .chain(left_out);
    for (at, words) in words.enumerate() {
        for line in wrap(&sentence(&words), width) {
            // What was found is read first.
            let style = if at == 0 { styles::STRONG } else { styles::FAINT };
            output.line(&styled(style, &line))?;
        }
    }
    Ok(())
}

/// What the rows of the table are.
fn rows_are(found: &SaturationView) -> &'static str {
    let n_documents =
        found.interviews.iter().filter(|interview| interview.documents.contains(&interview.name)).count();
    match n_documents {
        0 => "Each row is a participant",
        n if n == found.interviews.len() => "Each row is a document",
        _ => "Each row is a participant, or a document where nobody can be told",
    }
}

/// The first names, and how many more there are.
fn listed(names: &[String]) -> String {
    let all = if names.len() > LISTED { " (--json lists all)" } else { "" };
    format!("{}{all}", first_of(names, LISTED))
}

fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}

fn bounds(over: &Distribution) -> Option<String> {
    let (low, high) = (over.low.value().ok()?, over.high.value().ok()?);
    Some(format!("{:.0}–{:.0} %", low * 100.0, high * 100.0))
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
