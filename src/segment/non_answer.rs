//! Answers that say nothing: `don't know`, `n/a`, `no comment`.

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation;

use super::back_channel::{BACK_CHANNEL, fold};
use super::marks::text_for_embedding;
use super::phrases::phrases;
use crate::domain::{Document, DocumentFormat, NoticeFact, TakenColumn, TextIndex, plain_words};

/// The form of a document, which decides about words such as `Nothing`.
///
/// In an interview, `Nothing.` or `None.` answers a question that somebody has just asked, and is kept. A cell of a survey that
/// holds only `none`, `-` or `No` was filled in because it could not stay empty, and says nothing. `Nothing` alone may answer what
/// should be changed (in 689 answers of patients to the NHS, people coded it as "could not be improved"), and says nothing only
/// where further remarks are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Turns of people who talk with each other.
    Conversation,
    /// Answers to questions of a form: each turn is a whole cell.
    Answers,
    /// Answers of a form to the question whether there is anything else to say.
    FurtherRemarks,
}

impl Form {
    /// Returns the form of a document. A table of answers is a table from which no column of speakers and no interview was read,
    /// and which has no times of a recording; or in which each of three speakers or more has one turn. The heading of the answers
    /// is their question.
    pub(super) fn of(document: &Document) -> Self {
        let facts = || document.notices.iter().map(|notice| &notice.fact);
        let columns = || {
            facts().flat_map(|fact| match fact {
                NoticeFact::ColumnsTaken { columns } => columns.as_slice(),
                _ => &[],
            })
        };
        let is_read_as = |wanted: &str| columns().any(|column| column.field == wanted);
        if facts().any(|fact| matches!(fact, NoticeFact::RowsAreConversations))
            || !document.time_marks.is_empty()
        {
            return Self::Conversation;
        }
        // A matrix of questions by people holds answers too, and so does a table with questions at the heads of its columns.
        let by_person = is_read_as(TakenColumn::ANSWERS) || is_read_as(TakenColumn::TURNS);
        let answers = (is_read_as("text") && !is_read_as("speaker") && !is_read_as("document"))
            || is_read_as(TakenColumn::ANSWERS);
        let is_table =
            matches!(document.format, DocumentFormat::Csv | DocumentFormat::Tsv | DocumentFormat::Xlsx);
        if !answers && (by_person || !is_table) {
            return Self::Conversation;
        }
        if !answers && (document.turns.len() < 3 || !each_speaks_once(document)) {
            return Self::Conversation;
        }
        let mut questions = columns().filter(|column| column.field == "text");
        match is_read_as("text") && questions.all(|column| asks_for_more(&column.heading)) {
            true => Self::FurtherRemarks,
            false => Self::Answers,
        }
    }

    /// Returns the form of an answer below a question of the form.
    pub(super) fn below(self, question: &str) -> Self {
        match self {
            Self::Conversation => self,
            _ if asks_for_more(question) => Self::FurtherRemarks,
            _ => Self::Answers,
        }
    }
}

/// Tells whether a question asks whether there is anything else to say.
fn asks_for_more(question: &str) -> bool {
    #[rustfmt::skip]
    const MORE: &[&str] = &[
        "other comments", "any other", "anything else", "further comments", "further remarks", "additional comments",
        "additional remarks", "like to add", "want to add", "wish to add", "weitere anmerkungen", "weitere kommentare",
        "sonstige anmerkungen", "sonst noch", "noch etwas", "autres commentaires", "autre commentaire", "autres remarques",
        "autre chose", "quelque chose à ajouter", "ajouter quelque chose", "souhaitez vous ajouter", "voulez vous ajouter", "otros comentarios", "otro comentario", "algo más", "quiere añadir", "desea añadir", "añadir algo", "altri commenti",
        "altre osservazioni", "qualcos'altro", "vuole aggiungere", "altro da aggiungere", "aggiungere altro", "aggiungere qualcosa", "نظر دیگر", "نظرات دیگر", "توضیح دیگر", "نکته دیگر",
    ];
    let question = plain_words(question);
    MORE.iter().any(|phrase| question.contains(&plain_words(phrase)))
}

/// Tells whether every turn has another speaker.
fn each_speaks_once(document: &Document) -> bool {
    let mut has_spoken = vec![false; document.speakers.len()];
    document.turns.iter().all(|turn| {
        let first = turn.speaker.and_then(|speaker| has_spoken.get_mut(speaker));
        first.is_some_and(|has_spoken| !std::mem::replace(has_spoken, true))
    })
}

