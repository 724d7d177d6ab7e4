//! `themata saturation`

use std::path::PathBuf;

use clap::Args;

use super::code::LevelArg;
use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, sentence, width, wrap};
use crate::cli::lines_of::lines_of;
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Column, Table};
use crate::project::{Distribution, InterviewOrder, SaturationParams, SaturationRequest, SaturationView};
use crate::words::first_of;

/// Measure saturation: after how many interviews hardly any new codes appeared
///
/// By Guest, Namey & Chen (2020): the first interviews are the base. Saturation is reached when a run of further interviews brings few
/// new codes compared with the base. It is written 6+2: after six interviews, confirmed by two. Only codes that a person applied count.
/// Interviews in which the coder coded nothing count as not yet coded and are left out.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata saturation\n  themata saturation --base 5 --run-length 3 --threshold 0\n  \
                  themata saturation --level category --order held.txt"
)]
pub(in crate::cli) struct SaturationArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// The name of the coder whose codes count [default: the coder who looks]
    #[arg(long, value_name = "NAME")]
    pub(super) of: Option<String>,
    /// The number of interviews in the base
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub(super) base: usize,
    /// The number of interviews in a run
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(super) run_length: usize,
    /// The most new codes of a run, as a share of the codes in the base: 5%, 0.05 or 0
    #[arg(long, value_name = "SHARE", default_value = "5%", value_parser = share)]
    pub(super) threshold: f64,
    /// The level at which codes are counted: each counts as the code above it at this level [default: as applied]
    #[arg(long, value_enum)]
    pub(super) level: Option<LevelArg>,
    /// A file with the interviews in the order in which they took place, one per line, each by its name in the table or its document
    /// [default: by the names of the documents]
    #[arg(long, value_name = "FILE")]
    pub(super) order: Option<PathBuf>,
    /// The number of random orders of the interviews to try: 100 to 1000000
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub(super) orders: usize,
    /// The seed of these orders
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

/// Reads a share: `5%`, `5 %` or `0.05`.
fn share(text: &str) -> Result<f64, String> {
    let (number, parts) = match text.trim().strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (text.trim(), 1.0),
    };
    let number: f64 = number.parse().map_err(|_| "write a share such as 5%, 0.05 or 0".to_owned())?;
    Ok(number / parts)
}

/// How many interviews that were left out are named.
const LISTED: usize = 12;

pub(in crate::cli) fn run(args: &SaturationArgs, output: &mut Output) -> Result<(), CliError> {
    let mut review = args.look.open()?;
    let order = args.order.as_deref().map(lines_of).transpose()?;
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
        review.reviewer.path().display(),
        review.reviewer.name_of(&found.coder),
        count(found.saturation.n_codes, "code", "codes"),
        count(found.saturation.n_interviews, "interview", "interviews"),
    ));
    output.say("");
    print(&found, review.reviewer.name_of(&found.coder), output)
}

fn print(found: &SaturationView, coder: &str, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let mut table = Table::new([
        Column::elastic("Interview").styled(styles::STRONG),
        Column::right("codings"),
        Column::right("codes"),
        Column::right("new"),
        Column::right("so far"),
        Column::right("ratio"),
        Column::left("5–95 % of orders"),
    ]);
    let saturation = &found.saturation;
    let rows = found.interviews.iter().zip(&saturation.interviews).zip(&saturation.over_orders.ratios);
    for ((interview, news), over) in rows {
        table.row([
            (&interview.name).into(),
            interview.n_codings.into(),
            news.n_codes.into(),
            news.n_new.into(),
            news.n_so_far.into(),
            news.ratio.map(percent).unwrap_or_default().into(),
            over.as_ref().and_then(bounds).unwrap_or_default().into(),
        ]);
    }
    table.print(output)?;
    output.line("")?;
    let order = match found.order {
        InterviewOrder::Given => "in the order given",
        InterviewOrder::DocumentNames => {
            "in the order of the names of their documents; --order FILE gives the order in which they took place"
        }
    };
    let order = format!("{}, {order}", rows_are(found));
    let not_worked_on = (!found.not_worked_on.is_empty()).then(|| {
        format!(
            "Left out: {}. {coder} coded nothing in their documents, so they count as not yet coded, as in `themata compare`",
            listed(&found.not_worked_on)
        )
    });
    let left_out = [
        (found.n_negative, "marked as negative cases"),
        (found.n_other_level, "without a code at this level"),
        (found.n_no_interview, "outside all interviews"),
    ];
    let left_out = left_out.iter().filter(|(n, _)| *n > 0).map(|(n, why)| {
        let n = count(*n, "coding", "codings");
        format!("Left out: {n} {why}")
    });
    let ratio = format!(
        "Ratio: the new codes in a run of {}, divided by the {} of the first {}",
        count(found.run_length, "interview", "interviews"),
        count(saturation.n_base, "code", "codes"),
        count(found.base, "interview", "interviews")
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
            // The finding comes first.
            let style = if at == 0 { styles::STRONG } else { styles::FAINT };
            output.line(&styled(style, &line))?;
        }
    }
    Ok(())
}

/// Tells what the rows of the table are.
fn rows_are(found: &SaturationView) -> &'static str {
    let n_documents =
        found.interviews.iter().filter(|interview| interview.documents.contains(&interview.name)).count();
    match n_documents {
        0 => "Each row is a participant",
        n if n == found.interviews.len() => "Each row is a document",
        _ => "Each row is a participant, or a document if its participant is not known",
    }
}

/// Returns the first names, and how many more there are.
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
