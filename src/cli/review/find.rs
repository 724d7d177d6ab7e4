//! `themata find`

use anstyle::Style;
use clap::Args;

use super::open_review::{LookArgs, session};
use super::read_page::who_speaks;
use crate::cli::error::CliError;
use crate::cli::layout::{clock, count, plain, shell_word, shorten, width, wrap};
use crate::cli::marked_text::MarkedText;
use crate::cli::model::ModelArgs;
use crate::cli::output::{Output, styled, styles};
use crate::cli::themes::{QuoteStyle, source_of};
use crate::domain::{Role, SegmentId};
use crate::project::{
    CoderSession, FindMeaningRequest, FindWordsRequest, FoundByMeaning, FoundPassage, FoundWords, MeaningHit,
};
use crate::words;

/// Find words in all interviews, or with --meaning the segments that are nearest in meaning
///
/// Several words must stand one after the other. Words are found by their beginning: `night` finds `nights`. Case, accents, vowel signs,
/// joiners, hyphens, punctuation, line ends, and the letters of Arabic and Persian keyboards make no difference. All that the
/// documents hold is searched; what is in no segment, such as interviewers' words, is marked.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata find night\n  themata find \"in the canteen\" --in P02\n  \
                  themata find night --whole --uncoded\n  themata find \"being afraid of making a mistake\" --meaning")]
pub(in crate::cli) struct FindArgs {
    #[command(flatten)]
    pub(super) look: LookArgs,
    /// The words
    pub(super) words: String,
    /// Find whole words only
    #[arg(long, conflicts_with = "meaning")]
    pub(super) whole: bool,
    /// List the segments that are nearest in meaning to the words, by the cosine of their vectors
    #[arg(long)]
    pub(super) meaning: bool,
    /// Search this interview only: its document, the beginning of the document's name, or its participant
    #[arg(long = "in", value_name = "INTERVIEW")]
    pub(super) interview: Option<String>,
    /// List only segments that you have not coded, as `progress` counts them
    #[arg(long)]
    pub(super) uncoded: bool,
    /// How many to list [default: 20; 10 with --meaning; without --meaning, all with --json]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    #[command(flatten)]
    pub(super) model: ModelArgs,
}

/// How many passages with the words are listed by default.
const SHOWN: usize = 20;
/// How many segments that are near in meaning are listed by default.
const SHOWN_NEAR: usize = 10;
/// The spaces before the text, in which the numbers of segments stand.
const INDENT: usize = 8;
/// The most segments that the hint at the next command names.
const NAMED: usize = 20;

pub(in crate::cli) fn run(args: &FindArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut reviewer, coder) = args.look.open_reviewer()?;
    let session = session(&mut reviewer, coder.as_ref())?;
    match args.meaning {
        true => meaning(args, &session, output),
        false => literal(args, &session, output),
    }
}

fn literal(args: &FindArgs, session: &CoderSession<'_>, output: &mut Output) -> Result<(), CliError> {
    let all = if args.look.json { None } else { Some(SHOWN) };
    let request = FindWordsRequest {
        words: args.words.clone(),
        whole_words: args.whole,
        interview: args.interview.clone(),
        uncoded: args.uncoded,
        limit: args.limit.or(all),
    };
    let found = session.find_words(&request)?;
    if args.look.json {
        return output.json(&found);
    }
    let typed = args.look.typed();
    if found.n_passages == 0 {
        output.line(&nothing(&found, args))?;
        output.flush()?;
        let words = shell_word(&args.words);
        let hint = format!("To find passages of similar meaning: `themata find {words} --meaning{typed}`");
        output.say(&styled(styles::FAINT, &hint));
        return Ok(());
    }
    for passage in &found.passages {
        print(passage, output)?;
    }
    output.flush()?;
    output.say("");
    for line in wrap(&in_words(&found), width()) {
        output.say(&styled(styles::FAINT, &line));
    }
    next(found.passages.iter().filter_map(|passage| passage.segment), &typed, output);
    Ok(())
}

/// Returns the sentence that nothing was found.
fn nothing(found: &FoundWords, args: &FindArgs) -> String {
    let words = shorten(&found.words, 60);
    match (args.interview.as_deref().map(plain), args.uncoded) {
        (None, false) => format!("No document has “{words}”."),
        (Some(interview), false) => format!("{interview} does not have “{words}”."),
        (None, true) => format!("No uncoded segment has “{words}”."),
        (Some(interview), true) => format!("No uncoded segment of {interview} has “{words}”."),
    }
}

/// Prints a passage: its words around the first place, and where it stands.
fn print(passage: &FoundPassage, output: &mut Output) -> Result<(), CliError> {
    let places = passage
        .places
        .iter()
        .map(|place| place.start - passage.start..place.end.min(passage.end) - passage.start);
    let text = MarkedText::of(&passage.text, places).around_first_mark(4 * width()).between("“", "”");
    let style = if passage.segment.is_some() { Style::new() } else { styles::FAINT };
    print_text(passage.segment, &text, style, output)?;
    let mut source = format!("— {}", passage.document);
    if let Some(name) = who_speaks(passage.speaker.as_deref(), passage.participant.as_deref()) {
        source += &format!(", {name}");
    }
    if let Some(turn) = passage.turn {
        source += &format!(", turn {turn}");
    }
    if let Some(ms) = passage.time_ms {
        source += &format!(", at {}", clock(ms));
    }
    match (passage.set_aside, passage.role) {
        (Some(kind), _) => source += &format!("; set aside: {}", kind.nouns().0),
        (None, Some(Role::Interviewer)) => source += "; an interviewer",
        (None, _) => {}
    }
    if let (Some(id), Some(label)) = (passage.candidate, &passage.candidate_label) {
        source += &format!("; in {} {}", words::candidate(id), words::labelled(&shorten(label, 40)));
    }
    print_below(&source, &passage.codes, output)
}

