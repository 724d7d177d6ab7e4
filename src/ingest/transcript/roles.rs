//! The dictionary of labels that name a role in an interview, in seven languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::label::fold;
use crate::domain::Role;

const INTERVIEWER: &str = "int iv ir ier interviewer interviewerin interviewers interviewende interviewleiter interviewleiterin \
    question questioner q&a mod moderator moderatorin fac facilitator researcher investigator host \
    fr frage forscher forscherin fragende fragesteller fragestellerin \
    entrevistador entrevistadora entrevistadore moderador moderadora investigador investigadora facilitador facilitadora pregunta \
    enquêteur enquêtrice enquêteuse intervieweur intervieweuse modérateur modératrice animateur animatrice chercheur chercheuse chercheure \
    intervistatore intervistatrice moderatore moderatrice ricercatore ricercatrice facilitatore facilitatrice domanda \
    聞き手 インタビュアー 質問者 司会 司会者 \
    مصاحبه‌گر مصاحبه‌کننده مصاحبه‌گیرنده پرسشگر پرسش‌کننده پژوهشگر پژوهنده محقق تسهیلگر س سؤال سئوال پرسش";

const PARTICIPANT: &str = "pt part participant participants resp respondent respondents ie interviewee interviewees informant answer guest \
    befragte befragter befragten teilnehmer teilnehmerin teilnehmende tn antwort proband probandin interviewte interviewter \
    interviewpartner interviewpartnerin ip interviewpartnerinnen \
    entrevistado entrevistada participante encuestado encuestada informante respuesta \
    enquêté enquêtée interviewé interviewée participante répondant répondante réponse \
    intervistato intervistata partecipante rispondente risposta \
    話し手 語り手 回答者 参加者 研究協力者 \
    شرکت‌کننده مشارکت‌کننده مصاحبه‌شونده پاسخ‌گو پاسخ‌دهنده ج جواب پاسخ";

/// Who asks because it is their profession, if somebody of [`LAY`] answers.
const PROFESSIONAL: &str = "doctor dr doc physician gp clinician nurse therapist psychotherapist psychologist psychiatrist counsellor counselor \
    caseworker \
    arzt ärztin therapeut therapeutin psychotherapeut psychotherapeutin psychologe psychologin berater beraterin pfleger pflegerin \
    hausarzt hausärztin \
    médecin docteur docteure doctoresse thérapeute psychologue psychiatre infirmier infirmière soignant soignante \
    médico médica doctora terapeuta psicólogo psicóloga psiquiatra enfermero enfermera \
    medico medica dottore dottoressa psicologo psicologa psichiatra infermiere infermiera \
    پزشک دکتر درمانگر روانشناس روان‌شناس روان‌درمانگر روانپزشک روان‌پزشک مشاور پرستار";

/// Whom a profession serves: a role word, so that the same word in two documents means two people.
const LAY: &str = "patient patients client clients caller customer \
    patientin klient klientin mandant mandantin kunde kundin \
    patiente cliente paciente pacientes clienta paziente pazienti \
    بیمار مراجع مراجعه‌کننده مددجو";

/// Role words of a school. They name no role in an interview: who asks may be either.
const SCHOOL: &str = "teacher student pupil tutor lecturer professor instructor \
    lehrer lehrerin lehrkraft schüler schülerin student studentin studierende studierender dozent dozentin \
    enseignant enseignante professeur professeure élève étudiant étudiante \
    profesor profesora maestro maestra alumno alumna estudiante \
    insegnante docente studente studentessa alunno alunna \
    معلم دبیر استاد دانشجو دانش‌آموز";

const VOICE: &str = "speaker sprecher sprecherin locuteur locutrice hablante parlante voice stimme گوینده";

/// Words that may accompany a dictionary word and name nobody.
const EMPTY: &str = "male female man woman unknown unidentified no number nr nummer numéro número numero the \
    weiblich männlich homme femme hombre mujer uomo donna zero one two three four first second third";

/// Persian words after a dictionary word that are only numbers.
const COUNTING: [&str; 12] =
    ["شماره", "اول", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم", "یک"];

/// What a label means by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoleLexicon {
    /// It names a role.
    Role(Role),
    /// It names a profession that asks somebody [`Lay`](Self::Lay).
    Professional,
    /// It names whom a profession serves: patient, client.
    Lay,
    /// It is a role word of a school.
    School,
    /// It numbers voices: `Speaker 1`, `SPEAKER_00`, `S2`.
    Voice,
    /// One letter: a role or an initial; only the other labels can tell which.
    Letter(char),
}

