use proptest::prelude::*;

use super::*;
use crate::domain::{DocumentFormat, Notice, NoticeFact, Span, Speaker, TakenColumn, Turn};

/// Makes a document of turns: `I` marks the interviewer, `P` the participant, `-` nobody.
fn document(turns: &[(char, &str)]) -> Document {
    let speaker = |label: &str, role| Speaker {
        label: label.to_owned(),
        role,
        role_reason: "invented".to_owned(),
        generic: false,
    };
    let mut text = String::new();
    let mut found = Vec::new();
    for (who, words) in turns {
        text.push_str("X: ");
        let start = text.chars().count();
        text.push_str(words);
        let speaker = match who {
            'I' => Some(0),
            'P' => Some(1),
            _ => None,
        };
        found.push(Turn { speaker, span: Span::new(start, text.chars().count()) });
        text.push_str("\n\n");
    }
    Document {
        name: "invented.txt".to_owned(),
        format: DocumentFormat::Txt,
        sha256: String::new(),
        text,
        speakers: vec![speaker("Interviewer", Role::Interviewer), speaker("P1", Role::Participant)],
        turns: found,
        time_marks: Vec::new(),
        notices: Vec::new(),
    }
}

fn params(unit: SegmentUnit, min_words: usize, max_words: usize) -> SegmentValidParams {
    SegmentParams { unit, min_words, max_words, ..SegmentParams::default() }.check().unwrap()
}

fn texts(document: &Document, result: &Segmentation) -> Vec<String> {
    let index = TextIndex::new(&document.text);
    result.segments.iter().map(|s| index.slice(s.span).unwrap().to_owned()).collect()
}

#[test]
fn turns_are_sorted_into_data_context_and_what_is_left_aside() {
    let document = document(&[
        ('I', "How was the group for you?"),
        ('P', " Yeah. It was where I could speak. "),
        ('I', "Mm-hm."),
        ('P', "Mm-hm."),
        ('P', "[inaudible]"),
        ('P', " … "),
        ('-', "Nothing."),
    ]);
    let result = segment(&document, &SegmentParams::default().check().unwrap());
    assert_eq!(texts(&document, &result), ["Yeah. It was where I could speak.", "Nothing."]);
    use AsideKind::{BackChannel, Interviewer, Sign, StageDirection};
    let aside = [(0, Interviewer), (2, Interviewer), (3, BackChannel), (4, StageDirection), (5, Sign)];
    assert_eq!(result.set_aside, aside);
    assert_eq!(result.n_set_aside(Interviewer), 2);
    let all = SegmentParams { include_interviewer: true, ..SegmentParams::default() }.check().unwrap();
    let result = segment(&document, &all);
    assert_eq!(result.segments.len(), 3);
    assert_eq!((result.n_set_aside(Interviewer), result.n_set_aside(BackChannel)), (0, 2));
    let kept = SegmentParams { keep: [BackChannel, StageDirection, Sign].into(), ..SegmentParams::default() };
    let result = segment(&document, &kept.check().unwrap());
    assert_eq!(
        texts(&document, &result),
        ["Yeah. It was where I could speak.", "Mm-hm.", "Nothing."],
        "without a word to read, a turn is never cut"
    );
}

/// Makes a table of answers, one from each person.
fn answers(cells: &[&str]) -> Document {
    let turns: Vec<(char, &str)> = cells.iter().map(|cell| ('-', *cell)).collect();
    let notices = vec![columns_taken("What would you change?")];
    Document { format: DocumentFormat::Csv, notices, ..document(&turns) }
}

fn columns_taken(question: &str) -> Notice {
    let columns = vec![TakenColumn { field: "text".to_owned(), heading: question.to_owned() }];
    Notice::of_run(NoticeFact::ColumnsTaken { columns })
}

#[test]
fn yes_and_no_directly_after_a_question_are_answers() {
    let document = document(&[
        ('I', "Have you had any fever?"),
        ('P', "No."),
        ('P', "Yes."),
        ('I', "Right, okay."),
        ('P', "Yes."),
        ('I', "And a cough? [coughs]"),
        ('P', "[sighs]"),
        ('P', "Yeah."),
        ('I', "Any pain?"),
        ('P', "Okay."),
    ]);
    let result = segment(&document, &SegmentParams::default().check().unwrap());
    assert_eq!(texts(&document, &result), ["No.", "Yeah."]);
    assert_eq!(result.n_set_aside(AsideKind::BackChannel), 3);
}

