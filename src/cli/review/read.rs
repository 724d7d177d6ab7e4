//! `themata read`

use clap::Args;

use super::open_review::{LookArgs, session};
use super::read_page;
use super::time_args::shown;
use crate::cli::error::CliError;
use crate::cli::layout::{count, shell_word, shorten};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Cell, Column, Table};
use crate::domain::SegmentId;
use crate::project::{InterviewList, ReadPlace};

/// Read an interview with your codings beside it; without a name, list the documents
///
/// An interview is named by its file, by the beginning of the name, or by its participant. All turns are shown, with the numbers of the
/// segments, your codings, and open candidates. What is in no segment, such as interviewers' words, is shown too, with the reason.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata read                   the documents\n  themata read P02               a whole interview\n  \
                  themata read P02 --turn 40     turn 40 with the turns around it\n  themata read P02 --turn 40-60\n  \
                  themata read --around 376      segment 376 in its interview"
)]
pub(in crate::cli) struct ReadArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// The interview: its document, the beginning of the document's name, or its participant
    pub(super) interview: Option<String>,
    /// Show this turn with those around it, or these turns, such as 40-60
    #[arg(long, value_name = "N|N-N", requires = "interview", value_parser = turns)]
    pub(super) turn: Option<Turns>,
    /// Show the turn of this segment with those around it
    #[arg(long, value_name = "SEGMENT", conflicts_with_all = ["interview", "turn"])]
    pub(super) around: Option<u32>,
    /// How many turns to show before and after, with --turn N and --around
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(super) context: usize,
}

/// Turns as they were typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turns {
    first: usize,
    /// `None` where one turn was typed.
    last: Option<usize>,
}

/// Reads `40` or `40-60`.
fn turns(typed: &str) -> Result<Turns, String> {
    let wrong = || format!("`{typed}` is not a turn; write a number such as 40, or two such as 40-60");
    let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
    let (first, last) = match typed.split_once(['-', '–']) {
        Some((first, last)) => (number(first)?, Some(number(last)?)),
        None => (number(typed)?, None),
    };
    if last.is_some_and(|last| last < first) {
        return Err(wrong());
    }
    Ok(Turns { first, last })
}

pub(in crate::cli) fn run(args: &ReadArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut reviewer, coder) = args.look.open_reviewer()?;
    let session = session(&mut reviewer, coder.as_ref())?;
    let typed = args.look.typed();
    let place = match (&args.interview, args.turn, args.around) {
        (_, _, Some(segment)) => ReadPlace::Segment { segment: SegmentId(segment), n_around: args.context },
        (Some(interview), None, _) => ReadPlace::Whole(interview.clone()),
        (Some(interview), Some(Turns { first, last }), _) => ReadPlace::Turns {
            interview: interview.clone(),
            first,
            last: last.unwrap_or(first),
            n_around: if last.is_some() { 0 } else { args.context },
        },
        (None, ..) => {
            let listed = session.interviews();
            if args.look.json {
                return output.json(&listed);
            }
            return list(&listed, &typed, output);
        }
    };
    let view = session.read(&place)?;
    if args.look.json {
        return output.json(&view);
    }
    read_page::print(&view, output)?;
    output.flush()?;
    let mut next = vec!["● your codes   ○ open candidates".to_owned()];
    if view.interview.n_segments > 0 {
        next.push(format!("Code segments: `themata code apply CODE SEGMENTS{typed}`"));
    }
    if !view.is_whole {
        let document = shell_word(&view.interview.document);
        next.push(format!("Read it all: `themata read {document}{typed}`"));
    }
    output.say("");
    next.iter().for_each(|line| output.say(&styled(styles::FAINT, line)));
    Ok(())
}

/// Lists the documents, and those that were taken out of the study.
pub(super) fn list(listed: &InterviewList, typed: &str, output: &mut Output) -> Result<(), CliError> {
    let mut table = Table::new([
        Column::elastic("Document").at_least(16),
        Column::left("Participants").styled(styles::FAINT),
        Column::right("Turns"),
        Column::right("Segments"),
        Column::right("Coded"),
    ]);
    for entry in &listed.documents {
        let people = match entry.participants.len() {
            0..=2 => entry.participants.join(", "),
            n => count(n, "participant", "participants"),
        };
        table.row([
            Cell::from(&entry.document),
            Cell::from(shorten(&people, 28)),
            entry.n_turns.into(),
            entry.n_segments.into(),
            entry.n_coded.into(),
        ]);
    }
    table.print(output)?;
    if !listed.removed.is_empty() {
        output.line("")?;
        output.line(&styled(styles::STRONG, "Taken out of the study"))?;
        for removed in &listed.removed {
            let what = match &removed.replaced_by {
                Some(now) => format!("replaced by {now}, "),
                None => String::new(),
            };
            let mut who = format!("{what}by {}, {}", removed.by, shown(&removed.at));
            if removed.erased {
                who += "; erased since, it cannot be put back";
            }
            output.line(&format!("{}  {}", removed.document, styled(styles::FAINT, &who)))?;
        }
    }
    output.flush()?;
    if let Some(first) = listed.documents.first() {
        let document = shell_word(&first.document);
        output.say(&styled(styles::FAINT, &format!("Read one: `themata read {document}{typed}`")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_typed_alone_or_as_a_range() {
        assert_eq!(turns("40"), Ok(Turns { first: 40, last: None }));
        assert_eq!(turns("40-60"), Ok(Turns { first: 40, last: Some(60) }));
        assert_eq!(turns(" 4 – 4"), Ok(Turns { first: 4, last: Some(4) }));
        for typed in ["", "a", "-3", "5-", "6-5", "1.5"] {
            assert!(turns(typed).is_err(), "{typed}");
        }
    }
}
