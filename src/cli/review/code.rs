//! `themata code`

use clap::{Subcommand, ValueEnum};

use super::open_review::{DecideArgs, LookArgs, OpenReview};
use super::segment_ranges::SegmentsArg;
use super::time_args::moment;
use super::{code_list, code_show};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::domain::{Certainty, CodeLevel, CodePart, Colour, Content, Decision, Named};
use crate::project::LogPosition;

/// Make and define codes, and code with them
///
/// A CODE is named by its id, by the beginning of its id where only one begins so, or by its label where only one is called so; a
/// CODING by its id or the beginning of it.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CodeCommand {
    /// List a coder's codes as a tree
    List {
        #[command(flatten)]
        look: LookArgs,
        /// Whose, by name: another coder's, once the project is open for comparison
        #[arg(long, value_name = "NAME")]
        of: Option<String>,
        /// As it was at a time (2026-11-24, 2026-11-24T21:30, in UTC) or after an entry of the log
        #[arg(long, value_name = "TIME|N", value_parser = moment)]
        as_of: Option<LogPosition>,
    },
    /// Show a code with its definition, its codings and their ids
    Show {
        #[command(flatten)]
        look: LookArgs,
        /// The code
        code: String,
    },
    /// Make a code
    #[command(
        after_help = "Example:\n  themata code create study.themata \"Nights on call\" --level category --under \"Work life\""
    )]
    Create {
        #[command(flatten)]
        decide: DecideArgs,
        /// Its label
        label: String,
        /// Its level
        #[arg(long, value_enum, default_value_t = LevelArg::Code)]
        level: LevelArg,
        /// The code that it is nested under
        #[arg(long, value_name = "CODE")]
        under: Option<String>,
    },
    /// Call a code otherwise
    Rename {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// Its new label
        label: String,
    },
    /// Define a code; what is not given stays, and "" takes away
    #[command(
        after_help = "Example:\n  themata code define study.themata \"Nights on call\" --definition \"What nights do to the teachers\" \
                            --exclusion \"Nights of patients\""
    )]
    Define {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// What it means
        #[arg(long, value_name = "TEXT")]
        definition: Option<String>,
        /// What is coded with it
        #[arg(long, value_name = "TEXT")]
        inclusion: Option<String>,
        /// What is not
        #[arg(long, value_name = "TEXT")]
        exclusion: Option<String>,
        /// A typical quotation
        #[arg(long, value_name = "TEXT")]
        example: Option<String>,
    },
    /// Give a code a colour
    #[command(visible_alias = "color")]
    Colour {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// As #3f7fbf, or none
        #[arg(value_parser = or_none::<Colour>)]
        colour: OrNone<Colour>,
    },
    /// Nest a code under another of a higher level: code, sub-category, category, theme
    Nest {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The code above it
        #[arg(long, value_name = "CODE")]
        under: String,
        /// Its new level [default: as it is]
        #[arg(long, value_enum)]
        level: Option<LevelArg>,
    },
    /// Have a code stand alone
    Unnest {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// Its new level [default: as it is]
        #[arg(long, value_enum)]
        level: Option<LevelArg>,
    },
    /// Put a code at another place among its siblings
    Reorder {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The place, from 1
        place: usize,
    },
    /// Merge codes into another, with their codings, memos and the codes under them
    #[command(
        after_help = "Example:\n  themata code merge study.themata \"Night shifts\" \"Weekends\" --into \"Nights on call\""
    )]
    Merge {
        #[command(flatten)]
        decide: DecideArgs,
        /// The codes that go
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        /// The code that stays
        #[arg(long, value_name = "CODE")]
        into: String,
    },
    /// Split codings off a code, as codes of their own beside it
    #[command(
        after_help = "Example:\n  themata code split study.themata \"Nights on call\" --part \"Weekends=7k2m,9qx3\""
    )]
    Split {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// A part: its label, and the ids of its codings (may be repeated)
        #[arg(long, required = true, value_name = "LABEL=CODINGS", value_parser = part)]
        part: Vec<(String, String)>,
    },
    /// Delete a code with its codings; the codes under it rise. `themata undo` brings all back
    Delete {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
    },
    /// Copy another coder's codes: labels and definitions, never codings
    Copy {
        #[command(flatten)]
        decide: DecideArgs,
        /// The other coder, by name
        #[arg(long, value_name = "NAME")]
        from: String,
    },
    /// Code segments, or any words of a document
    #[command(after_help = "Examples:\n  themata code apply study.themata \"Nights on call\" 12,40-44\n  \
                            themata code apply study.themata \"Nights on call\" --document P02.txt --words \"I sleep in my car\"\n  \
                            themata code apply study.themata \"Nights on call\" --document P02.txt --start 120 --end 181")]
    Apply {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The segments, as 3,7-9
        #[arg(required_unless_present = "document", conflicts_with = "document")]
        segments: Vec<SegmentsArg>,
        /// The document that holds the words
        #[arg(long, value_name = "NAME")]
        document: Option<String>,
        /// The words, as they stand in the document; they must stand there once
        #[arg(long, value_name = "TEXT", requires = "document", conflicts_with_all = ["start", "end"])]
        words: Option<String>,
        /// The first code point, from 0
        #[arg(long, value_name = "N", requires = "document", requires = "end")]
        start: Option<usize>,
        /// One past the last code point
        #[arg(long, value_name = "N", requires = "document", requires = "start")]
        end: Option<usize>,
    },
    /// Say that segments do not belong to a code: `themata suggest --for` offers them for it no more
    #[command(after_help = "Example:\n  themata code refuse study.themata \"Nights on call\" 12,40")]
    Refuse {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The segments, as 3,7-9
        #[arg(required = true)]
        segments: Vec<SegmentsArg>,
    },
    /// Take codings away
    Uncode {
        #[command(flatten)]
        decide: DecideArgs,
        /// The codings
        #[arg(required = true, value_name = "CODING")]
        codings: Vec<String>,
    },
    /// Condense the meaning unit of a coding: its meaning in fewer words
    Condense {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// Its meaning; "" takes it away
        text: String,
    },
    /// Say whether a coding rests on what is said or on what is meant
    Content {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// Which
        #[arg(value_enum)]
        content: ContentArg,
    },
    /// Say how certain a coding is
    Certainty {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// Which
        #[arg(value_enum)]
        certainty: CertaintyArg,
    },
    /// Mark a coding as a negative case: it speaks against its code
    Negative {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// It is none after all
        #[arg(long)]
        not: bool,
    },
}

