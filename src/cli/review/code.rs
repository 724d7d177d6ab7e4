//! `themata code`

use clap::{Subcommand, ValueEnum};

use super::decide_args::DecideArgs;
use super::open_review::{ListArgs, LookArgs, OpenReview};
use super::segment_ranges::SegmentsArg;
use super::{code_list, code_show};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::domain::{Certainty, CodeLevel, CodePart, Colour, Content, Decision, Named};

/// Make and define codes, and code with them
///
/// A CODE is given by its id, by the beginning of its id, or by its label; a CODING by its id or the beginning of its id. Only one may
/// match.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CodeCommand {
    /// List a coder's codes as a tree
    List(ListArgs),
    /// Show a code with its definition, its codings and their ids
    Show {
        #[command(flatten)]
        look: LookArgs,
        /// The code
        code: String,
    },
    /// Make a code
    #[command(
        after_help = "Example:\n  themata code create \"Nights on call\" --level category --under \"Work life\""
    )]
    Create {
        #[command(flatten)]
        decide: DecideArgs,
        /// The label of the code
        label: String,
        /// The level of the code
        #[arg(long, value_enum, default_value_t = LevelArg::Code)]
        level: LevelArg,
        /// The code above it
        #[arg(long, value_name = "CODE")]
        under: Option<String>,
    },
    /// Rename a code
    Rename {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// Its new label
        label: String,
    },
    /// Define a code; options that are not given keep their text, and "" removes it
    #[command(
        after_help = "Example:\n  themata code define \"Nights on call\" --definition \"What nights do to the teachers\" \
                            --exclusion \"Nights of patients\""
    )]
    Define {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The meaning of the code
        #[arg(long, value_name = "TEXT")]
        definition: Option<String>,
        /// What to code with it
        #[arg(long, value_name = "TEXT")]
        inclusion: Option<String>,
        /// What not to code with it
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
        /// The colour, such as #3f7fbf, or none
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
    /// Take a code out from under the code above it
    Unnest {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// Its new level [default: as it is]
        #[arg(long, value_enum)]
        level: Option<LevelArg>,
    },
    /// Move a code to another place among the codes under the same code
    Reorder {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The place, counted from 1
        place: usize,
    },
    /// Merge codes into another, with their codings, memos and the codes under them
    #[command(
        after_help = "Example:\n  themata code merge \"Night shifts\" \"Weekends\" --into \"Nights on call\""
    )]
    Merge {
        #[command(flatten)]
        decide: DecideArgs,
        /// The codes to merge, which disappear
        #[arg(required = true, value_name = "CODE")]
        codes: Vec<String>,
        /// The code that remains
        #[arg(long, value_name = "CODE")]
        into: String,
    },
    /// Split a code: move some of its codings to new codes
    #[command(after_help = "Example:\n  themata code split \"Nights on call\" --part \"Weekends=7k2m,9qx3\"")]
    Split {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// A new code: its label, and the ids of its codings (may be repeated)
        #[arg(long, required = true, value_name = "LABEL=CODINGS", value_parser = part)]
        part: Vec<(String, String)>,
    },
    /// Delete a code with its codings; the codes under it move up. `themata undo` brings everything back
    Delete {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
    },
    /// Copy another coder's codes: labels and definitions, but no codings
    Copy {
        #[command(flatten)]
        decide: DecideArgs,
        /// The name of the other coder
        #[arg(long, value_name = "NAME")]
        from: String,
    },
    /// Code segments, or any words of a document
    #[command(after_help = "Examples:\n  themata code apply \"Nights on call\" 12,40-44\n  \
                            themata code apply \"Nights on call\" --document P02.txt --words \"I sleep in my car\"\n  \
                            themata code apply \"Nights on call\" --document P02.txt --start 120 --end 181")]
    Apply {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The segments, such as 3,7-9
        #[arg(required_unless_present = "document", conflicts_with = "document")]
        segments: Vec<SegmentsArg>,
        /// The name of the document
        #[arg(long, value_name = "NAME")]
        document: Option<String>,
        /// The words, exactly as in the document, where they may occur only once
        #[arg(long, value_name = "TEXT", requires = "document", conflicts_with_all = ["start", "end"])]
        words: Option<String>,
        /// The position of the first character, counted from 0
        #[arg(long, value_name = "N", requires = "document", requires = "end")]
        start: Option<usize>,
        /// The position after the last character
        #[arg(long, value_name = "N", requires = "document", requires = "start")]
        end: Option<usize>,
    },
    /// Refuse segments for a code: `themata suggest --for` no longer lists them for it
    #[command(after_help = "Example:\n  themata code refuse \"Nights on call\" 12,40")]
    Refuse {
        #[command(flatten)]
        decide: DecideArgs,
        /// The code
        code: String,
        /// The segments, such as 3,7-9
        #[arg(required = true)]
        segments: Vec<SegmentsArg>,
    },
    /// Remove codings
    Uncode {
        #[command(flatten)]
        decide: DecideArgs,
        /// The codings
        #[arg(required = true, value_name = "CODING")]
        codings: Vec<String>,
    },
    /// Condense the meaning unit of a coding: write its meaning in fewer words
    Condense {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// The condensed meaning; "" removes it
        text: String,
    },
    /// Mark a coding as manifest (what is said) or latent (what is meant)
    Content {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// The kind of content
        #[arg(value_enum)]
        content: ContentArg,
    },
    /// Mark how certain a coding is
    Certainty {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// How certain it is
        #[arg(value_enum)]
        certainty: CertaintyArg,
    },
    /// Mark a coding as a negative case: it speaks against its code
    Negative {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coding
        coding: String,
        /// Remove the mark
        #[arg(long)]
        not: bool,
    },
}

/// A value, or the word none.
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
    /// A pattern of meaning across categories
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
    /// What is meant
    Latent,
    /// No mark
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
    /// No mark
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
        C::List(list) => code_list::run(list, output),
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
                    "give at least one of --definition, --inclusion, --exclusion and --example",
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

/// Returns where words are in a document, or the span that was typed.
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
            Err(CliError::Usage("give the words of the document with --words, or with --start and --end"))
        }
    }
}
