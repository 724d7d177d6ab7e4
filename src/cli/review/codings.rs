//! `themata codings`

use clap::Args;

use super::open_review::{LookArgs, open};
use crate::cli::error::CliError;
use crate::cli::layout::{count, indented, plain, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::themes::source;
use crate::domain::Named;
use crate::project::{AttributeValue, CodingFilter, CodingList, CodingRow};

/// Find codings by code, by participants' attributes, by document or by participant
///
/// Shows your codings; once the project is open for comparison, those of all coders. `themata export codings` writes them all to a file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata codings --code \"Nights on call\"\n  \
                  themata codings --code Nights --where profession=nurse\n  \
                  themata codings --participant P02 --json")]
pub(in crate::cli) struct CodingsArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// Only codings with this code or one nested under it, by label or id (may be repeated)
    #[arg(long, value_name = "CODE")]
    pub(super) code: Vec<String>,
    /// Only codings of participants with this value of an attribute (may be repeated; several values of one attribute: any of them)
    #[arg(long = "where", value_name = "ATTRIBUTE=VALUE", value_parser = attribute_value)]
    pub(super) attributes: Vec<AttributeValue>,
    /// Only codings in this document: its name, the beginning of it, or its participant
    #[arg(long, value_name = "NAME")]
    pub(super) document: Option<String>,
    /// Only codings of this participant
    #[arg(long, value_name = "NAME")]
    pub(super) participant: Option<String>,
}

fn attribute_value(text: &str) -> Result<AttributeValue, String> {
    match text.split_once('=') {
        Some((attribute, value)) if !attribute.trim().is_empty() => {
            Ok(AttributeValue { attribute: attribute.trim().to_owned(), value: value.trim().to_owned() })
        }
        _ => Err("write an attribute and its value, such as profession=nurse".to_owned()),
    }
}

pub(in crate::cli) fn run(args: &CodingsArgs, output: &mut Output) -> Result<(), CliError> {
    let mut reviewer = open(&args.look.project, args.look.run, true)?;
    let named = args.look.coder.as_deref();
    let coder = match reviewer.exporting_coder(named)? {
        Some(coder) => coder,
        None => reviewer.acting_coder(named)?,
    };
    let filter = CodingFilter {
        of: named.map(|_| coder.clone()),
        codes: args.code.iter().map(|code| Named(code.clone())).collect(),
        attributes: args.attributes.clone(),
        document: args.document.clone(),
        participant: args.participant.clone(),
    };
    let found = reviewer.as_coder(&coder)?.codings(&filter)?;
    if args.look.json { output.json(&found) } else { print(&found, output) }
}

fn print(found: &CodingList, output: &mut Output) -> Result<(), CliError> {
    let several = found.about.coders.len() > 1;
    let mut last: Option<(&str, &[String])> = None;
    for row in &found.codings {
        let heading = (row.coder_name.as_str(), row.code_path.as_slice());
        if last != Some(heading) {
            let mut line = styled(styles::STRONG, &plain(&row.code_path.join(" › ")));
            if several {
                line += &styled(styles::FAINT, &format!("  {}", plain(&row.coder_name)));
            }
            if last.is_some() {
                output.line("")?;
            }
            output.line(&line)?;
            last = Some(heading);
        }
        print_row(row, output)?;
    }
    if !found.codings.is_empty() {
        output.line("")?;
    }
    let n = count(found.codings.len(), "coding", "codings");
    output.sentence(&format!("{n} of {}. {}", found.n_all, plain(&found.about.message)), 0)
}

fn print_row(row: &CodingRow, output: &mut Output) -> Result<(), CliError> {
    let text = row.text.as_deref().unwrap_or_default();
    for (i, line) in wrap(&format!("“{text}”"), width().saturating_sub(11)).iter().enumerate() {
        let head = if i == 0 { styled(styles::NUMBER, row.coding.as_str()) + "  " } else { " ".repeat(10) };
        output.line(&format!("{head}{line}"))?;
    }
    let mut place = match row.turn {
        Some(turn) => source(&row.document, row.participant.as_deref(), turn, row.time_ms, false),
        None => format!("— {}", row.document),
    };
    if row.negative {
        place += ", negative case";
    }
    let values: Vec<String> = row.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    if !values.is_empty() {
        place += &format!(" ({})", values.join(", "));
    }
    indented(&place, 10, width()).iter().try_for_each(|line| output.line(&styled(styles::FAINT, line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_typed_with_its_value() {
        let read = attribute_value(" profession = nurse").unwrap();
        assert_eq!((read.attribute.as_str(), read.value.as_str()), ("profession", "nurse"));
        assert!(attribute_value("nurse").unwrap_err().contains("profession=nurse"));
    }
}