/// The most words of an answer that says nothing.
const MOST_WORDS: usize = 10;

/// The most words of a phrase below.
const LONGEST_PHRASE: usize = 6;

/// The most bytes of such an answer, with marks of transcription: longer turns need not be read word by word.
const MOST_BYTES: usize = 300;

/// What programs write for a cell without a value, as they spell it.
const MISSING: &[&str] = &[
    "nan", "NaN", "NAN", "null", "NULL", "<NA>", "#N/A", "#N/A!", "#NV", "#N/D", "#NULL!", "#VALUE!",
    "#WERT!", "#REF!", "#BEZUG!", "#NAME?", "#DIV/0!", "#NUM!", "#ERROR!",
];

/// Phrases that say nothing wherever they are a whole turn or cell, in lower case.
#[rustfmt::skip]
const SAYS_NOTHING: &[&str] = &[
    // English
    "don't know", "dont know", "do not know", "didn't know", "don't really know", "wouldn't know", "dunno",
    "idk", "no idea", "no clue", "have no idea", "haven't a clue", "not sure", "i'm not sure", "im not sure",
    "am not sure", "can't say", "cannot say", "couldn't say", "can't comment", "cannot comment", "no comment",
    "no comments", "no further comment", "no further comments", "no other comment", "no other comments",
    "no additional comments", "no more comments", "no opinion", "no answer", "no response", "no reply",
    "not applicable", "n a", "n.a", "doesn't apply", "does not apply", "not provided", "none provided",
    "none given", "not specified", "not stated", "not answered", "did not answer", "prefer not to say", "prefer not to answer",
    "rather not say", "rather not answer", "i'd rather not say", "would rather not say", "nothing to add",
    "nothing to say", "nothing to report", "nothing to comment", "nothing more to add",
    "nothing more to say", "nothing further to add", "nothing else to add", "nothing else to say",
    "have nothing to add", "have nothing to say", "have nothing else to add",
    // German
    "weiß nicht", "weiss nicht", "ich weiß nicht", "ich weiss nicht", "ich weiß es nicht",
    "ich weiss es nicht", "weiß ich nicht", "weiss ich nicht", "keine ahnung", "kann ich nicht sagen",
    "kann ich nicht beurteilen", "kein kommentar", "keine kommentare", "keine bemerkung", "keine bemerkungen",
    "keine anmerkung", "keine anmerkungen", "keine weiteren anmerkungen", "keine weiteren kommentare",
    "keine angabe", "keine angaben", "ohne angabe", "ohne angaben", "keine antwort", "keine meinung", "k a", "k.a", "nicht zutreffend",
    "trifft nicht zu", "nichts hinzuzufügen", "nichts weiter hinzuzufügen",
    "nichts zu ergänzen", "nichts zu sagen", "nichts anzumerken", "nicht beantwortet", "dazu kann ich nichts sagen",
    // French
    "je ne sais pas", "je sais pas", "ne sait pas", "ne se prononce pas", "j'en sais rien", "je n'en sais rien", "aucune idée", "aucune idee",
    "sans avis", "pas d'avis", "sans opinion", "pas d'opinion", "sans réponse", "pas de réponse",
    "sans commentaire", "sans commentaires", "pas de commentaire", "pas de commentaires",
    "aucun commentaire", "non applicable", "sans objet", "s o", "ne s'applique pas", "non renseigné",
    "non précisé", "non concerné", "non concernée", "pas concerné", "pas concernée", "rien à ajouter",
    "rien à dire", "rien à signaler", "je n'ai rien à ajouter", "je n'ai rien à dire",
    // Spanish
    "no sé", "no se", "no lo sé", "no lo se", "ni idea", "no tengo idea", "no tengo ni idea", "no sabe",
    "no contesta", "ns nc", "no aplica", "no procede", "no corresponde", "sin comentario",
    "sin comentarios", "ningún comentario", "sin respuesta", "sin datos", "no responde", "sin opinión", "no opino", "no especificado",
    "nada que añadir", "nada que agregar", "nada que decir", "no tengo nada que añadir",
    "no tengo nada que agregar", "no tengo nada que decir",
    // Italian
    "non so", "non lo so", "non saprei", "boh", "nessuna idea", "non ne ho idea", "nessun commento",
    "senza commenti", "nessuna risposta", "senza risposta", "nessuna opinione", "non applicabile",
    "non pertinente", "non specificato", "non indicato", "non risponde", "non sa", "niente da aggiungere", "nulla da aggiungere",
    "niente da dire", "nulla da dire", "non ho niente da aggiungere", "non ho nulla da aggiungere",
    // Portuguese
    "não sei", "nao sei", "não sei dizer", "sei lá", "não faço ideia", "não tenho ideia", "sem comentários", "sem comentário", "sem resposta",
    "sem opinião", "não se aplica", "não aplicável", "não respondeu", "prefiro não responder", "prefiro não dizer", "nada a acrescentar",
    "nada a declarar", "nada a dizer", "não tenho nada a acrescentar", "não informado",
    // Dutch
    "weet niet", "weet ik niet", "ik weet het niet", "weet het niet", "ik weet niet", "geen idee", "geen mening", "geen antwoord", "geen commentaar",
    "geen opmerking", "geen opmerkingen", "geen verdere opmerkingen", "niet van toepassing", "n v t", "n.v.t", "nvt", "niets toe te voegen",
    "zeg ik liever niet", "niet ingevuld",
    // Persian
    "نمیدانم", "نمی دانم", "نمیدونم", "نمی دونم", "نظری ندارم", "نظر خاصی ندارم", "نظری ندارد", "بدون نظر",
    "بدون پاسخ", "پاسخی ندارم", "جوابی ندارم", "چیزی برای گفتن ندارم", "مطرح نیست", "مورد ندارد",
    "موردی ندارد", "موردی ندارم", "اطلاعی ندارم", "خبر ندارم",
];

