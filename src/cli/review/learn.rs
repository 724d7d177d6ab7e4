//! `themata suggest --again` and `themata suggest --for`

use std::path::Path;

use super::desk::Desk;
use super::learn_args::LearnArgs;
use super::moment::now;
use super::theme_show::print_segment;
use super::{done, preview};
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles, width};
use crate::cli::progress::Bars;
use crate::cli::text::{count, shell_word, wrap};
use crate::project::{Again, ClusterParams, Learned};

/// So many are shown where nobody asks for another number.
const SHOWN: usize = 15;

pub(in crate::cli) fn again(
    project: &Path,
    args: &LearnArgs,
    params: &ClusterParams,
    json: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut desk = Desk::open(project, args.run, args.coder.as_deref(), args.dry_run)?;
    let found = desk.session()?.suggest_again(params, &Bars::new(output))?;
    let reason = args.reason.as_deref();
    let again = desk.session()?.keep_again(found, reason, &now(), args.dry_run)?;
    if json {
        return output.json(&again);
    }
    for line in in_words(&again).iter().flat_map(|words| wrap(words, width())) {
        output.line(&line)?;
    }
    match (&again.decided, &again.preview) {
        (Some(decided), _) => done::print(&mut desk, decided, output),
        (None, Some(would)) => preview::print(would, output),
        (None, None) => output.line("Nothing new was found, and nothing was changed."),
    }
}

/// What was learned, grouped, and left aside.
fn in_words(again: &Again) -> Vec<String> {
    let found = &again.found;
    let n = count(found.n_grouped, "segment was", "segments were");
    let mut words = vec![match &found.learned {
        Learned::Learned { n_codes, n_codings, shrinkage } => format!(
            "{n} grouped in a map learned from {} with {} (relevant component analysis; shrinkage {shrinkage:.2}).",
            count(*n_codes, "code", "codes"),
            count(*n_codings, "coding", "codings"),
        ),
        Learned::None { because } => format!("{n} grouped without a learned map: {because}."),
    }];
    for rejected in &found.rejected_again {
        words.push(format!(
            "Theme {}, which you rejected, was found once more ({}); it is not proposed again.",
            rejected.theme,
            count(rejected.segments.len(), "segment", "segments")
        ));
    }
    if !found.unchanged.is_empty() {
        let numbers: Vec<String> = found.unchanged.iter().map(ToString::to_string).collect();
        words.push(format!("Found just as they stand: {}.", numbers.join(", ")));
    }
    words
}

pub(in crate::cli) fn for_code(
    project: &Path,
    args: &LearnArgs,
    code: &str,
    json: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut desk = Desk::open(project, args.run, args.coder.as_deref(), true)?;
    let (code, _) = desk.code(code)?;
    let limit = args.limit.unwrap_or(if json { usize::MAX } else { SHOWN });
    let found = desk.session()?.suggest_for(code, limit)?;
    if json {
        return output.json(&found);
    }
    if found.segments.is_empty() {
        return output.line("Every segment is coded, or was said not to belong to this code.");
    }
    let ids: Vec<_> = found.segments.iter().map(|offered| offered.segment).collect();
    let quotes = desk.session()?.segments(&ids)?;
    for (offered, quote) in found.segments.iter().zip(&quotes) {
        let rival = match (&offered.rival_label, offered.rival_score) {
            (Some(label), Some(score)) => format!("; “{label}” {score:.2}"),
            _ => String::new(),
        };
        let note = format!("“{}” {:.2}{rival}", found.label, offered.score);
        print_segment(quote, Some(2 * width()), &[note], output)?;
    }
    output.flush()?;
    let label = shell_word(&found.label);
    output.say("");
    for line in [
        format!(
            "{} of {} shown, scored by {} over {} of this code.",
            found.segments.len(),
            count(found.n_open, "uncoded segment", "uncoded segments"),
            if found.score == "ridge" { "a ridge classifier" } else { "the mean cosine to the nearest" },
            count(found.n_coded, "segment", "segments"),
        ),
        format!("  yes: themata code apply {} {label} SEGMENTS", desk.typed),
        format!("  no:  themata code refuse {} {label} SEGMENTS", desk.typed),
    ] {
        output.say(&styled(styles::FAINT, &line));
    }
    Ok(())
}
