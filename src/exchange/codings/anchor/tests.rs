//! Placing words by each method, and never silently at one of several places.

use proptest::prelude::*;

use super::*;
use crate::domain::{NoProgress, Turn};
use crate::exchange::codings::{CodedRow, OffsetUnit, Position};

const TALK: &str = "Ann: I was “afraid” of the bus — and of\nthe well-known doctor.\n\nBen: Why so? I see.\n\nAnn: می‌روم و كتاب 🙂 را می‌خوانم. I see.\n";

/// Returns the turns of a text in which each line `Label: words` is a turn.
fn turns(text: &str) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut at = 0;
    for paragraph in text.split("\n\n") {
        let n = paragraph.chars().count();
        let label = paragraph.find(": ").map_or(0, |at| at + 2);
        let end = paragraph.trim_end().chars().count();
        turns.push(Turn { speaker: Some(0), span: Span::new(at + label, at + end) });
        at += n + 2;
    }
    turns
}

fn row(quote: &str) -> CodedRow {
    CodedRow {
        number: 2,
        document: Some("talks/P1.docx".to_owned()),
        participant: None,
        code: Vec::new(),
        quote: Some(quote.to_owned()).filter(|quote| !quote.is_empty()),
        position: None,
        turns: None,
        coder: None,
        memo: None,
    }
}

fn place(text: &str, row: &CodedRow) -> Result<(Anchored, String), Unplaced> {
    let turns = turns(text);
    let document = AnchorDocument {
        name: "P1.txt",
        text,
        turns: &turns,
        speakers: vec!["Ann", "Ben"],
        participants: vec!["Ann Lee"],
    };
    let placed = Anchors::new([document]).place(row)?;
    let words = text.chars().skip(placed.span.start.0).take(placed.span.len()).collect();
    Ok((placed.anchored, words))
}

fn found(quote: &str) -> (Anchored, String) {
    place(TALK, &row(quote)).unwrap()
}

#[test]
fn words_are_found_as_they_are_then_without_what_programs_change_then_nearly() {
    assert_eq!(found(" Why so? "), (Anchored::Exact, "Why so?".to_owned()));
    let bus = "I was “afraid” of the bus — and of\nthe well-known doctor.";
    assert_eq!(
        found("I was \"afraid\" of the bus - and of the wellknown doctor."),
        (Anchored::Normalised, bus.to_owned())
    );
    let read = found("میروم و کتاب 🙂 را می خوانم");
    assert_eq!(read, (Anchored::Normalised, "می‌روم و كتاب 🙂 را می‌خوانم".to_owned()));
    let (anchored, words) = found("I was afraid of that bus, and of the well-known doctor");
    assert_eq!((anchored, words.as_str()), (Anchored::Fuzzy, bus.trim_end_matches('.')));
    assert_eq!(found("I was afraid of that bus, and of the well-known doctor.").1, bus);
    // Dots mark what a coder left out at the ends.
    assert_eq!(found("… of the bus — and …").1, "of the bus — and");
}

#[test]
fn a_quotation_may_span_turns_with_labels_or_without() {
    let both = "the well-known doctor.\n\nBen: Why so?";
    assert_eq!(found("the well-known doctor. Ben: Why so?"), (Anchored::Normalised, both.to_owned()));
    assert_eq!(found("the well-known doctor. Why so?"), (Anchored::Normalised, both.to_owned()));
    // A text without labels, quoted with labels.
    let plain = TALK.replace("Ann: ", "").replace("Ben: ", "");
    let found = place(&plain, &row("Ann:  the well-known doctor. Ben: Why so?")).unwrap();
    assert_eq!(found, (Anchored::Normalised, both.replace("Ben: ", "")));
}

