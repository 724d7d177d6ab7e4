//! Speaker labels: how they are compared, and which texts can be one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::question_words::numbers_question;
use crate::ingest::digits::digit;

/// The longest label, in code points.
const LONGEST: usize = 40;
/// The most words that a label has.
const MOST_WORDS: usize = 5;

/// Stands for who has no label where the others have one.
pub(super) const UNLABELLED: &str = "(no label)";

/// Tells whether a label stands for somebody whom the document does not name. No label that is read begins with a bracket.
pub(super) fn is_stand_in(label: &str) -> bool {
    label.starts_with('(') && label.ends_with(')')
}

/// Tells whether a character controls the direction of writing and has no width.
pub(super) fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Tells whether a character is white space, or a mark that counts as white space at the ends of a span.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_bidi(c)
}

/// Tells whether a character is a picture or a sign that people set beside a name.
pub(super) fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '~'
    )
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}')
}

/// Returns the form in which labels are compared within a transcript. It is looser than [`NameKey`](crate::domain::NameKey), since
/// one file writes one person in many ways: without case, accents, vowel signs, direction marks and zero-width joiners;
/// Arabic letters in their Persian form and digits in their Latin form; without a full stop at the end; white space only between two Latin words, since
/// `شرکت‌کننده`, `شرکت کننده` and `شرکتکننده` are one word, and `Speaker 1` is `Speaker1`.
pub(super) fn fold(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    let mut gap = false;
    for c in label.nfkd().flat_map(char::to_lowercase) {
        let c = match c {
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            'ة' => 'ه',
            '’' => '\'',
            c if c.is_ascii() => c,
            c => digit(c).and_then(|n| char::from_digit(n, 10)).unwrap_or(c),
        };
        let mark = matches!(c, '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}');
        if mark || is_bidi(c) || matches!(c, '\u{200b}'..='\u{200d}') {
            continue;
        }
        if c.is_whitespace() || c == '_' {
            gap = true;
            continue;
        }
        if gap && folded.chars().last().is_some_and(|last| parts(last, c)) {
            folded.push(' ');
        }
        gap = false;
        folded.push(c);
    }
    folded.truncate(folded.trim_end_matches('.').len());
    folded
}

fn parts(left: char, right: char) -> bool {
    let word = |c: char| !c.is_numeric() && !is_arabic(c);
    word(left) && word(right)
}

/// Returns a label as it is shown: without surrounding white space, emphasis and direction marks.
pub(super) fn shown(label: &str) -> String {
    label.chars().filter(|&c| !is_bidi(c)).collect::<String>().trim().to_owned()
}

/// Tells whether a prefix can be a speaker's label: it is short, has few words, has none of the signs and words of a
/// sentence, and is not the number of a question.
pub(super) fn plausible(prefix: &str) -> bool {
    let shown = shown(prefix);
    let name = unbracketed(&shown);
    let first_is_letter = shown.chars().next().is_some_and(char::is_alphabetic);
    first_is_letter
        && name.chars().count() <= LONGEST
        && shown.chars().count() <= 3 * LONGEST
        && name.split_whitespace().count() <= MOST_WORDS
        && shown.chars().all(in_label)
        && shown.matches('(').count() == shown.matches(')').count()
        && !numbers_question(&shown)
        && !is_prose(&fold(&shown))
}

/// Returns a text with one sign for each number, so that heads of pages can be compared.
pub(in crate::ingest) fn numbers_as_one(text: impl Iterator<Item = char>) -> String {
    let mut key = String::new();
    for c in text {
        let c = if c.is_numeric() { '#' } else { c };
        if !(c == '#' && key.ends_with('#')) {
            key.push(c);
        }
    }
    key
}

/// Tells whether words hold a question mark. All text passes through here, and a search for one sign is much faster than for three.
pub(in crate::ingest) fn holds_question(words: &str) -> bool {
    words.contains('?') || (!words.is_ascii() && words.contains(['؟', '？']))
}

/// Returns a label without the brackets after it: a seat, a party or a role does not make a label a sentence.
fn unbracketed(shown: &str) -> &str {
    shown.split('(').next().filter(|_| shown.ends_with(')')).unwrap_or(shown)
}

fn in_label(c: char) -> bool {
    c.is_alphanumeric()
        || c == ' '
        || unicode_normalization::char::is_combining_mark(c)
        || matches!(
            c,
            '_' | '.' | '\'' | '’' | '-' | '(' | ')' | '/' | '&' | '*' | '·' | ':' | ',' | '@' | '#'
        )
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{a0}' | '–' | '—')
        // The remains of a dash that was decoded with the wrong code page.
        || matches!(c, '\u{80}'..='\u{9f}')
}

/// Tells whether a prefix looks like a name: each of at most four words begins with a capital, a digit, or a letter of a
/// script without case.
pub(super) fn like_a_name(prefix: &str) -> bool {
    let shown = shown(prefix);
    let shown = unbracketed(&shown);
    let particle =
        |word: &str| matches!(word, "de" | "da" | "di" | "del" | "van" | "von" | "der" | "la" | "le" | "al");
    shown.split_whitespace().count() <= 4
        && shown.split_whitespace().all(|word| {
            let first = word.trim_start_matches(['(', '#']).chars().next();
            first.is_some_and(|c| !c.is_lowercase()) || particle(word)
        })
}

