//! Recognises what a column holds by its heading, in English, German, French, Spanish, Italian and Persian.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

pub(in crate::ingest) use crate::domain::plain_words as normal;

use crate::domain::AsideReason;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Field {
    Text,
    Speaker,
    Participant,
    Document,
    Time,
    End,
    Question,
    Index,
    Note,
    Code,
    Quote,
    Coder,
    Definition,
}

/// The most words of a heading.
pub(super) const HEADING_WORDS: usize = 8;

/// Headings of the words, the surest first: if a table has one of a group, later groups are ignored.
const TEXT: [&str; 3] = [
    "text, utterance, utterances, verbatim, transcription, spoken text, speech, texte, texto, testo, wortlaut, ausserung, \
     متن, گفته",
    "original, original text, originaltext, answer, response, reply, statement, feedback, content, words, sentence, free text, antwort, \
     aussage, inhalt, reponse, enonce, contenu, respuesta, enunciado, contenido, risposta, \
     enunciato, contenuto, پاسخ, جواب, اظهار نظر",
    "comment, comments, review, opinion, transcript, dialogue, kommentar, kommentare, transkript, \
     commentaire, commentaires, avis, comentario, comentarios, transcripcion, commento, commenti, trascrizione, نظر, دیدگاه, \
     پیاده سازی",
];

/// Headings of speakers that may head other things too.
macro_rules! weak_names {
    () => {
        "role, rolle, rol, ruolo, person, persona, name"
    };
}

/// Returns the headings of a field in order of preference: the first that a table has is taken.
fn aliases(field: Field) -> &'static str {
    match field {
        Field::Text => "",
        Field::Speaker => concat!(
            "speaker, speakers, speaker name, speaker label, speaker id, who, turn speaker, sprecher, sprecherin, \
            sprecher in, redner, wer, locuteur, locutrice, hablante, orador, interlocutor, quien, parlante, \
            oratore, chi, گوینده, نقش, ",
            weak_names!()
        ),
        Field::Participant => {
            "participant, participant id, participant name, respondent, respondent id, interviewee, \
            informant, subject, case, case id, befragte, befragter, befragte person, teilnehmer, \
            teilnehmerin, teilnehmende, proband, fall, participante, repondant, enquete, encuestado, \
            entrevistado, sujeto, caso, partecipante, intervistato, rispondente, شرکت کننده, \
            مشارکت کننده, مصاحبه شونده, پاسخ گو, پاسخگو, pid, participant no, participant number, respondentid, \
            record id, recordid, responseid, response id, id response id, id antwort id, antwort id, id de la reponse, \
            id de respuesta, id risposta, submission id, lfdn, teilnehmer in, befragte r, identifiant, identifier, identificador, identificativo, id, nr, kennung, شناسه, کد شرکت کننده"
        }
        Field::Document => {
            "document, document name, interview, interview id, meeting, session, consultation, \
            conversation, conversation id, file, file name, filename, source, transcript, \
            transcript id, dialogue, dialogue id, dokument, dokumentname, datei, gesprach, sitzung, \
            entretien, fichier, reunion, documento, entrevista, archivo, intervista, riunione, سند, \
            مصاحبه, فایل, جلسه"
        }
        Field::Time => {
            "start ms, start, start time, time, begin, onset, timestamp, timecode, tc in, timespan, time span, zeitspanne, minute, zeit, startzeit, \
            anfang, beginn, temps, debut, tiempo, inicio, hora, minuto, tempo, inizio, ora, زمان, شروع"
        }
        Field::End => {
            "end ms, end, end time, stop, stop time, tc out, offset, ende, endzeit, fin, fine, پایان"
        }
        Field::Question => {
            "question, questions, prompt, item, frage, fragen, pregunta, preguntas, domanda, domande, سوال, سؤال, پرسش"
        }
        Field::Index => {
            "no, number, num, n, line, line no, line number, row, row no, turn, turn no, turn number, index, lfd nr, \
            zeile, zeilennummer, nummer, ligne, numero, linea, riga, fila, ردیف, شماره, خط"
        }
        Field::Note => {
            "note, notes, memo, memos, remark, remarks, annotation, annotations, observation, observations, \
            notiz, notizen, anmerkung, anmerkungen, bemerkung, bemerkungen, remarque, remarques, nota, notas, \
            observaciones, appunti, osservazioni, یادداشت, ملاحظات, توضیحات"
        }
        Field::Code => {
            "code, codes, code name, codename, code path, codes applied combined, tag, tags, theme, \
            themes, category, kode, kategorie, thema, categorie, codigo, categoria, tema, codice, کد, \
            مقوله, مضمون, درون مایه"
        }
        Field::Quote => {
            "quote, quotation, quotation content, segment, segment id, coded segment, coded text, \
            excerpt, excerpt copy, highlight, selection, coded, zitat, textstelle, citation, extrait, \
            cita, citazione, نقل قول"
        }
        Field::Coder => {
            "coder, coder name, coded by, created by, annotator, rater, user, codierer, codeur, \
            codificador, codificatore, کدگذار"
        }
        Field::Definition => {
            "definition, description, memo, inclusion, exclusion, inclusion criteria, example, parent, \
            beschreibung, descripcion, definicion, descrizione, definizione, تعریف, شرح"
        }
    }
}