/// Words that say nothing as a whole cell of a survey, and may be an answer in a conversation.
#[rustfmt::skip]
const EMPTY_CELL: &[&str] = &[
    // English, and what programs write
    "none", "nil", "na", "nan", "null", "nul", "none at all", "none really", "unknown", "unspecified",
    "undefined", "blank", "empty", "no data", "no value", "skip", "skipped", "pass", "refused", "declined",
    "declined to answer", "x", "xx", "dk", "nd", "n d", "n.d", "nv",
    // German
    "keine", "keiner", "keines", "ka", "o a", "o.a", "ohne", "unbekannt", "entfällt", "leer",
    // French
    "aucun", "aucune", "sans", "nr", "n r", "néant", "ras", "r.a.s", "nsp", "inconnu",
    // Spanish
    "ninguno", "ninguna", "ns", "nc", "s r", "s d", "desconocido",
    // Italian
    "nessuno", "nessuna", "sconosciuto",
    // Portuguese
    "nenhum", "nenhuma", "desconhecido",
    // Dutch
    "geen", "onbekend",
    // Persian
    "هیچکدام", "هیچ کدام", "ندارم", "ندارد", "نداره", "خالی",
];

/// Words that say nothing where a form asks for further remarks, and may be an answer to any other question.
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    // English
    "nothing", "nothing else", "nothing really", "nothing at all", "nothing specific", "nothing in particular",
    "nothing comes to mind", "nothing i can think of", "nothing that i can think of", "nothing further",
    "nothing more", "none that i can think of", "none i can think of", "not that i can think of",
    "can't think of anything", "cannot think of anything", "not really", "that's all", "that is all", "that's it",
    // German
    "nichts", "nix", "gar nichts", "nichts weiter", "weiter nichts", "sonst nichts", "nichts besonderes",
    // French
    "rien", "rien de plus", "rien de particulier", "rien de spécial", "rien d'autre", "rien du tout",
    // Spanish
    "nada", "nada más", "nada mas", "nada en particular", "nada en especial",
    // Italian
    "niente", "nulla", "nient'altro", "niente altro", "nulla di particolare", "niente di particolare",
    // Portuguese
    "nada mais", "nada de especial",
    // Dutch
    "niets", "niks", "verder niets", "niets bijzonders",
    // Persian
    "هیچ", "هیچی", "هیچ چیز",
];

/// Words that may stand beside them.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "i", "really", "honestly", "actually", "just", "at the moment", "at this time", "at present", "right now",
    "personally", "to be honest", "i'm afraid", "that", "about that", "ich", "ehrlich gesagt", "leider",
    "momentan", "eigentlich", "dazu", "franchement", "désolé", "désolée", "sinceramente", "la verdad",
    "de momento", "per ora", "al momento", "متاسفانه", "فعلا", "واقعا", "من",
];

