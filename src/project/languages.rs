//! Finds the language of documents, and whether the model was made for it.

use std::collections::BTreeMap;

use crate::describe::detect_language;
use crate::domain::{Document, Language, ModelFingerprint, Notice, NoticeFact, Role};

use super::run_texts::RunTexts;

/// How many bytes of a document are examined: more would not change the result.
const ENOUGH: usize = 20_000;

/// Returns the language of each document: the given one, or the one detected in its participants' words.
pub(super) fn languages(texts: &RunTexts, forced: Option<Language>) -> Vec<Option<Language>> {
    (0..texts.documents().len())
        .map(|document| {
            if forced.is_some() {
                return forced;
            }
            let found = detect_language(&said(texts, document));
            found.language.filter(|_| found.reliable)
        })
        .collect()
}

/// Returns for each document the language whose stop words are left out: its own; where that is uncertain, that of most other
/// documents, otherwise the likeliest, otherwise English.
pub(super) fn for_stop_words(texts: &RunTexts, languages: &[Option<Language>]) -> Vec<Language> {
    let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
    for language in languages.iter().flatten() {
        *counts.entry(*language).or_default() += 1;
    }
    // The first of equals, so that the order of documents does not matter.
    let most = counts.iter().rev().max_by_key(|&(_, &n)| n).map(|(&language, _)| language);
    (0..texts.documents().len())
        .zip(languages)
        .map(|(document, language)| {
            let likeliest = || detect_language(&said(texts, document)).language;
            language.or(most).or_else(likeliest).unwrap_or(Language::ENGLISH)
        })
        .collect()
}

/// Returns the words of a document's participants, up to the limit.
fn said(texts: &RunTexts, document: usize) -> String {
    let (index, document) = (texts.index(document), &texts.documents()[document]);
    let mut said = String::new();
    for turn in &document.turns {
        let role = turn.speaker.and_then(|s| document.speakers.get(s)).map(|s| s.role);
        if role != Some(Role::Interviewer)
            && let Ok(words) = index.slice(turn.span)
        {
            said.push_str(words);
            said.push('\n');
        }
        if said.len() > ENOUGH {
            break;
        }
    }
    said
}

/// Reports each document in a language that the model was not made for.
pub(super) fn foreign(
    documents: &[Document],
    languages: &[Option<Language>],
    model: &ModelFingerprint,
) -> Vec<Notice> {
    let made_for: Vec<Language> = model.languages.iter().filter_map(|code| code.parse().ok()).collect();
    if made_for.is_empty() {
        return Vec::new();
    }
    documents
        .iter()
        .zip(languages)
        .filter_map(|(document, language)| Some((document, (*language)?)))
        .filter(|(_, language)| !made_for.contains(language))
        .map(|(document, language)| {
            let (model, made_for) = (model.name.clone(), made_for.clone());
            Notice::about(&document.name, NoticeFact::ForeignLanguage { language, model, made_for })
        })
        .collect()
}
