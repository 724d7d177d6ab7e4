//! `themata code`

use super::code_args::CodeCommand;
use super::desk::Desk;
use super::numbers::SegmentsArg;
use super::{code_list, code_show};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::domain::{CodePart, Decision, Named};

pub(in crate::cli) fn run(command: &CodeCommand, output: &mut Output) -> Result<(), CliError> {
    use CodeCommand as C;
    match command {
        C::List { look, of, as_of } => code_list::run(look, of.as_deref(), as_of.as_ref(), output),
        C::Show { look, code } => code_show::run(look, code, output),
        C::Create { decide, label, level, under } => decide.decide(output, |desk| {
            let under = under.as_deref().map(|under| named(desk, under)).transpose()?;
            Ok(Decision::CreateCode { label: label.clone(), level: (*level).into(), under })
        }),
        C::Rename { decide, code, label } => decide.decide(output, |desk| {
            Ok(Decision::RenameCode { code: named(desk, code)?, label: label.clone() })
        }),
        C::Define { decide, code, definition, inclusion, exclusion, example } => {
            if [definition, inclusion, exclusion, example].iter().all(|text| text.is_none()) {
                return Err(CliError::Usage(
                    "say what is defined: --definition, --inclusion, --exclusion or --example",
                ));
            }
            decide.decide(output, |desk| {
                Ok(Decision::DefineCode {
                    code: named(desk, code)?,
                    definition: definition.clone(),
                    inclusion: inclusion.clone(),
                    exclusion: exclusion.clone(),
                    example: example.clone(),
                })
            })
        }
        C::Colour { decide, code, colour } => decide.decide(output, |desk| {
            Ok(Decision::ColourCode { code: named(desk, code)?, colour: colour.0.clone() })
        }),
        C::Nest { decide, code, under, level } => decide.decide(output, |desk| {
            let under = Some(named(desk, under)?);
            Ok(Decision::NestCode { code: named(desk, code)?, under, level: level.map(Into::into) })
        }),
        C::Unnest { decide, code, level } => decide.decide(output, |desk| {
            Ok(Decision::NestCode { code: named(desk, code)?, under: None, level: level.map(Into::into) })
        }),
        C::Reorder { decide, code, place } => decide
            .decide(output, |desk| Ok(Decision::ReorderCode { code: named(desk, code)?, place: *place })),
        C::Merge { decide, codes, into } => decide.decide(output, |desk| {
            Ok(Decision::MergeCodes { codes: desk.codes(codes)?, into: named(desk, into)? })
        }),
        C::Split { decide, code, part } => decide.decide(output, |desk| {
            let parts = part
                .iter()
                .map(|(label, codings)| {
                    Ok(CodePart { label: label.clone(), codings: desk.codings([codings])? })
                })
                .collect::<Result<_, CliError>>()?;
            Ok(Decision::SplitCode { code: named(desk, code)?, parts })
        }),
        C::Delete { decide, code } => {
            decide.decide(output, |desk| Ok(Decision::DeleteCode { code: named(desk, code)? }))
        }
        C::Copy { decide, from } => {
            decide.decide(output, |desk| Ok(Decision::CopyCodes { from: desk.reviewer.coder(from)? }))
        }
        C::Apply { decide, code, segments, document, words, start, end } => decide.decide(output, |desk| {
            let code = named(desk, code)?;
            match document {
                None => Ok(Decision::Code { code, segments: SegmentsArg::all(segments) }),
                Some(document) => {
                    let (start, end) = span(desk, document, words.as_deref(), start.zip(*end))?;
                    Ok(Decision::CodeSpan { code, document: document.clone(), start, end })
                }
            }
        }),
        C::Refuse { decide, code, segments } => decide.decide(output, |desk| {
            Ok(Decision::NotThisCode { code: named(desk, code)?, segments: SegmentsArg::all(segments) })
        }),
        C::Uncode { decide, codings } => {
            decide.decide(output, |desk| Ok(Decision::Uncode { codings: desk.codings(codings)? }))
        }
        C::Condense { decide, coding, text } => decide.decide(output, |desk| {
            let text = Some(text.clone()).filter(|text| !text.trim().is_empty());
            Ok(Decision::Condense { coding: desk.coding(coding)?.1, text })
        }),
        C::Content { decide, coding, content } => decide.decide(output, |desk| {
            Ok(Decision::Content { coding: desk.coding(coding)?.1, content: content.content() })
        }),
        C::Certainty { decide, coding, certainty } => decide.decide(output, |desk| {
            Ok(Decision::Certainty { coding: desk.coding(coding)?.1, certainty: certainty.certainty() })
        }),
        C::Negative { decide, coding, not } => decide.decide(output, |desk| {
            Ok(Decision::NegativeCoding { coding: desk.coding(coding)?.1, negative: !not })
        }),
    }
}

fn named(desk: &mut Desk, code: &str) -> Result<Named, CliError> {
    Ok(desk.code(code)?.1)
}

/// Where words stand in a document, or the span that was typed.
fn span(
    desk: &Desk,
    document: &str,
    words: Option<&str>,
    typed: Option<(usize, usize)>,
) -> Result<(usize, usize), CliError> {
    match (words, typed) {
        (Some(words), _) => {
            let span = desk.reviewer.span_of(document, words)?;
            Ok((span.start.0, span.end.0))
        }
        (None, Some(span)) => Ok(span),
        (None, None) => {
            Err(CliError::Usage("say which words of the document: --words, or --start and --end"))
        }
    }
}