proptest! {
    /// Whatever signs of listening stand between a question and the first yes or no, as people speak at once, that is the answer,
    /// and no later one is.
    #[test]
    fn yes_and_no_are_answers_also_after_overlapping_words(
        between in prop::collection::vec(prop::sample::select(vec![('I', "Okay."), ('I', "Mm-hm."), ('P', "Um."), ('P', "[coughs]")]), 0..4),
        answer in prop::sample::select(vec!["No.", "Yes.", "Yeah, no.", "Nein."]), is_asked in any::<bool>(),
    ) {
        let mut turns = vec![('P', "I came by the late bus."), ('I', if is_asked { "Have you had any fever?" } else { "So there was some fever." })];
        turns.extend(&between);
        turns.extend([('P', answer), ('I', "Okay."), ('P', "Yes."), ('P', "It went away in the night.")]);
        let document = document(&turns);
        let result = segment(&document, &SegmentParams::default().check().unwrap());
        let mut expected = vec!["I came by the late bus."];
        expected.extend(is_asked.then_some(answer));
        expected.push("It went away in the night.");
        prop_assert_eq!(texts(&document, &result), expected);
    }
}

#[test]
fn numbers_for_missing_values_say_nothing_among_words() {
    let cells = ["More buses", "-99", "999", "999", "99", "A lift", "Longer hours"];
    let survey = answers(&cells);
    let result = segment(&survey, &SegmentParams::default().check().unwrap());
    assert_eq!(texts(&survey, &result), ["More buses", "99", "A lift", "Longer hours"], "99 stands once");
    let numbers = answers(&["12", "99", "99", "40", "many"]);
    assert_eq!(segment(&numbers, &SegmentParams::default().check().unwrap()).segments.len(), 5);
}

#[test]
fn an_answer_that_says_nothing_is_set_aside_and_can_be_taken_back() {
    let cells = ["More buses", "n/a", "None", "-", "No", "don't know", "None of the staff", "Nothing"];
    let survey = answers(&cells);
    let result = segment(&survey, &SegmentParams::default().check().unwrap());
    assert_eq!(texts(&survey, &result), ["More buses", "None of the staff", "Nothing"]);
    assert_eq!(result.n_set_aside(AsideKind::NonAnswer), 5);
    let keep = SegmentParams { keep: [AsideKind::NonAnswer].into(), ..SegmentParams::default() };
    let result = segment(&survey, &keep.check().unwrap());
    assert_eq!(result.segments.len(), 7);
    assert_eq!(result.set_aside, [(3, AsideKind::NonAnswer)]);
    // In an interview, only what says nothing anywhere.
    let turns: Vec<(char, &str)> = cells.iter().map(|cell| ('P', *cell)).collect();
    let interview = document(&turns);
    let result = segment(&interview, &SegmentParams::default().check().unwrap());
    assert_eq!(texts(&interview, &result), ["More buses", "None", "None of the staff", "Nothing"]);
    // Under a question for anything further, nothing says nothing.
    let mut last = answers(&cells);
    last.notices = vec![columns_taken("Any other comments?")];
    let result = segment(&last, &SegmentParams::default().check().unwrap());
    assert_eq!(texts(&last, &result), ["More buses", "None of the staff"]);
}

