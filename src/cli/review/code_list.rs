//! `themata code list`

use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, pad, shorten, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::project::{CodeView, LogPosition};

/// The columns behind the label: level, codings, with those under it.
const COLUMNS: usize = 36;
/// The columns before the label: the id.
const BEFORE: usize = 10;

pub(super) fn run(
    look: &LookArgs,
    of: Option<&str>,
    as_of: Option<&LogPosition>,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut review = look.open()?;
    let of = review.target_coder(of)?;
    let listed = review.session()?.codebook(of.as_ref(), as_of)?;
    if look.json {
        return output.json(&listed);
    }
    output.say(&format!(
        "{}, the codebook of {}{}",
        look.project.display(),
        review.reviewer.name_of(&listed.coder),
        as_of.map_or_else(String::new, |_| format!(" after operation {}", listed.operation))
    ));
    output.say("");
    if listed.codes.is_empty() {
        output.line("No code yet.")?;
        output.flush()?;
        output.say(
            "A candidate theme becomes one with `themata theme accept`; `themata code create` makes one.",
        );
        return Ok(());
    }
    let width = width();
    let head = format!(
        "{}{}{:<13}{:>9}{:>14}",
        pad("id", BEFORE),
        pad("Code", width - BEFORE - COLUMNS),
        "Level",
        "Codings",
        "with nested"
    );
    output.line(&styled(styles::FAINT, &head))?;
    output.line(&styled(styles::FAINT, &"─".repeat(width)))?;
    for entry in &listed.codes {
        print(entry, 0, width, output)?;
    }
    output.line("")?;
    output.line(&format!("{} in all.", count(listed.codings.len(), "coding", "codings")))
}

fn print(entry: &CodeView, depth: usize, width: usize, output: &mut Output) -> Result<(), CliError> {
    // However deep it is nested, some of the label stays to be read.
    let room = width - BEFORE - COLUMNS;
    let indent = (2 * depth).min(room / 2);
    let label = shorten(&entry.code.label, room - indent - 1);
    let nested = if entry.codes.is_empty() { String::new() } else { entry.n_codings_nested.to_string() };
    output.line(&format!(
        "{}{}{}{:<13}{:>9}{:>14}",
        styled(styles::NUMBER, &pad(entry.id.as_str(), BEFORE)),
        " ".repeat(indent),
        styled(styles::STRONG, &pad(&label, room - indent)),
        entry.code.level.to_string(),
        entry.n_codings,
        nested
    ))?;
    for line in wrap(&entry.code.definition, width - BEFORE - indent).iter().filter(|line| !line.is_empty()) {
        output.line(&format!("{}{}", " ".repeat(BEFORE + indent), styled(styles::FAINT, line)))?;
    }
    entry.codes.iter().try_for_each(|below| print(below, depth + 1, width, output))
}
