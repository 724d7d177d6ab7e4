//! Puts notices into sentences: what readers of a result must know about how it was made.

use std::fmt::{Display, Formatter, Result};

use super::lists::{one_or_many, quoted};
use super::{all_of, count, first_of, percent};
use crate::domain::{
    AsideKind, EvidenceSource, FilledField, MendedLabel, Notice, NoticeFact, RecurringOpening,
};

/// The most names that are listed before the others are only counted.
const NAMED: usize = 10;

impl Display for Notice {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.fact.fmt(f)
    }
}

impl Display for NoticeFact {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&sentence(self))
    }
}

/// The most characters of a line that are shown.
const SHOWN: usize = 60;

/// Returns the beginning of a line that is long.
fn shortened(line: &str) -> String {
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// Says that there are no labels, what may be meant as one, and what to write.
fn no_labels(openings: &[RecurringOpening]) -> String {
    let found = "no speaker labels were found, so every paragraph counts as a participant's words";
    let remedy = "write `Name:` at the beginning of each turn";
    if openings.is_empty() {
        return format!("{found}; if several people speak, {remedy}");
    }
    let recurring: Vec<String> = openings
        .iter()
        .map(|RecurringOpening { opening, n }| {
            format!("`{opening}` begins {}", count(*n, "paragraph", "paragraphs"))
        })
        .collect();
    // Why they were not taken as labels.
    let why = one_or_many(
        openings.len(),
        "but no second label was found",
        "but not most paragraphs, or not in turn",
    );
    let who = one_or_many(openings.len(), "If this is a speaker", "If these are speakers");
    format!("{found}. {}, {why}. {who}, {remedy}", all_of(&recurring, " and "))
}

fn sentence(fact: &NoticeFact) -> String {
    use NoticeFact as F;
    let share = |n: usize, of: usize| percent(n as f64 / of.max(1) as f64);
    match fact {
        F::AssumedEncoding { encoding } => {
            format!("read as {encoding}, a guess: the file does not name its encoding")
        }
        F::GarbledCharacters { n, first_line } => format!(
            "{} garbled before this file was made, the first in line {first_line}; they are left as they are, so repair \
             them in the source",
            count(*n, "character was", "characters were")
        ),
        F::GuideLinesKept { n, first_line, words } => format!(
            "{} of the guide and {} as somebody's words, the first in line {first_line}: “{}”; write `#` before what nobody says",
            count(*n, "line may be a question or heading", "lines may be questions or headings"),
            one_or_many(*n, "counts", "count"),
            shortened(words)
        ),
        F::ReferencesDecoded { n, first } => format!(
            "{} as {}",
            count(
                *n,
                &format!("reference to a character, such as {first}, is read"),
                &format!("references to characters, such as {first}, are read")
            ),
            one_or_many(*n, "the character that it stands for", "the characters that they stand for")
        ),
        F::ReferencesKept { n, first } => format!(
            "{} left as {}: the text may be about such signs. If not, replace them in the source",
            count(
                *n,
                &format!("reference to a character, such as {first}, is"),
                &format!("references to characters, such as {first}, are")
            ),
            one_or_many(*n, "it is", "they are")
        ),
        F::NoWords => "holds no words".to_owned(),
        F::LeftOut { n, what } => {
            let (one, many) = what.nouns();
            format!("{} left out", count(*n, one, many))
        }
        F::PagesWithoutText { pages } => {
            let numbers: Vec<String> = pages.iter().map(ToString::to_string).collect();
            match pages.len() {
                1 => format!(
                    "page {} holds only pictures and no text; if it is a scan, recognise its text first, for instance with OCRmyPDF",
                    numbers.concat()
                ),
                _ => format!(
                    "pages {} hold only pictures and no text; if they are scans, recognise their text first, for instance with \
                     OCRmyPDF",
                    numbers.join(", ")
                ),
            }
        }
        F::HyphensRemoved { n } => format!(
            "{} at the end of a line",
            count(*n, "word joined that a hyphen had split", "words joined that a hyphen had split")
        ),
        F::UnnamedCharacters { n } => format!(
            "{} in the PDF and shown as \u{fffd}; compare with the original",
            count(*n, "character is not named", "characters are not named")
        ),
        F::SheetChosen { sheet, sheets } => {
            let sheets: Vec<&str> = sheets.iter().map(|sheet| sheet.trim()).collect();
            format!("read from sheet `{sheet}` of {}", quoted(&sheets))
        }
        F::SheetUnreadable { sheet, cause } => {
            format!("sheet `{}` cannot be read and is left out: {cause}", sheet.trim())
        }
        F::CellsWithoutHeading { n, sheet } => {
            format!("{} of sheet `{sheet}` left out, because no heading is above", count(*n, "cell", "cells"))
        }
        F::QuotationMarksKept => {
            "quotation marks read as characters, because the cells are not quoted".to_owned()
        }
        F::TableInText => {
            "the lines of this text are the rows of a table with headings, so it was read as a table"
                .to_owned()
        }
        F::ColumnsTaken { columns } => {
            let columns: Vec<String> =
                columns.iter().map(|column| format!("{} from `{}`", column.field, column.heading)).collect();
            format!("table read as: {}", columns.join(", "))
        }
        F::RowsByParticipant => {
            "rows of one participant taken as one interview, because several people speak in them".to_owned()
        }
        F::RowsAreConversations => "each row holds a whole conversation and is read as a document".to_owned(),
        F::TextByContent { columns } => format!(
            "no heading names the text: {} {} taken, because the cells hold the answers of people; name the column if this is wrong",
            quoted(columns),
            one_or_many(columns.len(), "was", "were")
        ),
        F::ColumnsNotRead { columns, with_text } => {
            let quoted_names: Vec<String> = columns.iter().map(|heading| format!("`{heading}`")).collect();
            let not_read = format!(
                "{} not read: {}",
                one_or_many(columns.len(), "this column was", "these columns were"),
                first_of(&quoted_names, NAMED)
            );
            match with_text.as_slice() {
                [] => not_read,
                [_] => format!(
                    "{not_read}; {} holds text too, so name it if it is to be read",
                    quoted(with_text)
                ),
                _ => format!(
                    "{not_read}; {} hold text too, so name those that are to be read",
                    quoted(with_text)
                ),
            }
        }
        F::FilledDown { field, n } => {
            let (field, goes_on) = match field {
                FilledField::Document => ("document", "the document above goes on"),
                FilledField::Participant => ("participant", "the participant above was taken"),
                FilledField::Speaker => ("speaker", "the speaker above goes on"),
            };
            format!(
                "{} no {field}: {goes_on}; fill in the column if this is wrong",
                count(*n, "row names", "rows name")
            )
        }
        F::RowsWithoutParticipant { n } => format!(
            "{} no participant; {}",
            count(*n, "row names", "rows name"),
            one_or_many(*n, "it counts as one of its own", "each counts as one of its own")
        ),
        F::TimesInMilliseconds { heading } => {
            format!("the whole numbers of `{heading}` are read as milliseconds")
        }
        F::TablesReadByCell { n } => format!(
            "{} cell by cell, because no column was recognised as the words of speakers; call its columns Speaker and Text \
             if it is a transcript",
            count(*n, "table was read", "tables were read")
        ),
        F::LinesOutsideTable { n } => format!(
            "{} to no turn",
            count(
                *n,
                "line after or between the rows of the transcript's table belongs",
                "lines after or between the rows of the transcript's table belong"
            )
        ),
        F::QuestionColumn { heading } => {
            format!("the column `{heading}` says what was asked; questions are not clustered")
        }
        F::LinesBeforeFirstLabel { n } => format!(
            "{} to no turn",
            count(
                *n,
                "line before the first speaker's label belongs",
                "lines before the first speaker's label belong"
            )
        ),
        F::CuesContinued { n } => format!(
            "{} taken as part of the cue before",
            count(*n, "line after a blank line is", "lines after a blank line are")
        ),
        F::SetAside { n, what } => set_aside(*n, *what),
        F::NothingToCluster { n_turns: 0, .. } => {
            "nothing of it is clustered: none of its lines is somebody's turn".to_owned()
        }
        F::NothingToCluster { n_turns, n_interviewer } => {
            let turns =
                if *n_turns == 1 { "its only turn".to_owned() } else { format!("all {n_turns} turns") };
            match *n_interviewer {
                n if n == *n_turns => format!(
                    "nothing of it is clustered: {turns} {} taken for the interviewer's; check who answers",
                    one_or_many(n, "was", "were")
                ),
                0 => format!(
                    "nothing of it is clustered: {turns} {} no answer",
                    one_or_many(*n_turns, "holds", "hold")
                ),
                n => format!(
                    "nothing of it is clustered: {n} of {n_turns} turns {} taken for the interviewer's, and the others hold no \
                     answer; check who answers",
                    one_or_many(n, "was", "were")
                ),
            }
        }
        F::SameWords { document } => {
            format!("it holds the same words as {document}: both are counted; leave one out if it is a copy")
        }
        F::NobodySpeaks { names } => format!(
            "{} in the documents read: {}",
            one_or_many(names.len(), "this participant does not speak", "these participants do not speak"),
            first_of(names, NAMED)
        ),
        F::BlankRowsCounted { n } => format!(
            "{} to which no coder gave a code",
            count(*n, "blank row counts as a unit", "blank rows count as units")
        ),
        F::OtherCodersNamed { named, coder } => format!(
            "the table names {} as {}; all codings are given to {coder}, as you asked",
            named.join(", "),
            one_or_many(named.len(), "coder", "coders")
        ),
        F::SpellingsJoined { spellings, coder } => {
            format!("{} are taken as one coder, {coder}", quoted(spellings))
        }
        F::ParticipantSpellingsJoined { spellings, participant } => {
            format!("{} and `{participant}` are taken as one participant, {participant}", quoted(spellings))
        }
        F::CategorySpellingsJoined { spellings, label } => {
            format!("{} and `{label}` are taken as one category", quoted(spellings))
        }
        F::ValuesLookMissing { values, n } => format!(
            "{} like {}, but {} as {}, in {}; if no value was given there, name {} as missing",
            quoted(values) + one_or_many(values.len(), " looks", " look"),
            one_or_many(values.len(), "a missing value", "missing values"),
            one_or_many(values.len(), "counts", "count"),
            one_or_many(values.len(), "a value", "values"),
            count(*n, "cell", "cells"),
            one_or_many(values.len(), "it", "them")
        ),
        F::RowLooksLikeTotal { row, label } => format!(
            "row {row}, `{label}`, looks like a total, but counts as a unit; delete it from the table if it is one"
        ),
        F::DecimalCommas { n } => {
            format!(
                "{} with a decimal comma: `3,5` is 3.5",
                count(*n, "number was read", "numbers were read")
            )
        }
        F::LeftAside { reason } => format!("set aside: {reason}"),
        F::NoInterviewer { speakers } => format!(
            "no interviewer was recognised among {}, so all count as participants; if one of them asks the questions, name them as \
             the interviewer",
            first_of(speakers, 6)
        ),
        F::InterviewerBesideProfession { speaker, professional } => format!(
            "`{speaker}` asks most and was taken for the interviewer, although `{professional}` is named by a profession that asks; \
             name the interviewer if this is wrong"
        ),
        F::InterviewerInDoubt { speaker, n_words, n_words_of_others } => format!(
            "`{speaker}` was taken for the interviewer, who asks most, though with {} a turn against {n_words_of_others} of the \
             others; if that is wrong, say so",
            count(*n_words, "word", "words")
        ),
        F::NoSpeakersNamed => {
            "no speakers are named, so every turn counts as a participant's words".to_owned()
        }
        F::SpeakerGoesOn { n } => format!(
            "{} to the speaker before",
            count(*n, "passage names no speaker and is given", "passages name no speaker and are given")
        ),
        F::PassagesWithoutSpeaker { n } => format!(
            "{} as a participant's words",
            count(*n, "passage names no speaker and counts", "passages name no speaker and count")
        ),
        F::VoicesRenamed { labels } => {
            let renamed: Vec<String> = labels
                .iter()
                .map(|MendedLabel { label, taken_for }| format!("“{taken_for}” for “{label}”"))
                .collect();
            format!(
                "the words begin with other names than the voice tags, and those names are taken: {}",
                first_of(&renamed, NAMED)
            )
        }
        F::NoSpeakerLabels { openings } => no_labels(openings),
        F::OneSideLabelled { label, others_ask, n } => format!(
            "only `{label}` is labelled; {} without a label {} taken for {}. Label the others too if this is wrong",
            count(*n, "paragraph", "paragraphs"),
            one_or_many(*n, "is", "are"),
            if *others_ask { "the interviewer's words" } else { "the participant's words" }
        ),
        F::QuestionsEmphasised { is_bold, n } => format!(
            "no speaker labels were found; paragraphs {} ask and plain ones answer, so they are taken for two voices with {}",
            if *is_bold { "in bold" } else { "in italics" },
            count(*n, "turn", "turns")
        ),
        F::VoicesAlternate { n } => format!(
            "the {} name nobody; every other one holds a question, so they are taken for two voices that take turns. Write `Name:` \
             at the beginning of each turn if this is wrong",
            count(*n, "turn", "turns")
        ),
        F::LabelForgotten { label, n } => format!(
            "{} read as said by “{label}”. Write the label if this is wrong",
            count(
                *n,
                "paragraph without a label, where the speaker changes, is",
                "paragraphs without a label, where the speaker changes, are"
            )
        ),
        F::LabelsMended { labels } => {
            let mended: Vec<String> = labels
                .iter()
                .map(|MendedLabel { label, taken_for }| format!("“{label}” was taken for “{taken_for}”"))
                .collect();
            format!("{}; correct the label if these are two people", mended.join(", "))
        }
        F::ForeignLanguage { language, model, made_for } => {
            let names: Vec<String> = made_for.iter().map(ToString::to_string).collect();
            format!(
                "this document is in {language}; the model {model} was made for {}: do not rely on how its segments are grouped. \
                 Use a multilingual model, or name the language if this is wrong",
                all_of(&names, " and ")
            )
        }
        F::LongSegments { n, max_tokens } => format!(
            "{} longer than the model's window of {max_tokens} tokens: {} embedded in parts and the vectors averaged, so that \
             nothing was cut off",
            count(*n, "segment is", "segments are"),
            one_or_many(*n, "it was", "they were")
        ),
        F::FewSegments { n } => format!(
            "this rests on {}: read the candidates as questions to the text, not as findings",
            count(*n, "segment", "segments")
        ),
        F::OneThemeOnly { n: 1 } => {
            "there is 1 segment: it is one candidate theme, and nothing could be compared".to_owned()
        }
        F::OneThemeOnly { n: 2 } => {
            "there are 2 segments: they are one candidate theme; grouping needs 3 or more".to_owned()
        }
        F::OneThemeOnly { n } => {
            format!("all {n} segments are the same to the model: they are one candidate theme")
        }
        F::NotConverged { n_iterations } => format!(
            "k-means did not converge within {}: segments at the borders may be in the wrong candidate",
            count(*n_iterations as usize, "iteration", "iterations")
        ),
        F::EmptyClusters { asked, n } => format!(
            "{} asked for; {n} became empty and {} dropped",
            count(*asked, "cluster was", "clusters were"),
            one_or_many(*n, "was", "were")
        ),
        F::FewerClusters { asked, n } => {
            format!(
                "{} asked for; only {n} could be told apart",
                count(*asked, "cluster was", "clusters were")
            )
        }
        F::CodesAtLimit { n, n_segments, without_limit } => {
            let without = without_limit
                .map_or_else(String::new, |other| format!("; without it there would be {other}"));
            format!(
                "a limit for {} decided that there {}{without}",
                count(*n_segments, "segment", "segments"),
                match *n {
                    1 => "is one candidate".to_owned(),
                    n => format!("are {n} candidates"),
                }
            )
        }
        F::ThemesAtLimit { n } => format!(
            "no more than {n} candidate themes are tried where no number is given, and this limit decided the number"
        ),
        F::NoDenseGroup { algorithm } => format!("{algorithm} found no dense group"),
        F::Noise { algorithm, n, n_segments } => format!(
            "{n} of {} ({}) {} in no candidate: {algorithm} left {} out as noise",
            count(*n_segments, "segment", "segments"),
            share(*n, *n_segments),
            one_or_many(*n, "is", "are"),
            one_or_many(*n, "it", "them")
        ),
        F::NoiseAssigned { algorithm, n, n_segments } => format!(
            "{algorithm} left {n} of {} ({}) out as noise; {} assigned to the nearest candidate and marked",
            count(*n_segments, "segment", "segments"),
            share(*n, *n_segments),
            one_or_many(*n, "it was", "they were")
        ),
        F::Overlap { mean_silhouette } => format!(
            "the candidates overlap (mean silhouette {mean_silhouette:.2}; the maximum is 1): many segments would fit \
             another candidate as well"
        ),
        F::FewSegmentsInTheme { n } => format!(
            "rests on {} only; read it as a remark, not as a pattern",
            match n {
                1 => "one segment".to_owned(),
                2 => "two segments".to_owned(),
                n => count(*n, "segment", "segments"),
            }
        ),
        F::OneSource { source, n, n_segments } => {
            let source = match source {
                EvidenceSource::Participant(name) => format!("participant {name}"),
                EvidenceSource::Document(name) => format!("document {name}"),
                EvidenceSource::Question(question) => {
                    return format!(
                        "{} answer one question, “{question}”; check whether they have more in common than being asked this",
                        match n == n_segments {
                            true => format!("all {n} segments"),
                            false => format!("{n} of {n_segments} segments"),
                        }
                    );
                }
            };
            match n == n_segments {
                true => format!("all {n} segments come from {source}; it may matter to that person alone"),
                false => format!(
                    "{n} of {n_segments} segments come from {source}; check whether it holds for others"
                ),
            }
        }
        F::OnePronoun { pronoun, n, n_segments } => format!(
            "{n} of {n_segments} segments say “{pronoun}”, at least twice the share of other segments; check whether they have more in \
             common"
        ),
        F::Worded { message, .. } => message.clone(),
    }
}

/// Returns the sentence about lines that are in no turn.
fn set_aside(n: usize, what: AsideKind) -> String {
    let (one, many) = match what {
        AsideKind::Label => ("label without words belongs", "labels without words belong"),
        AsideKind::Time => ("line with only a time belongs", "lines with only a time belong"),
        AsideKind::Heading => ("heading belongs", "headings belong"),
        AsideKind::Question => ("question of the guide belongs", "questions of the guide belong"),
        AsideKind::FrontMatter => ("line about the interview belongs", "lines about the interview belong"),
        AsideKind::PageHead => ("head or foot of a page belongs", "heads and feet of pages belong"),
        AsideKind::LineNumber => ("line number belongs", "line numbers belong"),
        AsideKind::Tail => (
            "line of the recording program or transcriber belongs",
            "lines of the recording program or transcriber belong",
        ),
        AsideKind::StageDirection => ("stage direction belongs", "stage directions belong"),
        AsideKind::BackChannel => ("sign of listening belongs", "signs of listening belong"),
        AsideKind::NonAnswer => ("answer that says nothing belongs", "answers that say nothing belong"),
        AsideKind::SmallTalk => ("turn of small talk belongs", "turns of small talk belong"),
        AsideKind::Recurring => {
            ("line that recurs in other documents belongs", "lines that recur in other documents belong")
        }
        AsideKind::Interviewer => ("line of the interviewer belongs", "lines of the interviewer belong"),
        AsideKind::Sign => ("line of signs belongs", "lines of signs belong"),
        AsideKind::Other => ("other line belongs", "other lines belong"),
    };
    format!("{} to no turn", count(n, one, many))
}