/// Tells whether a turn says nothing: it has at most ten words, and all of them are phrases such as `don't know` and words that may
/// stand beside these, at least one phrase among them; or it holds what a program writes for a missing value.
///
/// In answers to a form, a cell of signs alone and words that only agree, refuse or thank say nothing either.
pub(super) fn is_non_answer(turn: &str, form: Form) -> bool {
    let turn = turn.trim();
    if turn.len() > MOST_BYTES {
        return false;
    }
    if MISSING.contains(&turn) {
        return true;
    }
    let in_answers = form != Form::Conversation;
    if !turn.contains(char::is_alphanumeric) {
        return in_answers && turn.chars().all(is_sign);
    }
    let speech = text_for_embedding(turn);
    let words: Vec<String> = speech.unicode_words().take(MOST_WORDS + 1).map(plain).collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return false;
    }
    let says_nothing = |phrase: &str| {
        SAYS_NOTHING.contains(&phrase)
            || (in_answers && EMPTY_CELL.contains(&phrase))
            || (form == Form::FurtherRemarks && NOTHING.contains(&phrase))
    };
    // Where a phrase is both, it says nothing.
    let known = |phrase: &str| match says_nothing(phrase) {
        true => Some(true),
        false => (BESIDE.contains(&phrase) || BACK_CHANNEL.contains(&phrase)).then_some(false),
    };
    let Some(said) = phrases(&words, LONGEST_PHRASE, known) else { return false };
    said.contains(&true) || (in_answers && super::back_channel::is_back_channel(turn))
}

/// Returns the numbers that stand in a table of answers for a missing value: `-99`, or `999` among words. A number without a sign must come
/// twice, and most of the other answers must be words.
pub(super) fn codes<'t>(document: &Document, index: &TextIndex<'t>, form: Form) -> BTreeSet<&'t str> {
    if form == Form::Conversation {
        return BTreeSet::new();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut n_words = 0;
    for words in document.turns.iter().filter_map(|turn| index.slice(turn.span).ok()) {
        n_words += usize::from(words.contains(char::is_alphabetic));
        if is_code(words.trim()) {
            *counts.entry(words.trim()).or_default() += 1;
        }
    }
    let is_sure = |code: &str, n: usize| !code.starts_with(|c: char| c.is_ascii_digit()) || n > 1;
    let n_coded: usize = counts.values().sum();
    if n_words * 2 < document.turns.len() - n_coded {
        return BTreeSet::new();
    }
    counts.into_iter().filter(|&(code, n)| is_sure(code, n)).map(|(code, _)| code).collect()
}

/// Tells whether a cell holds a number by which programs for statistics mark a missing value: `-9`, `-99`, `99`, `888`, `-999.0`.
fn is_code(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['-', '−', '–']);
    let is_negative = digits.len() < cell.len();
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    let first = digits.chars().next();
    matches!(first, Some('7' | '8' | '9'))
        && (if is_negative { 1..=5 } else { 2..=5 }).contains(&digits.len())
        && digits.chars().all(|digit| Some(digit) == first)
}

/// Tells whether a character is a sign that fills a cell: `-`, `.`, `?`. An emoji says something.
fn is_sign(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || matches!(
            c,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '…' | '·' | '•' | '¿' | '¡' | '؟' | '،' | '؛' | '۔'
        )
}

