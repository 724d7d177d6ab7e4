//! The names of those who speak in the documents of a run, which must be in no label and no key term.

use std::collections::{BTreeSet, HashMap};

use crate::domain::OffsetError;

use super::run_texts::RunTexts;

/// How often a word is written in lower case, and how often with a capital.
#[derive(Clone, Copy, Default)]
struct Written {
    lower: usize,
    capital: usize,
}

impl Written {
    /// Tells whether it is a word of the language and not only a part of a name: the transcripts write it in lower case at
    /// least as often as with a capital.
    fn is_common(self) -> bool {
        self.lower > 0 && self.lower >= self.capital
    }
}

/// Returns the names of speakers and participants, each without the words that the segments use as common words: of `Nurse Joy` in
/// interviews about nursing, `Joy` is left.
///
/// Labels that only name a role or count voices are no names (`Participant 3`). A participant may be named after the document;
/// such a name counts too. In a script without capitals every part of a name counts.
///
/// # Errors
/// [`OffsetError`] where a segment lies outside its document's text.
pub(super) fn names_of(texts: &RunTexts) -> Result<BTreeSet<String>, OffsetError> {
    let speakers = texts.documents().iter().flat_map(|document| &document.speakers);
    let mut names: BTreeSet<&str> =
        speakers.filter(|speaker| !speaker.generic).map(|speaker| speaker.label.as_str()).collect();
    names.extend(texts.rows().iter().filter_map(|row| row.participant.as_deref()));
    let mut written: HashMap<String, Written> = names
        .iter()
        .flat_map(|name| parts(name))
        .map(|part| (part.to_lowercase(), Written::default()))
        .collect();
    let longest = written.keys().map(String::len).max().unwrap_or(0);
    for word in texts.words()?.into_iter().flat_map(parts).filter(|word| word.len() <= longest) {
        if let Some(count) = written.get_mut(&word.to_lowercase()) {
            let first = word.chars().next();
            count.lower += usize::from(first.is_some_and(char::is_lowercase));
            count.capital += usize::from(first.is_some_and(char::is_uppercase));
        }
    }
    let is_name = |part: &&str| !written.get(&part.to_lowercase()).is_some_and(|count| count.is_common());
    let rest = names.into_iter().map(|name| parts(name).filter(is_name).collect::<Vec<_>>().join(" "));
    Ok(rest.filter(|name| !name.is_empty()).collect())
}

/// Returns the words of a text, without what is neither letter nor digit at their edges.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let is_edge = |c: char| !c.is_alphanumeric();
    let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | '/'));
    pieces.map(move |word| word.trim_matches(is_edge)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{Document, DocumentFormat, Role, Span, Speaker};
    use crate::project::run_texts::Row;

    #[test]
    fn what_is_also_a_common_word_is_no_name() {
        let text = "The nurse told Joy. A nurse was there, and Anna's nurse.";
        let speaker = |label: &str, generic| Speaker {
            label: label.to_owned(),
            role: Role::Participant,
            role_reason: String::new(),
            generic,
        };
        let document = Document {
            name: "a.txt".to_owned(),
            format: DocumentFormat::Txt,
            sha256: String::new(),
            text: text.to_owned(),
            speakers: vec![speaker("Nurse Joy", false), speaker("Participant 3", true)],
            turns: Vec::new(),
            time_marks: Vec::new(),
            notices: Vec::new(),
        };
        let row = Row {
            document: 0,
            turn: 0,
            span: Span::new(0, text.chars().count()),
            participant: Some(Arc::from("Dr. Anna Berger")),
        };
        let texts = RunTexts::new(vec![document]).with_rows(vec![row]);
        let found: Vec<String> = names_of(&texts).unwrap().into_iter().collect();
        assert_eq!(found, ["Dr Anna Berger", "Joy"]);
    }
}