/// Whole prefixes that introduce a sentence or an aside.
const PHRASES: &str = "note|notes|n.b|nb|ps|p.s|example|for example|for instance|e.g|i.e|that is|namely|ok|okay|yes|no|yeah|\
    well|so|honestly|frankly|actually|basically|seriously|one thing|result|the thing|the truth|memo|first|second|third|firstly|secondly|finally|also|anyway|http|https|www|mailto|re|subject|warning|important|summary|conclusion|\
    zum beispiel|beispiel|hinweis|anmerkung|notiz|das heisst|ehrlich|ehrlich gesagt|kurz gesagt|also|ja|nein|erstens|zweitens|wichtig|\
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

/// Words before a colon that name no speaker where they stand above the interview; within it they may be what somebody says.
const FIELDS_AT_TOP: &str = "keywords|key words|abstract|summary|context|background|notes|remarks|comments|consent|ethics|ethics ref|recorder|equipment|\
    source|permission|transcription rules|transcription conventions|\
    stichworte|stichwörter|schlagworte|schlagwörter|schlüsselwörter|zusammenfassung|kontext|hintergrund|einwilligung|aufnahmegerät|transkriptionsregeln|quelle|\
    mots-clés|mots clés|résumé|contexte|consentement|conventions de transcription|\
    palabras clave|resumen|contexto|consentimiento|fuente|palavras-chave|resumo|\
    parole chiave|riassunto|contesto|consenso|fonte|trefwoorden|samenvatting|\
    کلیدواژه‌ها|کلیدواژه|کلیدواژگان|چکیده|خلاصه|زمینه";

/// Words with which sentences begin, but rarely names.
const OPENERS: &str = "for and but so then because the that this these those there it he she we they you my your our his her their when \
    if as what why how where who which like or to in on at of with from by \
    und aber oder dann weil der die das wir sie es er wenn wie was dass mein meine \
    et mais ou donc alors parce que le les il elle nous vous ils je mon \
    pero entonces porque el los las yo nosotros allora perche il gli io noi mio mia";

/// Words that come before a colon in sentences, but rarely in names.
const CLOSERS: &str = "said says say saying asked ask asks told tell thought think thinks was is are were be mean means meant like \
    question answer following things points example instance \
    sagte sagt fragte fragt dachte ist war folgendes dit disait demande est etait dijo dice pregunto es era disse chiese";

static WHOLE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| PHRASES.split('|').chain(FIELDS.split('|')).map(|phrase| fold(phrase.trim())).collect());
static FIELD: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| FIELDS.split('|').map(|phrase| fold(phrase.trim())).collect());
static FIELD_AT_TOP: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| FIELDS_AT_TOP.split('|').map(|phrase| fold(phrase.trim())).collect());
static OPENING: LazyLock<BTreeSet<&str>> = LazyLock::new(|| OPENERS.split_whitespace().collect());
static CLOSING: LazyLock<BTreeSet<&str>> = LazyLock::new(|| CLOSERS.split_whitespace().collect());

/// Tells whether a folded prefix is prose or a field of a heading.
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

/// Tells whether a folded prefix is a field of a transcript's heading.
pub(super) fn is_field(folded: &str) -> bool {
    FIELD.contains(folded.trim_end_matches('.'))
}

/// Tells whether a folded prefix is a field of a heading above an interview: one of the fields, or `Keywords`, `Context`.
pub(super) fn is_field_at_top(folded: &str) -> bool {
    is_field(folded) || FIELD_AT_TOP.contains(folded.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_in_its_many_spellings() {
        let persian = fold("شرکت\u{200c}کننده ۱");
        assert_eq!(persian, fold("شرکت كننده 1"));
        assert_eq!(persian, fold("\u{200f}شرکتکننده١"));
        assert_eq!(fold("SPEAKER_00"), fold("Speaker 00"));
        assert_eq!(fold("Enque\u{302}teur"), fold("enquêteur"));
        assert_ne!(fold("Ann A"), fold("Anna"));
    }

    #[test]
    fn prose_is_no_label() {
        for prefix in ["I said", "For example", "and then he asked me whether", "What? No", "10", "Note"] {
            assert!(!plausible(prefix), "{prefix}");
        }
        for prefix in [
            "Dr. Rahimi",
            "P03",
            "Befragte(r)",
            "The Chair",
            "Hon. Ann Bee (Minister of Cheese, Ind.)",
            "Jean-Luc O’Neil",
            "مصاحبه‌گر",
            "doctor",
        ] {
            assert!(plausible(prefix), "{prefix}");
        }
        assert!(like_a_name("Maria de Souza") && !like_a_name("my doctor"));
    }

    #[test]
    fn fields_are_prose_too() {
        assert!(is_field(&fold("Datum")) && is_prose(&fold("Datum")));
        assert!(is_prose(&fold("Zum Beispiel")) && !is_field(&fold("Zum Beispiel")));
        assert!(is_prose(&fold("به عنوان مثال")));
        assert!(!is_prose(&fold("El")) && is_prose(&fold("she said")));
    }
}