/// Folds a word, and leaves out joiners.
fn plain(word: &str) -> String {
    fold(word).replace('\u{200c}', "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn phrases_that_say_nothing_are_known_in_eight_languages_everywhere() {
        for turn in [
            "Não sei.",
            "Sem resposta",
            "Nada a acrescentar",
            "Weet ik niet.",
            "Geen idee",
            "n.v.t.",
            "Niet van toepassing",
            "Don't know",
            "don’t know.",
            "DON'T KNOW!",
            "I really don't know, sorry.",
            "Um, I don't know.",
            "No comment.",
            "n/a",
            "N/A.",
            "N.A.",
            "#N/A",
            "Not applicable",
            "Not Provided",
            "Nothing to add",
            "No, nothing to add, thank you.",
            "Nothing to say",
            "I'm not sure.",
            "nan",
            "NaN",
            "NULL",
            "<NA>",
            "[laughs] Dunno.",
            "Keine Angabe",
            "k. A.",
            "k.A.",
            "Weiß ich nicht.",
            "Ach so, keine Ahnung.",
            "Je ne sais pas.",
            "Ben, aucune idée.",
            "Sans objet",
            "No sé.",
            "NS/NC",
            "No aplica",
            "Nada que añadir",
            "Boh.",
            "Non lo so",
            "Nessun commento",
            "نمی‌دانم",
            "نمی دونم.",
            "نظری ندارم",
            "نمي‌دانم",
        ] {
            assert!(is_non_answer(turn, Form::Conversation), "{turn}");
            assert!(is_non_answer(turn, Form::Answers), "{turn}");
        }
    }

    #[test]
    fn a_doubtful_word_says_nothing_only_as_a_cell_of_a_form() {
        for turn in [
            "none",
            "None.",
            "Nan",
            "NA",
            "Keine",
            "Néant",
            "RAS",
            "Ninguna",
            "Nenhum",
            "Geen",
            "ندارم",
            "-",
            "—",
            "./.",
            "-/-",
            ".",
            "...",
            "?",
            "x",
            "XXX",
            "No",
            "No thanks.",
            "Yes",
            "Unknown",
        ] {
            assert!(!is_non_answer(turn, Form::Conversation), "{turn}");
            assert!(is_non_answer(turn, Form::Answers), "{turn}");
            assert!(is_non_answer(turn, Form::FurtherRemarks), "{turn}");
        }
    }

    #[test]
    fn nothing_is_an_answer_unless_further_remarks_are_asked_for() {
        for turn in [
            "Nothing.",
            "nothing really",
            "No, nothing.",
            "Nichts",
            "Rien",
            "Nada",
            "Niente",
            "Nulla",
            "هیچ",
            "That's all.",
        ] {
            assert!(!is_non_answer(turn, Form::Conversation), "{turn}");
            assert!(!is_non_answer(turn, Form::Answers), "{turn}");
            assert!(is_non_answer(turn, Form::FurtherRemarks), "{turn}");
        }
        for (question, form) in [
            ("Any other comments?", Form::FurtherRemarks),
            ("Is there anything else you would like to add?", Form::FurtherRemarks),
            ("Haben Sie weitere Anmerkungen?", Form::FurtherRemarks),
            ("Autres commentaires", Form::FurtherRemarks),
            ("¿Quiere añadir algo más?", Form::FurtherRemarks),
            ("What would you change?", Form::Answers),
            ("comment", Form::Answers),
        ] {
            assert_eq!(Form::Answers.below(question), form, "{question}");
            assert_eq!(Form::Conversation.below(question), Form::Conversation);
        }
    }

    #[test]
    fn an_answer_with_content_is_kept_in_any_form() {
        for turn in [
            "Staff",
            "Good",
            "The food.",
            "5",
            "Don't know the staff",
            "I don't know why they left",
            "None of the nurses listened",
            "Nothing but trouble",
            "no comment on the food, which was cold",
            "Keine Parkplätze",
            "Rien ne marche",
            "Nada de ruido",
            "Non so parcheggiare",
            "هیچ پرستاری نبود",
            "N/A for the first year, good after",
            "👍",
            "Everything",
            "Nobody",
            "Don't know, maybe more buses",
            "Yes, the nurses.",
        ] {
            for form in [Form::Conversation, Form::Answers, Form::FurtherRemarks] {
                assert!(!is_non_answer(turn, form), "{turn}");
            }
        }
    }

    proptest! {
        /// Checks that case, white space and marks around change nothing, and that the same words within an answer are kept.
        #[test]
        fn a_phrase_that_says_nothing_is_known_in_any_dress_and_kept_within_an_answer(
            at in any::<prop::sample::Index>(), capitals in 0_u8..3, before in "[ \\-\"'“„«*]{0,3}", after in "[ .!?…\"'”»*]{0,3}",
            content in prop::sample::select(vec!["buses", "Parkplätze", "les infirmières", "el ruido", "il cibo", "پرستاران"]),
            first in any::<bool>(),
        ) {
            let phrases = [SAYS_NOTHING, EMPTY_CELL, NOTHING].concat();
            let phrase = phrases[at.index(phrases.len())];
            let written = match capitals {
                0 => phrase.to_owned(),
                1 => phrase.to_uppercase(),
                _ => {
                    let mut chars = phrase.chars();
                    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
                }
            };
            let dressed = format!("{before}{written}{after}");
            let is_sure = SAYS_NOTHING.contains(&phrase) || MISSING.contains(&dressed.trim());
            for (form, says_nothing) in [
                (Form::FurtherRemarks, true),
                (Form::Answers, !NOTHING.contains(&phrase)),
                (Form::Conversation, is_sure),
            ] {
                prop_assert_eq!(is_non_answer(&dressed, form), says_nothing, "{}", dressed);
            }
            let longer = if first { format!("{content} {written}") } else { format!("{written} {content}") };
            prop_assert!(!is_non_answer(&longer, Form::FurtherRemarks), "{}", longer);
            prop_assert!(!is_non_answer(&longer, Form::Conversation), "{}", longer);
        }
    }
}