/// Something, or the word none.
#[derive(Clone, Debug)]
pub(in crate::cli) struct OrNone<T>(pub(super) Option<T>);

fn or_none<T: std::str::FromStr>(text: &str) -> Result<OrNone<T>, T::Err> {
    if text == "none" { Ok(OrNone(None)) } else { text.parse().map(|value| OrNone(Some(value))) }
}

fn part(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((label, codings)) if !label.trim().is_empty() => Ok((label.to_owned(), codings.to_owned())),
        _ => Err("write LABEL=CODINGS, as in \"Weekends=7k2m,9qx3\"".to_owned()),
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum LevelArg {
    /// A label of what is said
    Code,
    /// A group of codes
    SubCategory,
    /// A group of sub-categories
    Category,
    /// A pattern of meaning across them
    Theme,
}

impl From<LevelArg> for CodeLevel {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Code => Self::Code,
            LevelArg::SubCategory => Self::SubCategory,
            LevelArg::Category => Self::Category,
            LevelArg::Theme => Self::Theme,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum ContentArg {
    /// What is said
    Manifest,
    /// What is meant by it
    Latent,
    /// Neither
    None,
}

impl ContentArg {
    pub(super) fn content(self) -> Option<Content> {
        match self {
            Self::Manifest => Some(Content::Manifest),
            Self::Latent => Some(Content::Latent),
            Self::None => None,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum CertaintyArg {
    /// Certain
    Sure,
    /// In doubt
    Unsure,
    /// Nothing is said of it
    None,
}

impl CertaintyArg {
    pub(super) fn certainty(self) -> Option<Certainty> {
        match self {
            Self::Sure => Some(Certainty::Sure),
            Self::Unsure => Some(Certainty::Unsure),
            Self::None => None,
        }
    }
}

pub(in crate::cli) fn run(command: &CodeCommand, output: &mut Output) -> Result<(), CliError> {
    use CodeCommand as C;
    match command {
        C::List { look, of, as_of } => code_list::run(look, of.as_deref(), as_of.as_ref(), output),
        C::Show { look, code } => code_show::run(look, code, output),
        C::Create { decide, label, level, under } => decide.decide(output, |review| {
            let under = under.as_deref().map(|under| named(review, under)).transpose()?;
            Ok(Decision::CreateCode { label: label.clone(), level: (*level).into(), under })
        }),
        C::Rename { decide, code, label } => decide.decide(output, |review| {
            Ok(Decision::RenameCode { code: named(review, code)?, label: label.clone() })
        }),
        C::Define { decide, code, definition, inclusion, exclusion, example } => {
            if [definition, inclusion, exclusion, example].iter().all(|text| text.is_none()) {
                return Err(CliError::Usage(
                    "say what is defined: --definition, --inclusion, --exclusion or --example",
                ));
            }
            decide.decide(output, |review| {
                Ok(Decision::DefineCode {
                    code: named(review, code)?,
                    definition: definition.clone(),
                    inclusion: inclusion.clone(),
                    exclusion: exclusion.clone(),
                    example: example.clone(),
                })
            })
        }
        C::Colour { decide, code, colour } => decide.decide(output, |review| {
            Ok(Decision::ColourCode { code: named(review, code)?, colour: colour.0.clone() })
        }),
        C::Nest { decide, code, under, level } => decide.decide(output, |review| {
            let under = Some(named(review, under)?);
            Ok(Decision::NestCode { code: named(review, code)?, under, level: level.map(Into::into) })
        }),
        C::Unnest { decide, code, level } => decide.decide(output, |review| {
            Ok(Decision::NestCode { code: named(review, code)?, under: None, level: level.map(Into::into) })
        }),
        C::Reorder { decide, code, place } => decide
            .decide(output, |review| Ok(Decision::ReorderCode { code: named(review, code)?, place: *place })),
        C::Merge { decide, codes, into } => decide.decide(output, |review| {
            Ok(Decision::MergeCodes { codes: review.codes(codes)?, into: named(review, into)? })
        }),
        C::Split { decide, code, part } => decide.decide(output, |review| {
            let parts = part
                .iter()
                .map(|(label, codings)| {
                    Ok(CodePart { label: label.clone(), codings: review.codings([codings])? })
                })
                .collect::<Result<_, CliError>>()?;
            Ok(Decision::SplitCode { code: named(review, code)?, parts })
        }),
        C::Delete { decide, code } => {
            decide.decide(output, |review| Ok(Decision::DeleteCode { code: named(review, code)? }))
        }
        C::Copy { decide, from } => {
            decide.decide(output, |review| Ok(Decision::CopyCodes { from: review.reviewer.coder(from)? }))
        }
        C::Apply { decide, code, segments, document, words, start, end } => decide.decide(output, |review| {
            let code = named(review, code)?;
            match document {
                None => Ok(Decision::Code { code, segments: SegmentsArg::all(segments) }),
                Some(document) => {
                    let (start, end) = span(review, document, words.as_deref(), start.zip(*end))?;
                    Ok(Decision::CodeSpan { code, document: document.clone(), start, end })
                }
            }
        }),
        C::Refuse { decide, code, segments } => decide.decide(output, |review| {
            Ok(Decision::NotThisCode { code: named(review, code)?, segments: SegmentsArg::all(segments) })
        }),
        C::Uncode { decide, codings } => {
            decide.decide(output, |review| Ok(Decision::Uncode { codings: review.codings(codings)? }))
        }
        C::Condense { decide, coding, text } => decide.decide(output, |review| {
            let text = Some(text.clone()).filter(|text| !text.trim().is_empty());
            Ok(Decision::Condense { coding: review.coding(coding)?.1, text })
        }),
        C::Content { decide, coding, content } => decide.decide(output, |review| {
            Ok(Decision::Content { coding: review.coding(coding)?.1, content: content.content() })
        }),
        C::Certainty { decide, coding, certainty } => decide.decide(output, |review| {
            Ok(Decision::Certainty { coding: review.coding(coding)?.1, certainty: certainty.certainty() })
        }),
        C::Negative { decide, coding, not } => decide.decide(output, |review| {
            Ok(Decision::NegativeCoding { coding: review.coding(coding)?.1, negative: !not })
        }),
    }
}

fn named(review: &mut OpenReview, code: &str) -> Result<Named, CliError> {
    Ok(review.code(code)?.1)
}

/// Where words stand in a document, or the span that was typed.
fn span(
    review: &OpenReview,
    document: &str,
    words: Option<&str>,
    typed: Option<(usize, usize)>,
) -> Result<(usize, usize), CliError> {
    match (words, typed) {
        (Some(words), _) => {
            let span = review.reviewer.span_of(document, words)?;
            Ok((span.start.0, span.end.0))
        }
        (None, Some(span)) => Ok(span),
        (None, None) => {
            Err(CliError::Usage("say which words of the document: --words, or --start and --end"))
        }
    }
}
