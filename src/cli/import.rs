//! `themata import`

use super::error::CliError;
use super::export;
use super::import_args::ImportArgs;
use super::output::{Output, styled, styles, width};
use super::review::now;
use super::text::{count, plain, shell_word, shorten, wrap};
use crate::domain::RunId;
use crate::project::{ImportReport, Reviewer, TableReport, UnplacedRow};

/// So many codings without a place are shown; all with -v.
const SHOWN: usize = 10;
/// So many places of each that it may have.
const PLACES: usize = 3;

pub(super) fn run(args: &ImportArgs, output: &mut Output) -> Result<(), CliError> {
    let mut reviewer = Reviewer::open(&args.project, args.run.map(RunId))?;
    let report = reviewer.import(&args.request(), &now())?;
    if let Some(path) = &args.unplaced
        && report.n_unplaced() > 0
    {
        export::write(path, &report.unplaced_csv()?, args.force)
            .map_err(|error| CliError::write(path.display().to_string(), error))?;
    }
    if args.json {
        output.json(&report)?
    } else {
        print(&report, output)?
    }
    output.flush()?;
    after(args, &report, output);
    Ok(())
}

fn print(report: &ImportReport, output: &mut Output) -> Result<(), CliError> {
    if report.dry_run {
        output.line(&styled(styles::STRONG, "Nothing is written. This would be done:"))?;
    }
    for (i, table) in report.tables.iter().enumerate() {
        if i > 0 {
            output.line("")?;
        }
        one(table, output)?;
    }
    Ok(())
}

fn one(table: &TableReport, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let codings = count(table.n_codings, "coding", "codings");
    let rows = count(table.n_rows, "row", "rows");
    output.line(&format!(
        "{}: {codings} in {rows}, read as {}",
        styled(styles::STRONG, &plain(&table.table)),
        table.tool.name()
    ))?;
    for line in wrap(&taken_for(table), width - 2) {
        output.line(&format!("  {}", styled(styles::FAINT, &line)))?;
    }
    for notice in &table.notices {
        for line in wrap(notice, width - 2) {
            output.line(&format!("  {}", styled(styles::FAINT, &line)))?;
        }
    }
    for (n, one, many) in [
        (table.n_uncoded, "row has no code and was left out", "rows have no code and were left out"),
        (table.n_not_text, "row codes a picture or a recording", "rows code pictures or recordings"),
    ] {
        if n > 0 {
            output.line(&format!("  {}", count(n, one, many)))?;
        }
    }
    let placed = table.placed;
    output.line(&format!(
        "  placed {} of {}: {} exact, {} normalised, {} fuzzy, {} by position",
        placed.n(),
        table.n_codings,
        placed.exact,
        placed.normalised,
        placed.fuzzy,
        placed.position
    ))?;
    for coder in &table.coders {
        let known = if coder.is_new { ", who codes here from now on" } else { "" };
        let there = match coder.n_doubled {
            0 => String::new(),
            n => format!("; {n} were there already"),
        };
        output.line(&format!(
            "  {}{known}: {}, {} made or filled, {}{there}",
            plain(&coder.name),
            count(coder.n_codings, "new coding", "new codings"),
            count(coder.n_codes, "code", "codes"),
            count(coder.n_memos, "memo", "memos"),
        ))?;
    }
    let all = output.verbose;
    let near = if all { table.nearly.len() } else { table.nearly.len().min(SHOWN) };
    for nearly in &table.nearly[..near] {
        let place = &nearly.place;
        output.line(&format!(
            "  ~ row {}, {:.0} % alike: {}",
            nearly.row,
            place.ratio * 100.0,
            shorten(&nearly.quote, width - 24)
        ))?;
        output.line(&format!("      stands now at: {}", shorten(&place.words, width - 21)))?;
    }
    more(table.nearly.len() - near, output)?;
    let shown = if all { table.unplaced.len() } else { table.unplaced.len().min(SHOWN) };
    for row in &table.unplaced[..shown] {
        unplaced(row, width, output)?;
    }
    more(table.unplaced.len() - shown, output)
}

/// What was taken for what, as a sentence.
fn taken_for(table: &TableReport) -> String {
    let mut words: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("{} from `{}`", column.field.name(), column.heading))
        .collect();
    if !table.code_columns.is_empty() {
        words.push(format!("codes from {}", count(table.code_columns.len(), "column", "columns")));
    }
    if let Some(separator) = &table.path_separator {
        words.push(format!("levels of codes separated by `{separator}`"));
    }
    if let Some(unit) = table.offset_unit {
        words.push(format!("positions in {}", unit.name()));
    }
    words.join(", ")
}

fn unplaced(row: &UnplacedRow, width: usize, output: &mut Output) -> Result<(), CliError> {
    let quote = row.quote.as_deref().unwrap_or("(no words)");
    output.line(&format!(
        "  {} row {}, {}: {}",
        styled(styles::WARNING, "!"),
        row.row,
        plain(&row.code.join(" > ")),
        shorten(quote, width.saturating_sub(30).max(30))
    ))?;
    for line in wrap(&row.reason, width - 6) {
        output.line(&format!("      {line}"))?;
    }
    for place in row.candidates.iter().take(PLACES) {
        let turn = place.turn.map_or_else(String::new, |turn| format!(" turn {turn}"));
        let head = format!("{}{turn}, {}–{}", plain(&place.document), place.start, place.end);
        let words = shorten(&place.words, width.saturating_sub(head.chars().count() + 12).max(20));
        output.line(&format!("      {}", styled(styles::FAINT, &format!("{head}: {words}"))))?;
    }
    match row.candidates.len().saturating_sub(PLACES) {
        0 => Ok(()),
        n => output.line(&styled(styles::FAINT, &format!("      and {n} more"))),
    }
}

fn more(n: usize, output: &mut Output) -> Result<(), CliError> {
    match n {
        0 => Ok(()),
        n => output.line(&styled(styles::FAINT, &format!("  and {n} more (-v lists them)"))),
    }
}

/// What to do next.
fn after(args: &ImportArgs, report: &ImportReport, output: &Output) {
    let n = report.n_unplaced();
    if n > 0 {
        let codings = count(n, "coding has", "codings have");
        let way = match &args.unplaced {
            Some(path) => format!(
                "they are in {}: correct the words there, or fill in start and end and take the words out, then import that file",
                path.display()
            ),
            None => "write them with --unplaced FILE, mend that file and import it".to_owned(),
        };
        let words = format!("{codings} no place and came not in; {way}.");
        output.say_anyway(&format!("{} {words}", styled(styles::WARNING, "warning:")));
    }
    if !report.dry_run {
        let typed = shell_word(&args.project.display().to_string());
        let undo = format!("Take a coder's part back with `themata undo {typed} --coder NAME`.");
        output.say(&styled(styles::FAINT, &undo));
    }
}