#[test]
fn of_several_places_none_is_taken_unless_the_table_says_which() {
    let unplaced = place(TALK, &row("I see.")).unwrap_err();
    assert_eq!(unplaced.reason, UnplacedReason::SeveralPlaces(2));
    let in_turns: Vec<Option<usize>> = unplaced.candidates.iter().map(|candidate| candidate.turn).collect();
    assert_eq!(in_turns, [Some(2), Some(3)]);
    assert_eq!(unplaced.candidates[1].words, "I see.");
    let at = TALK.chars().count() - 7;
    let position = |unit, start, end| Some(Position { unit: Some(unit), start, end });
    let utf16 = TALK.chars().take(at).map(char::len_utf16).sum();
    assert_ne!(at, utf16);
    for said in [
        CodedRow { turns: Some((3, 3)), ..row("I see.") },
        CodedRow { position: position(OffsetUnit::Paragraph, 6, 6), ..row("I see.") },
        CodedRow { position: position(OffsetUnit::Line, 6, 6), ..row("I see.") },
        CodedRow { position: position(OffsetUnit::Codepoint, at, at + 6), ..row("I see.") },
        CodedRow { position: position(OffsetUnit::Utf16, utf16, utf16 + 6), ..row("I see.") },
        CodedRow { position: Some(Position { unit: None, start: utf16, end: utf16 + 6 }), ..row("I see.") },
        CodedRow { position: position(OffsetUnit::Utf16, utf16, utf16 + 6), ..row("") },
    ] {
        let turns = turns(TALK);
        let document =
            AnchorDocument { name: "P1", text: TALK, turns: &turns, speakers: vec![], participants: vec![] };
        let placed = Anchors::new([document]).place(&said).unwrap();
        assert_eq!(placed.span, Span::new(at, at + 6), "{said:?}");
    }
    // A turn that contains neither place decides nothing.
    assert!(place(TALK, &CodedRow { turns: Some((1, 1)), ..row("I see.") }).is_err());
}

#[test]
fn words_decide_where_a_position_says_otherwise() {
    let position = Some(Position { unit: Some(OffsetUnit::Codepoint), start: 0, end: 7 });
    let found = place(TALK, &CodedRow { position, ..row("Why so?") }).unwrap();
    assert_eq!(found, (Anchored::Exact, "Why so?".to_owned()));
    let whole = CodedRow { turns: Some((2, 2)), ..row("") };
    assert_eq!(place(TALK, &whole).unwrap(), (Anchored::Position, "Why so? I see.".to_owned()));
    let reason = |row: &CodedRow| place(TALK, row).unwrap_err().reason;
    assert_eq!(reason(&row("")), UnplacedReason::Nothing);
    assert_eq!(reason(&CodedRow { turns: Some((9, 9)), ..row("") }), UnplacedReason::NoSuchPosition);
    // Paragraph 3 differs if empty lines are counted.
    let position = Some(Position { unit: Some(OffsetUnit::Paragraph), start: 4, end: 4 });
    assert_eq!(reason(&CodedRow { position, ..row("") }), UnplacedReason::TwoPositions);
}

#[test]
fn a_place_has_the_marks_that_are_quoted() {
    let text = "Ann: Well. He told “the joke about the king.” And « mot » – yes – she left. Then home.";
    for (quote, words) in [
        ("the  joke about the king.\"", "the joke about the king.”"),
        ("\"the joke about the king.\"", "“the joke about the king.”"),
        ("the  joke about the king.", "the joke about the king."),
        ("the  joke about the king", "the joke about the king"),
        ("\"mot\" - yes", "« mot » – yes"),
        ("mot - yes -", "mot » – yes –"),
    ] {
        assert_eq!(place(text, &row(quote)).unwrap(), (Anchored::Normalised, words.to_owned()), "{quote}");
    }
}

#[test]
fn a_damaged_quotation_is_repaired() {
    let text = "Ann: It was late. My sister’s friend said “für immer” and left.";
    for (quote, words) in [
        ("My sisterâ€™s friend", "My sister’s friend"),
        ("â€œfÃ¼r immerâ€\u{9d} and left.", "“für immer” and left."),
    ] {
        assert_eq!(place(text, &row(quote)).unwrap(), (Anchored::Normalised, words.to_owned()), "{quote}");
    }
}

