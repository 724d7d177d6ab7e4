//! `themata code show`

use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, plain, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::themes::source;
use crate::domain::{Certainty, Content, Named};
use crate::project::{CodeDetail, CodingView};

pub(super) fn run(look: &LookArgs, code: &str, output: &mut Output) -> Result<(), CliError> {
    let shown = look.open()?.session()?.code_detail(&Named(code.to_owned()))?;
    if look.json { output.json(&shown) } else { print(&shown, output) }
}

/// Returns the source of a coding.
fn place(shown: &CodingView) -> String {
    let coding = &shown.coding.coding;
    let mut place = match shown.turn {
        Some(turn) => {
            let participant = shown.participant.as_deref();
            source(&coding.document, participant, turn, shown.time_ms, shown.was_noise)
        }
        None => format!("— {}", coding.document),
    };
    match coding.segment {
        Some(segment) if shown.turn.is_some() => place += &format!(", segment {}", segment.id),
        _ => place += &format!(", {}–{}", coding.start.0, coding.end.0),
    }
    place
}

fn print(shown: &CodeDetail, output: &mut Output) -> Result<(), CliError> {
    let (id, code) = (shown.entry.id, &shown.entry.code);
    let width = width();
    output.line(&format!(
        "{}  {}",
        styled(styles::NUMBER, id.as_str()),
        styled(styles::STRONG, &plain(&code.label))
    ))?;
    let mut facts = vec![code.level.to_string(), count(shown.codings.len(), "coding", "codings")];
    if !shown.path.is_empty() {
        facts.push(format!("under {}", shown.path.join(" › ")));
    }
    if let Some(from) = code.from {
        facts.push(format!("accepted from {} of run {}", crate::words::candidate(from.candidate), from.run));
    }
    if let Some(colour) = &code.colour {
        facts.push(format!("colour {colour}"));
    }
    let mut lines = vec![facts.join(", ")];
    for (what, text) in [
        ("Definition", &code.definition),
        ("Coded with it", &code.inclusion),
        ("Not coded with it", &code.exclusion),
        ("Example", &code.example),
    ] {
        if !text.is_empty() {
            lines.push(format!("{what}: {text}"));
        }
    }
    lines.extend(shown.memos.iter().map(|memo| format!("Memo {}: {}", memo.id, memo.memo.text)));
    for line in lines.iter().flat_map(|line| wrap(line, width)) {
        output.line(&line)?;
    }
    output.line("")?;
    for coding in &shown.codings {
        print_coding(coding, width, output)?;
    }
    Ok(())
}

fn print_coding(shown: &CodingView, width: usize, output: &mut Output) -> Result<(), CliError> {
    let coding = &shown.coding.coding;
    for (i, line) in wrap(&format!("“{}”", shown.text), width.saturating_sub(11)).iter().enumerate() {
        let head =
            if i == 0 { styled(styles::NUMBER, shown.coding.id.as_str()) + "  " } else { " ".repeat(11) };
        output.line(&format!("{head}{line}"))?;
    }
    let mut notes = vec![place(shown)];
    let mut marks = Vec::new();
    if let Some(content) = coding.content {
        marks.push(match content {
            Content::Manifest => "manifest",
            Content::Latent => "latent",
        });
    }
    if let Some(certainty) = coding.certainty {
        marks.push(match certainty {
            Certainty::Sure => "sure",
            Certainty::Unsure => "unsure",
        });
    }
    if coding.negative {
        marks.push("negative case");
    }
    if !marks.is_empty() {
        notes.push(marks.join(", "));
    }
    if let Some(condensed) = &coding.condensed {
        notes.push(format!("condensed: {condensed}"));
    }
    for line in notes.iter().flat_map(|note| wrap(note, width.saturating_sub(11))) {
        output.line(&format!("{}{}", " ".repeat(11), styled(styles::FAINT, &line)))?;
    }
    Ok(())
}