/// Prints the number of a segment and its words.
fn print_text(
    segment: Option<SegmentId>,
    text: &MarkedText,
    style: Style,
    output: &mut Output,
) -> Result<(), CliError> {
    let number = segment.map(|segment| segment.to_string()).unwrap_or_default();
    for (at, line) in text.lines(width().saturating_sub(INDENT), style, styles::MATCH).iter().enumerate() {
        let head = match at {
            // The quotation mark sticks out, so that the words are in line.
            0 => styled(styles::NUMBER, &format!("{number:>5}")) + "  ",
            _ => " ".repeat(INDENT),
        };
        output.line(&format!("{head}{}", line.styled))?;
    }
    Ok(())
}

/// Prints what is known of a passage below it.
fn print_below(source: &str, codes: &[String], output: &mut Output) -> Result<(), CliError> {
    for line in wrap(source, width().saturating_sub(INDENT)) {
        output.line(&format!("{}{}", " ".repeat(INDENT), styled(styles::FAINT, &line)))?;
    }
    for line in codes.iter().flat_map(|code| wrap(&format!("● {code}"), width().saturating_sub(INDENT))) {
        output.line(&format!("{}{}", " ".repeat(INDENT), styled(styles::CODE, &line)))?;
    }
    Ok(())
}

/// Returns in words how much was found.
fn in_words(found: &FoundWords) -> String {
    let places = count(found.n_places, "place", "places");
    let segments = count(found.n_segments, "segment", "segments");
    let documents = count(found.n_documents, "document", "documents");
    let n_aside = found.n_passages - found.n_segments;
    let aside = match n_aside {
        0 => String::new(),
        n => format!(" and {}", count(n, "passage that is set aside", "passages that are set aside")),
    };
    let mut said = format!("{places} in {segments}{aside}, in {documents}.");
    if found.passages.len() < found.n_passages {
        said += &format!(
            " The first {} of {} passages are shown; --limit {} shows all.",
            found.passages.len(),
            found.n_passages,
            found.n_passages
        );
    }
    said
}

/// Says the next commands: to code what was found, and to read on.
fn next(segments: impl Iterator<Item = SegmentId>, typed: &str, output: &Output) {
    let ids: Vec<String> = segments.map(|segment| segment.to_string()).collect();
    let Some(first) = ids.first() else { return };
    let named = if ids.len() <= NAMED { ids.join(",") } else { "SEGMENTS".to_owned() };
    for line in [
        format!("Code them: `themata code apply CODE {named}{typed}`"),
        format!("Read on there: `themata read --around {first}{typed}`"),
    ] {
        output.say(&styled(styles::FAINT, &line));
    }
}

fn meaning(args: &FindArgs, session: &CoderSession<'_>, output: &mut Output) -> Result<(), CliError> {
    let request = FindMeaningRequest {
        text: args.words.clone(),
        interview: args.interview.clone(),
        uncoded: args.uncoded,
        limit: args.limit.unwrap_or(SHOWN_NEAR),
        model: (args.model.model()?, args.model.params()),
    };
    let found = session.find_meaning(&request)?;
    if args.look.json {
        return output.json(&found);
    }
    if found.hits.is_empty() {
        return output.line("There is no segment to compare with.");
    }
    for hit in &found.hits {
        print_hit(hit, output)?;
    }
    output.flush()?;
    output.say("");
    for line in said(&found).iter().flat_map(|said| wrap(said, width())) {
        output.say(&styled(styles::FAINT, &line));
    }
    next(found.hits.iter().map(|hit| hit.segment.id), &args.look.typed(), output);
    Ok(())
}

/// Prints a segment that is near in meaning, below the question that it answers.
fn print_hit(hit: &MeaningHit, output: &mut Output) -> Result<(), CliError> {
    let quote = &hit.segment.quote;
    for line in QuoteStyle::whole(true).question_lines(quote, INDENT) {
        output.line(&line)?;
    }
    let text = MarkedText::of(&quote.text, []).between("“", "”");
    print_text(Some(hit.segment.id), &text, Style::new(), output)?;
    let mut source = format!("similarity {:.2} {}", hit.similarity, source_of(quote));
    if let Some(id) = hit.segment.candidate {
        source += &format!("; in {}", words::candidate(id));
    }
    print_below(&source, &hit.codes, output)
}

/// Returns in words what the order rests on.
fn said(found: &FoundByMeaning) -> Vec<String> {
    let among = count(found.n_segments, "segment", "segments");
    let mut said = vec![format!(
        "The {} of {among} whose vectors are nearest to that of the words (cosine, model {}). Some segment is always nearest, so read before \
         you code.",
        found.hits.len(),
        found.model
    )];
    said.extend(found.notices.iter().map(|notice| format!("! {notice}")));
    said
}