#[test]
fn both_sides_of_an_ellipsis_are_found() {
    let text = "Ann: I go down on Tuesday evenings, I water the beans, pull some weeds, and rest.\n\nBen: I go down on Tuesday \
                too.\n\nAnn: And then I pull some weeds again.";
    let words = "Tuesday evenings, I water the beans, pull some weeds";
    for quote in [
        "Tuesday evenings [...] pull some weeds",
        "Tuesday evenings, […] pull some weeds",
        "Tuesday evenings ... some weeds",
    ] {
        let found = place(text, &row(quote)).unwrap();
        assert_eq!(found, (Anchored::Fuzzy, words.to_owned()), "{quote}");
    }
    // Two places may be meant, a part is not there, or the parts come in the other order.
    let reason = |quote: &str| place(text, &row(quote)).unwrap_err().reason;
    assert_eq!(reason("I go down on Tuesday [...] some weeds"), UnplacedReason::SeveralPlaces(2));
    assert_eq!(reason("Tuesday evenings [...] fed the whale at noon"), UnplacedReason::Nowhere);
    assert_eq!(reason("weeds again [...] Tuesday evenings"), UnplacedReason::Nowhere);
}

#[test]
fn a_place_that_is_nearly_there_has_the_ends_of_what_is_quoted() {
    let text =
        "Ann: It was late. She came in, and I counted it up for all of them once. Eleven times in all.";
    let words = "She came in, and I counted it up for all of them once.";
    for quote in [
        "She came in, and I coubted it up for all of them once.",
        "Zhe came in, and I counted it up for all of them onse.",
        "She xame in, and I counted it up for all of them pnce.",
        "Shee came in, and I counted it up for all of them onc.",
        "B: She came in, and I counted it up for all of them once.",
        "Moderator 2: She came in, and I coumted it up for all of them once.",
    ] {
        assert_eq!(place(text, &row(quote)).unwrap(), (Anchored::Fuzzy, words.to_owned()), "{quote}");
    }
    let open = "Ann: I was afraid of it and left.";
    assert_eq!(place(open, &row("1 was afraid of it and left.")).unwrap().1, &open[5..]);
}

#[test]
fn positions_that_cut_words_are_not_taken_where_another_count_fits() {
    let text =
        "Ann: 🙂 I was afraid of it. 🙂 Then she left us there. 🙂 Nobody came back for me. Nothing more.";
    let sentences =
        ["I was afraid of it.", "Then she left us there.", "Nobody came back for me.", "Nothing more."];
    let counted = |text: &str, unit, utf16: bool, first: usize, last: usize| {
        let place = |words: &&str| {
            let before = &text[..text.find(*words).unwrap()];
            let n = |s: &str| if utf16 { s.encode_utf16().count() } else { s.chars().count() };
            let (start, end) = (n(before) + first, n(before) + n(words) - last);
            CodedRow { position: Some(Position { unit, start, end }), ..row("") }
        };
        let rows: Vec<CodedRow> = sentences.iter().map(place).collect();
        let document =
            AnchorDocument { name: "P1", text, turns: &[], speakers: vec![], participants: vec![] };
        Anchors::new([document]).place_all(&rows, &NoProgress).unwrap()
    };
    let code_points = Some(OffsetUnit::Codepoint);
    assert!(counted(text, code_points, false, 0, 0).iter().all(Result::is_ok));
    assert!(counted(text, Some(OffsetUnit::Utf16), true, 0, 0).iter().all(Result::is_ok));
    let plain = text.replace('🙂', "x");
    for (text, utf16, first, last, remedy) in [
        (text, true, 0, 0, "choose UTF-16 code units as what positions count"),
        (plain.as_str(), false, 0, 1, "add 1 to each end"),
        (plain.as_str(), false, 1, 0, "subtract 1 from each start"),
    ] {
        for placed in counted(text, code_points, utf16, first, last) {
            let reason = placed.unwrap_err().reason;
            assert!(matches!(reason, UnplacedReason::OtherCount(_)), "{reason}");
            assert!(reason.to_string().contains(remedy), "{reason}");
        }
    }
}

#[test]
fn a_document_of_another_name_is_proposed_where_the_words_stand() {
    let two = |name, text| AnchorDocument { name, text, turns: &[], speakers: vec![], participants: vec![] };
    let anchors = Anchors::new([two("E1.txt", TALK), two("sub/E1.txt", "Other words. "), two("P01.txt", "")]);
    let named = |name: &str, quote| CodedRow { document: Some(name.to_owned()), ..row(quote) };
    assert_eq!(anchors.place(&named("sub/E1", "Other words.")).unwrap().document, "sub/E1.txt");
    let unplaced = anchors.place(&named("Talk", "the well-known doctor")).unwrap_err();
    assert_eq!(unplaced.candidates.len(), 1);
    assert_eq!(unplaced.candidates[0].document, "E1.txt");
    for name in ["1: P01", "D 1: P01"] {
        assert_eq!(anchors.place(&named(name, "nothing here")).unwrap_err().reason, UnplacedReason::Nowhere);
    }
}

