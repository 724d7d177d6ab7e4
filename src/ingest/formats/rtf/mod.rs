//! Rich Text Format (`.rtf`): the words of the body, in their order.
//!
//! This is our own reader, because the crate rtf-parser recurses over its input and does not know code pages. It is one
//! loop over the bytes with a stack of group states, so nesting costs no call stack. Kept: paragraphs, tabs, breaks,
//! tables. Left out: deleted and hidden text, field codes, headers and footers, pictures, footnotes and text boxes; a
//! notice counts the last two.

mod codepage;
mod tokens;
mod words;

use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::error::{IngestError, RtfProblem};
use crate::ingest::params::Limits;
use crate::ingest::source::Source;
use crate::ingest::transcript::Paragraph;
use tokens::{Token, Tokens};
use words::Words;

/// Reads the paragraphs of an `.rtf`, and the rows of tables that are transcripts.
///
/// Tells in notices what of the file is not in it.
pub(super) fn paragraphs(
    source: &Source<'_>,
    limits: Limits,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Paragraph>, IngestError> {
    let failed = |byte, problem| IngestError::Rtf { name: source.name.to_owned(), byte, problem };
    let mut tokens = Tokens::new(source.bytes);
    let mut words = Words::new();
    let mut depth = 0_usize;
    while let Some(token) = tokens.next() {
        match token {
            Token::Open => {
                depth += 1;
                if depth > limits.max_depth {
                    return Err(failed(tokens.at(), RtfProblem::TooDeep(limits.max_depth)));
                }
                words.open_group();
            }
            Token::Close => {
                words.close_group();
                depth = depth.saturating_sub(1);
                // What follows the outermost group does not belong to the document.
                if depth == 0 {
                    break;
                }
            }
            Token::Byte(byte) => words.byte(byte),
            Token::Symbol(symbol) => words.symbol(symbol),
            Token::Word(word, number) => words.word(word, number),
        }
    }
    if depth > 0 {
        return Err(failed(source.bytes.len(), RtfProblem::CutOff(depth)));
    }
    let found = words.finish();
    // One brace too many ends the document early; the rest of an interview must not be lost in silence.
    let rest = &source.bytes[tokens.at().min(source.bytes.len())..];
    let n_after = rest.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != 0).count();
    let left_out = [
        (n_after, LeftOut::BytesAfterEnd),
        (found.n_notes, LeftOut::NotesOrComments),
        (found.n_boxes, LeftOut::TextBoxes),
        (found.n_deletions, LeftOut::TrackedDeletions),
        (found.n_hidden, LeftOut::HiddenText),
    ];
    for (n, what) in left_out.into_iter().filter(|(n, _)| *n > 0) {
        notices.push(Notice::about(source.name, NoticeFact::LeftOut { n, what }));
    }
    notices.extend(found.flowed.facts.into_iter().map(|fact| Notice::about(source.name, fact)));
    Ok(found.flowed.paragraphs)
}

#[cfg(test)]
mod tests;
