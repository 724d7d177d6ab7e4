//! `themata theme`

use super::numbers::SegmentsArg;
use super::theme_args::ThemeCommand;
use super::{theme_list, theme_show, theme_split};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::domain::{Decision, ProposalId};

pub(in crate::cli) fn run(command: &ThemeCommand, output: &mut Output) -> Result<(), CliError> {
    use ThemeCommand as C;
    match command {
        C::List { look, of, as_of } => theme_list::run(look, of.as_deref(), as_of.as_ref(), output),
        C::Show { look, theme } => theme_show::run(look, ProposalId(*theme), output),
        C::Split { decide, theme, into, segments } => {
            theme_split::run(decide, ProposalId(*theme), *into, segments, output)
        }
        C::Accept { decide, theme, label, level, into } => decide.decide(output, |desk| {
            Ok(Decision::Accept {
                theme: ProposalId(*theme),
                into: into.as_deref().map(|code| desk.code(code)).transpose()?.map(|(_, named)| named),
                label: label.clone(),
                level: level.map(Into::into),
            })
        }),
        C::Reject { decide, theme } => {
            decide.decide(output, |_| Ok(Decision::Reject { theme: ProposalId(*theme) }))
        }
        C::Defer { decide, theme } => {
            decide.decide(output, |_| Ok(Decision::Defer { theme: ProposalId(*theme) }))
        }
        C::Reopen { decide, theme } => {
            decide.decide(output, |_| Ok(Decision::Reopen { theme: ProposalId(*theme) }))
        }
        C::Rename { decide, theme, label } => decide
            .decide(output, |_| Ok(Decision::Rename { theme: ProposalId(*theme), label: label.clone() })),
        C::Merge { decide, themes, into } => decide.decide(output, |_| {
            let themes = themes.iter().copied().map(ProposalId).collect();
            Ok(Decision::Merge { themes, into: ProposalId(*into) })
        }),
        C::Move { decide, segments, to } => {
            decide.decide(output, |_| Ok(Decision::Move { segments: SegmentsArg::all(segments), to: to.0 }))
        }
        C::Add { decide, theme, segments } => decide.decide(output, |_| {
            Ok(Decision::Add { segments: SegmentsArg::all(segments), theme: ProposalId(*theme) })
        }),
        C::Negative { decide, segments, not } => decide.decide(output, |_| {
            Ok(Decision::Negative { segments: SegmentsArg::all(segments), negative: !not })
        }),
    }
}