#[test]
fn capital_letters_make_no_difference_where_nothing_else_fits() {
    assert_eq!(found("WHY SO?"), (Anchored::Normalised, "Why so?".to_owned()));
    let text = "Ann: It was bad. Then it was bad.";
    assert_eq!(place(text, &row("It was bad.")).unwrap(), (Anchored::Exact, "It was bad.".to_owned()));
    assert_eq!(place(text, &row("IT WAS BAD.")).unwrap_err().reason, UnplacedReason::SeveralPlaces(2));
}

#[test]
fn a_quotation_that_was_cut_is_shown_as_nearly_there() {
    let text = "Ann: She came in and counted everything twice.";
    let found = place(text, &row("She came in and counted every...")).unwrap();
    assert_eq!(found, (Anchored::Fuzzy, "She came in and counted everything".to_owned()));
    assert_eq!(
        place(&text.replace("thing", "..."), &row("She came  in and counted every…")).unwrap().0,
        Anchored::Normalised
    );
}

#[test]
fn a_position_that_says_another_place_than_the_words_is_known() {
    let anchors = Anchors::new([AnchorDocument {
        name: "P1",
        text: TALK,
        turns: &[],
        speakers: vec![],
        participants: vec![],
    }]);
    let contradicts = |unit, start, end| {
        let row = CodedRow { position: Some(Position { unit: Some(unit), start, end }), ..row("Why so?") };
        anchors.contradicts(&row, &anchors.place(&row).unwrap())
    };
    let at = TALK[..TALK.find("Why").unwrap()].chars().count();
    assert!(contradicts(OffsetUnit::Codepoint, at + 7, at + 14));
    assert!(!contradicts(OffsetUnit::Codepoint, at, at + 7));
    assert!(contradicts(OffsetUnit::Line, 1, 1));
    assert!(!contradicts(OffsetUnit::Line, 4, 4));
}

#[test]
fn a_word_within_another_is_not_meant() {
    let text = "Ann: They know another way, no more.";
    assert_eq!(place(text, &row("no")).unwrap().1, "no");
    assert_eq!(
        place(&text.replace(", no", ""), &row("no")).unwrap_err().reason,
        UnplacedReason::SeveralPlaces(2)
    );
    // In a script without spaces between words, any place may be meant.
    assert!(place("Ann: 我好。你好吗？好。", &row("好")).is_err());
}

#[test]
fn what_is_not_there_is_not_found() {
    let unplaced = place(TALK, &row("I was a friend of the bees and of the best-known actor")).unwrap_err();
    assert_eq!(unplaced.reason, UnplacedReason::Nowhere);
    assert!(unplaced.candidates[0].ratio < 0.9 && unplaced.candidates[0].start < 10, "{unplaced:?}");
    assert_eq!(place(TALK, &row("whale")).unwrap_err().reason, UnplacedReason::Nowhere);
    assert_eq!(place(TALK, &row("—")).unwrap().1, "—");
    assert_eq!(place(TALK, &row("– –")).unwrap_err().reason, UnplacedReason::Nowhere);
    let twice = "Ann: one two three four five six seven eight nine ten\n\nAnn: one two three four five six seven eight nine tin";
    let near = place(twice, &row("one two three four five six seven eight nine tan")).unwrap_err();
    assert_eq!((near.reason, near.candidates.len()), (UnplacedReason::SeveralNear(2), 2));
    let said = CodedRow { turns: Some((2, 2)), ..row("one two three four five six seven eight nine tan") };
    assert!(place(twice, &said).unwrap().1.ends_with("tin"));
}