#[test]
fn kept_kinds_are_written_only_where_there_are_some() {
    let written = |params: &SegmentParams| serde_json::to_string(params).unwrap();
    assert!(!written(&SegmentParams::default()).contains("keep"));
    let params = SegmentParams { keep: [AsideKind::NonAnswer].into(), ..SegmentParams::default() };
    assert!(written(&params).contains(r#""keep":["non-answer"]"#));
    assert_eq!(serde_json::from_str::<SegmentParams>(&written(&params)).unwrap(), params);
}

#[test]
fn each_unit_is_what_its_name_says() {
    let document = document(&[('P', "One é two. Three four.\n\nFive six. 🙂 Seven.")]);
    let of = |unit| texts(&document, &segment(&document, &params(unit, 3, 5)));
    assert_eq!(of(SegmentUnit::Turn), ["One é two. Three four.\n\nFive six. 🙂 Seven."]);
    assert_eq!(of(SegmentUnit::Paragraph), ["One é two. Three four.", "Five six. 🙂 Seven."]);
    assert_eq!(of(SegmentUnit::Sentence), ["One é two.", "Three four.", "Five six.", "🙂 Seven."]);
    assert_eq!(of(SegmentUnit::MeaningUnit), ["One é two. Three four.", "Five six. 🙂 Seven."]);
}

#[test]
fn a_document_without_turns_or_with_wrong_spans_gives_no_segments() {
    let mut document = document(&[]);
    let valid = SegmentParams::default().check().unwrap();
    assert_eq!(segment(&document, &valid), Segmentation::default());
    document.turns.push(Turn { speaker: Some(9), span: Span::new(5, 90) });
    assert_eq!(segment(&document, &valid).set_aside, [(0, AsideKind::Other)]);
}

/// Generates text with many of the features that the rules look at.
fn talk() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Zäéسمو]{1,7}",
        3 => Just(" ".to_owned()),
        1 => prop::sample::select(vec![
            ".", "...", "…", "?", "!", "؟", "؛", ",", ";", "\n", "\n\n", "\"", "»", "(", ")", "[", "]", "(laughs)",
            "[inaudible 00:03]", "#00:01:02-3#", "Dr.", "z. B.", "3.", "3.5", "\u{200c}", "🙂", "<i>", "</i>", "*",
            "°", "lo::ng", "¿", "\u{2029}", "\u{a0}", "-", "((", "))", ".hh",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn sentences_cover_every_character_that_is_not_white(text in talk()) {
        let mut at = 0;
        for range in sentences(&text) {
            prop_assert!(text[at..range.start].trim().is_empty());
            prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
            prop_assert!(range.start < range.end);
            at = range.end;
        }
        prop_assert!(text[at..].trim().is_empty());
    }

    #[test]
    fn segments_are_ordered_trimmed_and_hold_every_word_once(
        first in talk(), second in talk(), unit in 0..4usize, min in 1..12usize, more in 0..20usize,
    ) {
        let unit = [SegmentUnit::MeaningUnit, SegmentUnit::Sentence, SegmentUnit::Paragraph, SegmentUnit::Turn][unit];
        let document = document(&[('P', &first), ('I', &second), ('P', &second)]);
        let result = segment(&document, &params(unit, min, min + more));
        let index = TextIndex::new(&document.text);
        for (n, turn) in document.turns.iter().enumerate() {
            let mine: Vec<Span> = result.segments.iter().filter(|s| s.turn == n).map(|s| s.span).collect();
            if mine.is_empty() {
                continue;
            }
            let mut at = turn.span.start;
            for span in &mine {
                prop_assert!(span.start >= at && span.end <= turn.span.end && !span.is_empty());
                prop_assert!(index.slice(Span::new(at.0, span.start.0)).unwrap().trim().is_empty());
                let words = index.slice(*span).unwrap();
                prop_assert_eq!(words.trim(), words);
                if unit == SegmentUnit::MeaningUnit {
                    prop_assert!(n_words(&text_for_embedding(words)) <= (min + more).max(2) + 2, "{}", words);
                }
                at = span.end;
            }
            prop_assert!(index.slice(Span::new(at.0, turn.span.end.0)).unwrap().trim().is_empty());
        }
        let mut turns: Vec<usize> = result.segments.iter().map(|s| s.turn).collect();
        turns.dedup();
        turns.extend(result.set_aside.iter().map(|(turn, _)| turn));
        turns.sort_unstable();
        prop_assert_eq!(turns, [0, 1, 2]);
    }

    #[test]
    fn texts_for_embedding_are_collapsed_and_stable(text in talk()) {
        let words = text_for_embedding(&text);
        prop_assert!(!words.contains("  ") && words.trim() == words);
        prop_assert!(!words.contains(|c: char| c.is_whitespace() && c != ' '));
    }
}
