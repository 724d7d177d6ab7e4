//! What a column of coded segments may hold, and its headings in English, German, French, Spanish and Persian.

use serde::Serialize;

use crate::domain::plain_words;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CodingField {
    /// The document.
    Document,
    /// The participant.
    Participant,
    /// The quoted words.
    Quote,
    /// The code or codes.
    Code,
    /// The group that the code belongs to.
    Category,
    /// The theme that the code belongs to.
    Theme,
    /// Who coded.
    Coder,
    /// The coder's note.
    Memo,
    /// Where the segment begins.
    Start,
    /// Where it ends.
    End,
    /// Beginning and end in one cell.
    Range,
    /// The turn that holds the segment, or its beginning.
    Turn,
    /// The turn that holds its end.
    LastTurn,
    /// What a code means.
    Definition,
    /// What is coded with it.
    Inclusion,
    /// What is not coded with it.
    Exclusion,
    /// A typical quotation.
    Example,
    /// The display colour of a code.
    Colour,
}

impl CodingField {
    /// Returns its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Participant => "participant",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::Category => "category",
            Self::Theme => "theme",
            Self::Coder => "coder",
            Self::Memo => "memo",
            Self::Start => "start",
            Self::End => "end",
            Self::Range => "range",
            Self::Turn => "turn",
            Self::LastTurn => "last turn",
            Self::Definition => "definition",
            Self::Inclusion => "inclusion",
            Self::Exclusion => "exclusion",
            Self::Example => "example",
            Self::Colour => "colour",
        }
    }

    /// Returns its headings in order of preference: the first that a table has is used.
    fn aliases(self) -> &'static str {
        match self {
            Self::Document => {
                "document, document name, media title, file, file name, filename, file case, source, transcript, \
                 interview, dokument, dokumentname, datei, dateiname, quelle, nom du document, fichier, nom du fichier, \
                 entretien, documento, nombre del documento, nombre de documento, archivo, entrevista, case, fall, cas, \
                 caso, سند, نام سند, پرونده, نام پرونده, فایل, نام فایل, مصاحبه"
            }
            Self::Participant => {
                "participant, participant id, participant name, respondent, interviewee, teilnehmer, teilnehmerin, \
                 teilnehmende, befragte, befragter, befragte person, repondant, participante, entrevistado, \
                 encuestado, شرکت کننده, مشارکت کننده, مصاحبه شونده"
            }
            Self::Quote => {
                "quote, quotation content, quotation, coded segment, coded text, excerpt copy, excerpt, highlight, \
                 segment, coded, selection, zitatinhalt, inhalt des zitats, zitat, codiertes segment, textstelle, \
                 contenu de la citation, citation, segment code, extrait, verbatim, contenido de la cita, cita, \
                 segmento codificado, segmento, fragmento, نقل قول, محتوای نقل قول, قطعه, بخش, content, inhalt, contenu, \
                 contenido, text, texte, texto, متن"
            }
            Self::Code => {
                "code path, codepath, codename, code name, code, codes, codes applied combined, tag, tags, node, \
                 codepfad, kode, kodes, code nom, nom du code, codigo, codigos, nombre del codigo, etiqueta, etiquetas, \
                 کد, کدها, نام کد, برچسب"
            }
            Self::Category => "category, kategorie, categorie, categoria, مقوله, طبقه",
            Self::Theme => "theme, thema, tema, مضمون, درون مایه, تم",
            Self::Coder => {
                "coder, coder name, coded by, annotator, rater, excerpt creator, author, created by, creator, user, \
                 modified by, codierer, codiererin, codiert von, kodierer, autor, autorin, erstellt von, benutzer, \
                 geandert von, bearbeitet von, codeur, codeuse, code par, auteur, cree par, modifie par, codificador, \
                 codificadora, codificado por, creado por, modificado por, کدگذار, رمزگذار, نویسنده"
            }
            Self::Memo => {
                "memo, coded memo, comment, comments, note, notes, kommentar, notiz, commentaire, comentario, nota, \
                 یادداشت, توضیح"
            }
            Self::Start => {
                "start, begin, beginning, start offset, anfang, beginn, debut, inicio, comienzo, principio, شروع, آغاز"
            }
            Self::End => "end, end offset, ende, fin, final, پایان",
            Self::Range => "excerpt range, reference, range, referenz, referencia, بازه",
            Self::Turn => "turn, first turn, turn number, redebeitrag, tour, tour de parole, turno, نوبت",
            Self::LastTurn => "last turn, letzter redebeitrag, dernier tour, ultimo turno",
            Self::Definition => {
                "definition, description, code memo, memo, comment, beschreibung, codememo, descripcion, definicion, \
                 تعریف, شرح"
            }
            Self::Inclusion => {
                "inclusion, inclusion criteria, include, einschluss, inclusion criterion, شمول"
            }
            Self::Exclusion => "exclusion, exclusion criteria, exclude, ausschluss, عدم شمول",
            Self::Example => {
                "example, anchor example, ankerbeispiel, beispiel, exemple, ejemplo, مثال, نمونه"
            }
            Self::Colour => "colour, color, farbe, couleur, رنگ",
        }
    }

    /// Returns the columns with the most preferred heading that occurs, except those already taken.
    pub(super) fn find(self, headings: &[String], taken: &[usize]) -> Vec<usize> {
        self.aliases()
            .split(", ")
            .map(|alias| {
                let alias = plain_words(alias);
                let is = |i: &usize| !taken.contains(i) && plain_words(&headings[*i]) == alias;
                (0..headings.len()).filter(is).collect::<Vec<_>>()
            })
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }
}