#[test]
fn documents_are_known_by_name_or_by_who_was_interviewed() {
    let named = |name: &str| CodedRow { document: Some(name.to_owned()), ..row("Why so?") };
    for name in ["P1.txt", "p1", "Files\\\\Talks\\\\P1", "talks/P1.DOCX", "Ann Lee", "ann-lee"] {
        assert!(place(TALK, &named(name)).is_ok(), "{name}");
    }
    let reason = place(TALK, &named("P2")).unwrap_err().reason;
    assert_eq!(reason, UnplacedReason::UnknownDocument("P2".to_owned()));
    let by_person = CodedRow { document: None, participant: Some("P1".to_owned()), ..row("Why so?") };
    assert!(place(TALK, &by_person).is_ok());
    let two =
        |name| AnchorDocument { name, text: TALK, turns: &[], speakers: vec![], participants: vec!["Ann"] };
    let anchors = Anchors::new([two("a/P1.txt"), two("b/P1.txt"), two("P2.txt")]);
    assert_eq!(anchors.place(&named("b/P1.txt")).unwrap().document, "b/P1.txt");
    let several = anchors.place(&named("P1")).unwrap_err().reason.to_string();
    assert!(several.contains("a/P1.txt, b/P1.txt"), "{several}");
    assert!(anchors.place(&named("Ann")).is_err());
    let none = CodedRow { document: None, ..row("Why so?") };
    assert_eq!(anchors.place(&none).unwrap_err().reason, UnplacedReason::NoDocument);
}

/// Returns the words of a text in which each word is different, so that each stretch occurs once.
fn unlike(n: usize) -> Vec<String> {
    let letters = ["ba", "ce", "di", "fo", "gu", "می‌", "كا", "é", "🙂", "ß"];
    (0..n).map(|i| format!("{}{}w{i}x", letters[i % 10], letters[i / 10 % 10])).collect()
}

proptest! {
    /// Checks that a stretch is found where it was after changes that programs make to texts.
    #[test]
    fn what_programs_change_does_not_move_a_quotation(
        first in 0_usize..80, n in 1_usize..20, changes in proptest::collection::vec(0_u8..6, 20)
    ) {
        let words = unlike(100);
        let text = words.join(" ");
        let whole = words[first..first + n].join(" ");
        let mut quote = String::new();
        for (word, change) in words[first..first + n].iter().zip(&changes) {
            let word = word.replace('\u{200c}', if change % 2 == 0 { "" } else { "\u{200c}" });
            let word = if change % 3 == 0 { word.replace('ك', "ک").replace("می", "مي") } else { word };
            quote += &word;
            quote += ["  ", "\n", "\u{a0}", " \t", "\r\n", "”"][*change as usize];
        }
        let found = place(&text, &CodedRow { document: None, ..row(&quote) });
        let (anchored, words) = found.unwrap();
        prop_assert!(anchored == Anchored::Exact || anchored == Anchored::Normalised);
        prop_assert_eq!(words, whole);
    }

    /// Checks that changed quotation marks and white space move neither end, nor does a wrong letter inside.
    #[test]
    fn the_ends_are_those_of_the_quotation(
        first in 0_usize..80, n in 3_usize..20, marks in proptest::collection::vec(0_usize..7, 100), typo in any::<bool>()
    ) {
        let after = ["", ",", ".", ".”", "”", " –", "’"];
        let before = ["“", "", "", "‘", "", "", ""];
        let words: Vec<String> = (0..100)
            .map(|i| format!("{}{}{}", before[marks[i]], unlike(100)[i], after[marks[99 - i]]))
            .collect();
        let whole = words[first..first + n].join(" ");
        let mut quote = whole.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace(' ', "  ");
        if typo {
            quote = quote.replacen(&format!("w{}x", first + 1), &format!("v{}x", first + 1), 1);
        }
        let found = place(&words.join(" "), &CodedRow { document: None, ..row(&quote) }).unwrap();
        prop_assert_eq!(found.1, whole);
    }

    /// Checks that a quotation that occurs twice, in any form, is never placed.
    #[test]
    fn what_stands_twice_is_left_to_people(first in 0_usize..80, n in 1_usize..20, spaced in any::<bool>()) {
        let words = unlike(100);
        let again = words[first..first + n].join(if spaced { "  " } else { " " });
        let text = format!("{} {again}", words.join(" "));
        let quote = words[first..first + n].join("\n");
        let found = place(&text, &CodedRow { document: None, ..row(&quote) });
        prop_assert_eq!(found.unwrap_err().reason, UnplacedReason::SeveralPlaces(2));
    }
}