/// What is known of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its meaning.
    pub(super) known: RoleLexicon,
    /// Whether it says nothing else, so that the same label in two documents may be two people.
    pub(super) generic: bool,
}

static WORDS: LazyLock<BTreeMap<String, RoleLexicon>> = LazyLock::new(|| {
    let of = |words: &'static str, known| words.split_whitespace().map(move |word| (fold(word), known));
    of(SCHOOL, RoleLexicon::School)
        .chain(of(PROFESSIONAL, RoleLexicon::Professional))
        .chain(of(LAY, RoleLexicon::Lay))
        .chain(of(VOICE, RoleLexicon::Voice))
        .chain(of(PARTICIPANT, RoleLexicon::Role(Role::Participant)))
        .chain(of(INTERVIEWER, RoleLexicon::Role(Role::Interviewer)))
        .collect()
});
static EMPTY_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| EMPTY.split_whitespace().map(fold).collect());

/// Looks a label up; `None` if it must be a name.
pub(super) fn look_up(label: &str) -> Option<Entry> {
    let folded = fold(label);
    let stem = counted(gendered(&folded));
    if let Some(&known) = WORDS.get(stem) {
        return Some(Entry { known, generic: true });
    }
    let mut chars = stem.chars();
    if let (Some(letter), None) = (chars.next(), chars.next())
        && letter.is_alphabetic()
    {
        let known = if stem.len() == folded.trim_end_matches('.').len() {
            RoleLexicon::Letter(letter)
        } else {
            numbered(letter)
        };
        return Some(Entry { known, generic: true });
    }
    composed(&folded)
}

/// Returns the role that a label names by itself; `None` for names, voices and single letters.
pub(in crate::ingest) fn role_named(label: &str) -> Option<Role> {
    match look_up(label)?.known {
        RoleLexicon::Role(role) => Some(role),
        RoleLexicon::Voice | RoleLexicon::Letter(_) => None,
        // Which side these are depends on who else speaks.
        RoleLexicon::Professional | RoleLexicon::Lay | RoleLexicon::School => None,
    }
}

/// Tells whether a label names a role or numbers a voice: `Interviewer`, `P3`, `Speaker 1`.
pub(in crate::ingest) fn names_role(label: &str) -> bool {
    look_up(label).is_some_and(|entry| !matches!(entry.known, RoleLexicon::Letter(_)))
}

/// Tells whether a label may count although it is rare: it names a role, numbers a voice or is one of the usual letters.
pub(super) fn is_listed(label: &str) -> bool {
    look_up(label).is_some_and(|entry| match entry.known {
        RoleLexicon::Letter(letter) => matches!(letter, 'a' | 'b' | 'f' | 'i' | 'm' | 'p' | 'q' | 'r' | 's'),
        RoleLexicon::Role(_) | RoleLexicon::Voice => true,
        RoleLexicon::Professional | RoleLexicon::Lay | RoleLexicon::School => false,
    })
}

/// Returns the meaning of a letter with a number.
fn numbered(letter: char) -> RoleLexicon {
    match letter {
        'i' | 'q' => RoleLexicon::Role(Role::Interviewer),
        'p' | 'r' | 'b' => RoleLexicon::Role(Role::Participant),
        _ => RoleLexicon::Voice,
    }
}

/// Returns a label without the ending for both genders: `befragte(r)`, `entrevistador/a`, `interviewer*in`.
fn gendered(folded: &str) -> &str {
    let Some(at) = folded.find(['(', '/', '*', '·', '•', ':']) else { return folded };
    let tail = folded[at..].trim_start_matches(['(', '/', '*', '·', '•', ':', '-']).trim_end_matches(')');
    let short = tail.chars().count() <= 5 && tail.chars().all(char::is_alphabetic);
    if short && folded[..at].chars().count() > 4 { folded[..at].trim_end() } else { folded }
}

/// Returns a label without its number: digits, an ordinal, a letter that follows a word.
fn counted(folded: &str) -> &str {
    let mut stem = folded
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '#' | ' ' | ')' | '('));
    for word in COUNTING {
        if let Some(rest) = stem.strip_suffix(word)
            && rest.chars().count() >= 4
        {
            stem = rest;
        }
    }
    match stem.rsplit_once([' ', '-']) {
        Some((word, letter)) if letter.chars().count() == 1 && word.chars().count() > 3 => word.trim_end(),
        _ => stem,
    }
}