/// Tells whether a heading names a field.
pub(in crate::ingest) fn is_alias(field: Field, heading: &str) -> bool {
    let heading = normal(heading);
    match field {
        Field::Text => TEXT.iter().any(|tier| among(tier, &heading)),
        _ => among(aliases(field), &heading),
    }
}

fn among(aliases: &'static str, heading: &str) -> bool {
    plain(aliases).iter().any(|alias| alias == heading)
}

/// Returns the headings of a list as they are compared. Every list is made plain once: each cell of a table may be looked up.
fn plain(aliases: &'static str) -> Arc<[String]> {
    type Plain = HashMap<&'static str, Arc<[String]>>;
    static PLAIN: LazyLock<Mutex<Plain>> = LazyLock::new(Mutex::default);
    let mut known = PLAIN.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(known.entry(aliases).or_insert_with(|| aliases.split(", ").map(normal).collect()))
}

/// Tells whether a heading names notes, codes or numbers, which nobody says: `Codes / memos`, `Researcher's notes`, `No.`.
pub(in crate::ingest) fn is_unspoken(heading: &str) -> bool {
    let heading = normal(heading);
    let fields = [Field::Note, Field::Code, Field::Index];
    if fields.iter().any(|&field| among(aliases(field), &heading)) || (heading.is_empty()) {
        return true;
    }
    let n_words = heading.split(' ').count();
    let has = |field: Field| heading.split(' ').any(|word| among(aliases(field), word));
    // A question that is asked with the word "note" or "code" is a longer heading.
    n_words <= 4 && (has(Field::Note) || has(Field::Code))
}

/// Tells whether a heading names words, people or questions, without which a table is no transcript and no survey.
pub(super) fn is_central(heading: &str) -> bool {
    [Field::Text, Field::Speaker, Field::Participant, Field::Question]
        .iter()
        .any(|&field| is_alias(field, heading))
}

/// Tells whether a heading is one that every field and every kind of table may have, so that it says little.
pub(in crate::ingest) fn is_weak(heading: &str) -> bool {
    among(concat!("id, nr, kennung, ", weak_names!()), &normal(heading))
}

/// Tells whether a heading names words or the interview that they are from: `Interview`, `Transcript`.
pub(super) fn may_be_talk(heading: &str) -> bool {
    is_alias(Field::Document, heading) || is_alias(Field::Text, heading)
}

/// Returns the column of groups that talk with one another; people may also be in groups of a study.
pub(super) fn find_group(headings: &[String], taken: &[usize]) -> Option<usize> {
    const GROUPS: &str = "focus group, group, fokusgruppe, gruppe, groupe de discussion, groupe, grupo focal, grupo, gruppo, \
        گروه";
    (0..headings.len()).find(|column| !taken.contains(column) && among(GROUPS, &normal(&headings[*column])))
}

/// Tells whether a heading names who people are in a conversation, or else what they are at work or at home.
pub(super) fn is_role(heading: &str) -> bool {
    among("role, rolle, rol, ruolo, نقش", &normal(heading))
}

