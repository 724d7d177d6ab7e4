//! `themata import`

use super::error::CliError;
use super::import_args::ImportArgs;
use super::import_unplaced::Target;
use super::output::{Output, styled, styles, width};
use super::progress::Bars;
use super::review::now;
use super::text::{count, plain, shell_word, shorten, wrap};
use crate::domain::RunId;
use crate::project::{ImportReport, OffsetUnit, ProjectError, Reviewer, TableReport, UnplacedRow};

/// So many codings without a place are shown; all with -v.
const SHOWN: usize = 10;
/// So many places of each that it may have.
const PLACES: usize = 3;

pub(super) fn run(args: &ImportArgs, output: &mut Output) -> Result<(), CliError> {
    let target = args.unplaced.as_deref().map(|path| Target::of(path, args)).transpose()?;
    let open = if args.dry_run { Reviewer::open_trial } else { Reviewer::open };
    let mut reviewer = open(&args.project, args.run.map(RunId))?;
    let imported = reviewer.import(&args.request(), &now(), &Bars::new(output));
    match imported {
        Ok(report) => {
            say(args, target.as_ref(), &report, output)?;
            after(args, &report, &reviewer, output);
            Ok(())
        }
        Err(error) => {
            // Where nothing at all has a place, the rows are needed most.
            if let ProjectError::NothingPlaced { report, .. } = &error {
                say(args, target.as_ref(), report, output)?;
            }
            Err(error.into())
        }
    }
}

/// Writes what has no place and shows what was done.
fn say(
    args: &ImportArgs,
    target: Option<&Target<'_>>,
    report: &ImportReport,
    output: &mut Output,
) -> Result<(), CliError> {
    if let Some(target) = target.filter(|_| !report.dry_run) {
        target.write(report)?;
    }
    if args.json {
        output.json(report)?
    } else {
        print(report, output)?
    }
    output.flush()?;
    left_over(args, report, output);
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
        for line in wrap(&super::progress::message(notice), width - 2) {
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
    if table.n_contradicted > 0 {
        let n = count(table.n_contradicted, "of them has", "of them have");
        output.line(&format!(
            "  {n} a position in the table that says another place: the words were followed"
        ))?;
    }
    for coder in &table.coders {
        let known = if coder.is_new { ", who is new here" } else { "" };
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
        let n = count(table.code_columns.len(), "column", "columns");
        words.push(format!("codes from {n} (`{}`)", table.code_columns.join("`, `")));
    }
    if let Some(separator) = &table.path_separator {
        words.push(format!("levels of codes separated by `{separator}`"));
    }
    if let Some(unit) = table.offset_unit {
        let ends = match unit {
            OffsetUnit::Codepoint | OffsetUnit::Utf16 => " from 0, the end one past the last",
            _ => "",
        };
        words.push(format!("positions in {}{ends}", unit.name()));
    }
    if !table.unread_columns.is_empty() {
        words.push(format!("not read `{}`", table.unread_columns.join("`, `")));
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

/// What to do about what has no place.
fn left_over(args: &ImportArgs, report: &ImportReport, output: &Output) {
    let n = report.n_unplaced();
    if n == 0 {
        if let (Some(path), false) = (&args.unplaced, report.dry_run) {
            let words = format!("{} holds no rows, since every coding has a place.", path.display());
            output.say(&styled(styles::FAINT, &words));
        }
        return;
    }
    let codings = count(n, "coding", "codings");
    let were = if n == 1 { "was" } else { "were" };
    let way = match &args.unplaced {
        Some(path) => format!(
            "they {} in {}: correct the words there, or fill in start, or fill in start and end and take the words out, \
             then import that file",
            if report.dry_run { "would be" } else { "are" },
            path.display()
        ),
        None => "write them with --unplaced FILE, mend that file and import it".to_owned(),
    };
    let words = format!("{codings} could not be located in the documents and {were} not imported; {way}.");
    output.say_anyway(&format!("{} {words}", styled(styles::WARNING, "warning:")));
}

/// What can be done now.
fn after(args: &ImportArgs, report: &ImportReport, reviewer: &Reviewer, output: &Output) {
    let coders = || report.tables.iter().flat_map(|table| &table.coders);
    if report.dry_run || coders().all(|coder| coder.operation.is_none()) {
        return;
    }
    let typed = shell_word(&args.project.display().to_string());
    if coders().any(|coder| coder.is_new) && reviewer.default_coder().is_none() && reviewer.coders().len() > 1
    {
        let words = format!(
            "Several people code here, so it must be said with --coder NAME whose codes are meant, or once for all with \
             `themata coder set {typed} NAME`."
        );
        output.say(&styled(styles::FAINT, &words));
    }
    let mut names: Vec<&str> =
        coders().filter(|coder| coder.operation.is_some()).map(|coder| coder.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let name = match names.as_slice() {
        [only] => shell_word(only),
        _ => "NAME".to_owned(),
    };
    let undo = format!("Undo a coder's part with `themata undo {typed} --coder {name}`.");
    output.say(&styled(styles::FAINT, &undo));
}
