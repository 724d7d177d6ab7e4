//! Words before a colon that are prose or a heading's field, never a speaker.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::label::fold;

/// Whole prefixes that introduce a sentence or an aside.
const PHRASES: &str = "note|notes|n.b|nb|ps|p.s|example|for example|for instance|e.g|i.e|that is|namely|ok|okay|yes|no|yeah|\
    well|so|first|second|third|firstly|secondly|finally|also|anyway|http|https|www|mailto|re|subject|warning|important|summary|conclusion|\
    zum beispiel|beispiel|hinweis|anmerkung|notiz|das heisst|also|ja|nein|erstens|zweitens|wichtig|\
    par exemple|exemple|remarque|c'est-a-dire|oui|non|bref|important|\
    por ejemplo|ejemplo|nota|es decir|si|importante|per esempio|ad esempio|esempio|cioe|\
    مثلا|مثلاً|برای مثال|به عنوان مثال|مثال|توجه|نکته|یعنی|بله|نه|خب|اولا|ثانیا|نتیجه";

/// Fields of the heading that transcribers put above the words.
const FIELDS: &str = "date|time|place|location|venue|setting|duration|length|language|project|study|title|topic|theme|subject|\
    transcript|transcription|transcribed by|transcriber|recording|recorded|audio|audio file|file|file name|filename|interview|interview no|interview number|interview id|\
    participant id|id|code|pseudonym|age|sex|gender|occupation|profession|role|speakers|participants|present|attendees|duration of interview|interview date|start|end|start time|end time|\
    datum|ort|dauer|projekt|thema|titel|sprache|aufnahme|alter|geschlecht|beruf|transkription|transkribiert von|teilnehmende|anwesend|uhrzeit|beginn|ende|\
    lieu|duree|langue|projet|sujet|titre|age|sexe|metier|enregistrement|heure|participants|presents|\
    fecha|lugar|duracion|idioma|proyecto|tema|titulo|edad|sexo|profesion|hora|grabacion|transcripcion|\
    data|luogo|durata|lingua|progetto|titolo|eta|sesso|professione|ora|registrazione|trascrizione|\
    تاریخ|زمان|مکان|محل|مدت|مدت مصاحبه|زبان|پروژه|موضوع|عنوان|سن|جنس|جنسیت|شغل|کد|شماره مصاحبه|مصاحبه شماره|سابقه|ساعت|حاضران";

/// Words with which a sentence begins, but hardly a name.
const OPENERS: &str = "for and but so then because the that this these those there it he she we they you my your our his her their when \
    if as what why how where who which like or to in on at of with from by \
    und aber oder dann weil der die das wir sie es er wenn wie was dass mein meine \
    et mais ou donc alors parce que le les il elle nous vous ils je mon \
    pero entonces porque el los las yo nosotros allora perche il gli io noi mio mia";

/// Words with which a sentence stops before a colon, but hardly a name.
const CLOSERS: &str = "said says say saying asked ask asks told tell thought think thinks was is are were be mean means meant like \
    question answer following things points example instance \
    sagte sagt fragte fragt dachte ist war folgendes dit disait demande est etait dijo dice pregunto es era disse chiese";

static WHOLE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| PHRASES.split('|').chain(FIELDS.split('|')).map(|phrase| fold(phrase.trim())).collect());
static FIELD: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| FIELDS.split('|').map(|phrase| fold(phrase.trim())).collect());
static OPENING: LazyLock<BTreeSet<&str>> = LazyLock::new(|| OPENERS.split_whitespace().collect());
static CLOSING: LazyLock<BTreeSet<&str>> = LazyLock::new(|| CLOSERS.split_whitespace().collect());

/// Whether a folded prefix is prose or a heading's field.
pub(super) fn is_prose(folded: &str) -> bool {
    let mut words = folded.split_whitespace();
    let (first, last) = (words.next().unwrap_or_default(), words.next_back());
    WHOLE.contains(folded.trim_end_matches('.'))
        || last.is_some_and(|last| {
            // `The Chair` speaks; `The main problem` does not.
            let title = matches!(first, "the" | "der" | "die") && words.next().is_none();
            (OPENING.contains(first) && !title) || CLOSING.contains(last)
        })
}

/// Whether a folded prefix is a field of a transcript's heading.
pub(super) fn is_field(folded: &str) -> bool {
    FIELD.contains(folded.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_prose_too() {
        assert!(is_field(&fold("Datum")) && is_prose(&fold("Datum")));
        assert!(is_prose(&fold("Zum Beispiel")) && !is_field(&fold("Zum Beispiel")));
        assert!(is_prose(&fold("به عنوان مثال")));
        assert!(!is_prose(&fold("El")) && is_prose(&fold("she said")));
    }
}