/// Tells whether a heading is known to name anything at all.
pub(in crate::ingest) fn is_known(heading: &str) -> bool {
    const FIELDS: [Field; 9] = [
        Field::Text,
        Field::Speaker,
        Field::Participant,
        Field::Document,
        Field::Time,
        Field::End,
        Field::Question,
        Field::Quote,
        Field::Coder,
    ];
    FIELDS.iter().any(|&field| is_alias(field, heading))
        || (!normal(heading).is_empty() && is_unspoken(heading))
}

/// Returns the first column, by preference of its heading, that holds the field and is not yet taken.
pub(in crate::ingest) fn find(field: Field, headings: &[String], taken: &[usize]) -> Option<usize> {
    let free: Vec<(usize, String)> = headings
        .iter()
        .enumerate()
        .filter(|(i, _)| !taken.contains(i))
        .map(|(i, heading)| (i, normal(heading)))
        .collect();
    plain(aliases(field))
        .iter()
        .find_map(|alias| free.iter().find(|(_, heading)| heading == alias).map(|(i, _)| *i))
}

/// Tells whether a heading names the words, but also what is written about them: `comment`, `review`.
pub(super) fn is_weak_text(heading: &str) -> bool {
    among(TEXT[2], &normal(heading))
}

/// Returns the columns with the surest kind of text heading that the table has. If there are several, the user must choose.
pub(super) fn find_text(headings: &[String], taken: &[usize]) -> Vec<usize> {
    let normals: Vec<String> = headings.iter().map(|heading| normal(heading)).collect();
    TEXT.iter()
        .map(|tier| {
            (0..headings.len())
                .filter(|i| !taken.contains(i) && among(tier, &normals[*i]))
                .collect::<Vec<_>>()
        })
        .find(|columns| !columns.is_empty())
        .unwrap_or_default()
}

/// Returns why a table with these headings holds codings or a codebook; `None` if it may be a transcript.
pub(in crate::ingest) fn is_about_codes(headings: &[String]) -> Option<AsideReason> {
    let has = |field: Field| find(field, headings, &[]).is_some();
    // Codebooks also have a person's name, but not a speaker.
    let has_speaker = ["speaker", "speaker name", "who"]
        .iter()
        .any(|alias| headings.iter().any(|heading| normal(heading) == *alias));
    if has_speaker || !has(Field::Code) {
        return None;
    }
    if has(Field::Quote) || has(Field::Coder) || has(Field::Document) {
        return Some(AsideReason::Codings);
    }
    (has(Field::Definition) && find_text(headings, &[]).is_empty()).then_some(AsideReason::Codebook)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn headings_are_compared_without_case_accents_and_joiners() {
        assert_eq!(normal("  Start_Time (s) "), "start time s");
        assert_eq!(normal("Äußerung"), normal("AUSSERUNG"));
        assert_eq!(normal("شركت‌كننده"), normal("شرکت کننده"));
        assert!(is_alias(Field::Participant, "Enquêté"));
        assert!(is_alias(Field::Speaker, "\u{feff}Speaker:"));
    }

    #[test]
    fn the_strongest_text_heading_wins_and_equals_are_all_told() {
        assert_eq!(find_text(&headings("id,comment,Text"), &[]), [2]);
        assert_eq!(find_text(&headings("answer,statement,comment"), &[]), [0, 1]);
        assert!(find_text(&headings("a,b"), &[]).is_empty());
        assert_eq!(find(Field::Participant, &headings("id,participant"), &[]), Some(1));
        assert_eq!(find(Field::Document, &headings("transcript,text"), &[1]), Some(0));
    }

    #[test]
    fn codings_and_codebooks_are_told_from_transcripts() {
        assert_eq!(
            is_about_codes(&headings("document,start,end,code,coder,quote")),
            Some(AsideReason::Codings)
        );
        assert_eq!(is_about_codes(&headings("id,document,tag,content")), Some(AsideReason::Codings));
        assert_eq!(is_about_codes(&headings("code,definition,example")), Some(AsideReason::Codebook));
        assert_eq!(is_about_codes(&headings("depth,code_path,frequency,memo")), Some(AsideReason::Codebook));
        assert_eq!(is_about_codes(&headings("participant,speaker,text,codes")), None);
        assert_eq!(is_about_codes(&headings("text,category")), None);
    }
}