/// Looks for a dictionary word among other words: `Dan (Interviewer)`, `Moderator Müller`, `Female participant 2`.
fn composed(folded: &str) -> Option<Entry> {
    let mut found = None;
    let mut named = false;
    for word in folded.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()) {
        let known = WORDS
            .get(word)
            .copied()
            .or_else(|| persian_head(word))
            .filter(|_| word.chars().count() >= 5 || word == "dr");
        match known {
            Some(known) if found.is_none() => {
                found = Some(known);
                named |= !WORDS.contains_key(word);
            }
            _ => named |= word.chars().count() > 1 && !EMPTY_WORDS.iter().any(|empty| empty == word),
        }
    }
    found.map(|known| Entry { known, generic: !named })
}

/// Looks for a Persian role with a name after it; folding has removed the space between them.
fn persian_head(word: &str) -> Option<RoleLexicon> {
    let start = word.chars().next().filter(|&c| c > '\u{0600}' && c < '\u{0700}')?;
    WORDS
        .iter()
        .filter(|(role, _)| {
            role.starts_with(start) && role.chars().count() >= 6 && word.starts_with(role.as_str())
        })
        .max_by_key(|(role, _)| role.len())
        .map(|(_, &known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(label: &str) -> Option<Role> {
        match look_up(label)?.known {
            RoleLexicon::Role(role) => Some(role),
            _ => None,
        }
    }

    #[test]
    fn roles_in_six_languages() {
        let asks = "Interviewer|INT1|Q1|Moderator|Facilitator|Researcher 2|Interviewerin|Frage|Interviewer*in|Enquêteur|\
            enquêtrice|Enqueteur|Entrevistadora|Entrevistador/a|Intervistatore|Moderatrice|مصاحبه‌گر|مصاحبه گر|مصاحبهگر|\
            مصاحبه‌کننده|مصاحبه كننده|پژوهشگر|محقق|پرسشگر|س|سؤال|سوال ۳|Dan (Interviewer)|Moderator Müller|مصاحبه‌گر: رضا";
        for label in asks.split('|') {
            assert_eq!(role(label.trim()), Some(Role::Interviewer), "{label}");
        }
        let answers = "P1|Participant 3|P03|R2|Respondent|IE|Interviewee|Befragte(r)|Befragter|B1|TN 4|Entrevistado|Entrevistada 2|\
            Enquêté|Enquêtée|Intervistata|Partecipante|شرکت‌کننده|شرکت کننده (۱)|شركت‌كننده ١|مشارکت‌کننده شماره ۳|شرکت‌کننده دوم|\
            مصاحبه‌شونده|مصاحبه شونده|پاسخ‌گو|پاسخگو|پاسخ‌دهنده|ج|جواب|Female participant 2|Participant A";
        for label in answers.split('|') {
            assert_eq!(role(label.trim()), Some(Role::Participant), "{label}");
        }
    }

    #[test]
    fn names_voices_and_letters_are_told_apart() {
        assert_eq!(look_up("Dan"), None);
        let known = |label: &str| look_up(label).map(|entry| (entry.known, entry.generic));
        for label in ["doctor", "Doctor 2", "GP", "Ärztin", "Médecin", "Dottoressa", "پزشک"] {
            assert_eq!(known(label), Some((RoleLexicon::Professional, true)), "{label}");
        }
        for label in ["patient", "Patient 3", "Patient/in", "Klientin", "Paciente", "Paziente", "بیمار"]
        {
            assert_eq!(known(label), Some((RoleLexicon::Lay, true)), "{label}");
        }
        assert_eq!(known("Dr. Rahimi"), Some((RoleLexicon::Professional, false)));
        assert_eq!(known("Patient Maria"), Some((RoleLexicon::Lay, false)));
        for label in ["Teacher", "Student 4", "Schülerin", "Élève"] {
            assert_eq!(known(label), Some((RoleLexicon::School, true)), "{label}");
            assert!(!is_listed(label));
        }
        let voice = Some(Entry { known: RoleLexicon::Voice, generic: true });
        for label in ["Speaker 1", "SPEAKER_00", "Unknown Speaker", "S2", "M1", "Speaker A"] {
            assert_eq!(look_up(label), voice, "{label}");
        }
        assert_eq!(look_up("M").map(|entry| entry.known), Some(RoleLexicon::Letter('m')));
        assert_eq!(look_up("I.").map(|entry| entry.known), Some(RoleLexicon::Letter('i')));
        assert!(look_up("Participant 3").unwrap().generic && !look_up("Participant Maria").unwrap().generic);
        assert!(!look_up("مصاحبه‌گر رضا").unwrap().generic);
    }
}
