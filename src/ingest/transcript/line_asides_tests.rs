//! Interviews with lines that are nobody's words: what is added to an interview changes no turn.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::domain::{AsideKind, Document, DocumentFormat, LeftOut, NoticeFact, Span, TextIndex};
use crate::ingest::set_aside;

fn read(text: &str) -> Transcript {
    from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() })
}

/// Returns who says what, with the role.
fn turns(made: &Transcript) -> Vec<(String, Option<Role>, String)> {
    let index = TextIndex::new(&made.text);
    made.turns
        .iter()
        .map(|turn| {
            let speaker = turn.speaker.map(|i| &made.speakers[i]);
            let label = speaker.map_or_else(|| "-".to_owned(), |speaker| speaker.label.clone());
            (label, speaker.map(|speaker| speaker.role), index.slice(turn.span).unwrap().to_owned())
        })
        .collect()
}

/// Returns the words of each speaker, in order, without white space.
fn words_of(made: &Transcript) -> BTreeMap<String, String> {
    let mut words = BTreeMap::<String, String>::new();
    for (label, _, said) in turns(made) {
        words.entry(label).or_default().extend(said.split_whitespace());
    }
    words
}

fn said(made: &Transcript) -> Vec<String> {
    turns(made).into_iter().map(|(_, _, said)| said).collect()
}

fn told(made: &Transcript, what: AsideKind) -> Option<usize> {
    made.notices.iter().find_map(|notice| match notice.fact {
        NoticeFact::SetAside { n, what: told } if told == what => Some(n),
        _ => None,
    })
}

fn document(made: Transcript) -> Document {
    Document {
        name: "a.txt".to_owned(),
        format: DocumentFormat::Txt,
        sha256: String::new(),
        text: made.text,
        speakers: made.speakers,
        turns: made.turns,
        time_marks: made.time_marks,
        notices: made.notices,
    }
}

/// Checks that turns, asides and white space cover the text, each stretch once.
fn check_cover(document: &Document) {
    let index = TextIndex::new(&document.text);
    let mut spans: Vec<Span> = document.turns.iter().map(|turn| turn.span).collect();
    spans.extend(set_aside(document).into_iter().map(|aside| aside.span));
    spans.sort();
    let mut at = 0;
    let end = Span::new(index.n_code_points(), index.n_code_points());
    for span in spans.into_iter().chain(std::iter::once(end)) {
        assert!(span.start.0 >= at, "overlap at {at}");
        let between = index.slice(Span::new(at, span.start.0)).unwrap();
        assert!(between.chars().all(label::is_blank), "{between:?}");
        at = span.end.0;
    }
}

fn kinds(text: &str) -> Vec<(String, AsideKind)> {
    let document = document(read(text));
    let index = TextIndex::new(&document.text);
    set_aside(&document)
        .into_iter()
        .map(|aside| (index.slice(aside.span).unwrap().to_owned(), aside.kind))
        .collect()
}

const ANSWERS: [&str; 6] = [
    "My sister showed me a leaflet in the library and I laughed at first, because I had never grown anything.",
    "I go down on Tuesday evenings after the shift, water the beans and listen to the blackbirds.",
    "There is an older man with a shed full of tools who knows everything about pruning.",
    "The soil was full of broken bricks and glass, and we dug for three months.",
    "We vote once a year in the community hall, but the treasurer has decided already.",
    "My daughter eats peas straight from the plant, and my son counts slugs.",
];
const QUESTIONS: [&str; 6] = [
    "How did you first hear about the garden?",
    "What does a normal week look like for you?",
    "Can you tell me about the other members?",
    "What was difficult in the first year?",
    "How does the committee decide about money?",
    "What do your children make of it?",
];

#[test]
fn questions_as_headings_are_nobodys() {
    for (before, after, gap) in [
        ("Question # : ", "", "\n\n"),
        ("Q#: ", "", "\n"),
        ("## Question #: ", "", "\n\n"),
        ("**Q#: ", "**", "\n\n"),
        ("#. ", "", "\n\n"),
        ("Frage #: ", "", "\n\n"),
    ] {
        let mut text = String::new();
        for (i, (question, answer)) in QUESTIONS.iter().zip(ANSWERS).enumerate() {
            let n = (i + 1).to_string();
            let signs = before.len() - before.trim_start_matches("## ").len();
            let before =
                format!("{}{}", &before[..signs], before[signs..].replace('#', &n).replace(" :", ":"));
            text.push_str(&format!("{before}{question}{after}{gap}{answer}\n\n"));
        }
        let made = read(&text);
        assert_eq!(said(&made), ANSWERS, "{text}");
        assert!(made.speakers.is_empty());
        assert_eq!(told(&made, AsideKind::Question), Some(6));
        assert!(!made.notices.iter().any(|notice| matches!(notice.fact, NoticeFact::NoSpeakerLabels { .. })));
        check_cover(&document(made));
    }
}

#[test]
fn what_stands_above_the_first_question_is_about_the_interview() {
    let text = "# Info\nInterviewee: Mira\n\n| Age | Gender |\n| --- | ------ |\n| 41  | female |\n\n# Transcript\n\n\
        ## Question 1: How so?\n\n*\"Well, so.\"*\n\n### And more?\n\nYes, more.\n\n## Question 2: Why?\n\nThus it was.";
    let made = read(text);
    assert_eq!(said(&made), ["*\"Well, so.\"*", "Yes, more.", "Thus it was."]);
    assert_eq!(told(&made, AsideKind::FrontMatter), Some(4));
    assert_eq!(told(&made, AsideKind::Question), Some(3));
}

#[test]
fn what_is_said_before_the_first_question_stays() {
    let made = read(
        "Moderator:\nQuestion 1. How so?\n\nAnn:\nIt was so\n\nModerator:\nQuestion 2. And why?\n\nAnn:\nBecause",
    );
    assert_eq!(said(&made), ["Question 1. How so?", "It was so", "Question 2. And why?", "Because"]);
    let made = read(
        "I: Hello Ann\nAnn: Hi there\n\nQuestion 1: How so?\n\nIt was so.\n\nQuestion 2: Why?\n\nAnn: Because.",
    );
    assert_eq!(words_of(&made)["Ann"], "HithereItwasso.Because.");
}

#[test]
fn labelled_answers_to_numbered_questions() {
    let made = read("Q1: Why?\nA1: Thus it was.\nQ2: And?\nA2: So it went.\nQ3: Oh?\nA3: Indeed so.");
    let expected =
        ["Thus it was.", "So it went.", "Indeed so."].map(|words| ("A".to_owned(), words.to_owned()));
    let found: Vec<_> = turns(&made).into_iter().map(|(label, _, words)| (label, words)).collect();
    assert_eq!(found, expected);
    assert_eq!(made.speakers.iter().map(|speaker| speaker.role).collect::<Vec<_>>(), [Role::Participant]);
}

#[test]
fn an_answer_below_a_question_is_not_the_interviewers() {
    let made = read(
        "Interviewer: Welcome.\nMaria: Hello, good to be here.\nInterviewer: Let us begin.\n\nQuestion 1: How so?\n\nIt was so.\n\n\
         Question 2: And why?\n\nBecause of it.\n\nInterviewer: Thanks.",
    );
    let words = words_of(&made);
    assert_eq!(words["Maria"], "Hello,goodtobehere.Itwasso.Becauseofit.");
    assert_eq!(words["Interviewer"], "Welcome.Letusbegin.Thanks.");
}

#[test]
fn prompts_between_turns_are_nobodys() {
    for (number, gap) in [("Question #. ", "\n"), ("#. ", "\n"), ("", "\n"), ("", "\n\n")] {
        let mut text = "18-29 (4 participants)\n\n".to_owned();
        for (i, question) in QUESTIONS.iter().enumerate() {
            let number = number.replace('#', &(i + 1).to_string());
            text.push_str(&format!("{number}{question}{gap}"));
            for (who, answer) in ["Noor", "Tom", "Pavel", "Sine"].iter().zip(ANSWERS.iter().cycle().skip(i)) {
                text.push_str(&format!("{who}: {answer}{gap}"));
            }
        }
        let made = read(&text);
        assert_eq!(made.turns.len(), 24, "{text}");
        assert!(made.speakers.iter().all(|speaker| speaker.role == Role::Participant), "{:?}", made.speakers);
        assert!(turns(&made).iter().all(|(_, _, words)| ANSWERS.contains(&words.as_str())), "{text}");
    }
}

#[test]
fn a_speaker_who_asks_on_keeps_the_words() {
    let turn = "Dan: I see. And how was it?\n\nWas it hard for you?\n\nAnn: It was hard, and long, and cold, and wet.\n\n";
    let made = read(&turn.repeat(4));
    assert_eq!(made.turns.len(), 8);
    assert!(said(&made)[0].ends_with("for you?"));
}

#[test]
fn tails_times_and_metadata_are_nobodys() {
    let text = "---\ntitle: Garden\nspeakers: ['Remi']\n---\n\nDana: Why?\nRemi: I was young.\n00:15:00\n\nDana: And?\nRemi: I grew.\n\n\
        Transcription ended after 00:52:11\n\nThis editable transcript was computer generated and might contain errors.";
    let made = read(text);
    assert_eq!(said(&made), ["Why?", "I was young.", "And?", "I grew."]);
    assert_eq!(told(&made, AsideKind::Tail), Some(2));
    assert_eq!(told(&made, AsideKind::Time), Some(1));
    assert_eq!(made.time_marks.iter().map(|mark| mark.ms).collect::<Vec<_>>(), [900_000]);
    let of: BTreeSet<AsideKind> = kinds(text).into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(
        of,
        BTreeSet::from([AsideKind::FrontMatter, AsideKind::Label, AsideKind::Time, AsideKind::Tail])
    );
}

#[test]
fn pages_have_heads() {
    let text = "I: Why?\nP: I was\nyoung.\n\u{c}Interview 7   Page 2 of 3\nI: And?\nP: I grew\n\u{c}Interview 7   Page 3 of 3\nup.\nI: So?\nP: Yes, so.";
    let made = read(text);
    assert_eq!(words_of(&made)["P"], "Iwasyoung.IgrewupYes,so.".replace("up", "up."));
    assert_eq!(told(&made, AsideKind::PageHead), Some(2));
}

#[test]
fn each_text_of_a_corpus_is_another_persons() {
    let made = read(
        "**** *id_0 *sex_f\nI was young.\n\n**** *id_1 *sex_m\nI grew up, did I?\n\n-*money\nIt cost a lot.",
    );
    let found = turns(&made);
    let participant = Some(Role::Participant);
    assert_eq!(
        found,
        [
            ("id_0".to_owned(), participant, "I was young.".to_owned()),
            ("id_1".to_owned(), participant, "I grew up, did I?".to_owned()),
            ("id_1".to_owned(), participant, "It cost a lot.".to_owned()),
        ]
    );
}

#[test]
fn lines_may_be_kept() {
    let text =
        "I: Why?\nP: I was young.\n\n## Break\n\nAnd so on.\n\nI: And?\nP: I grew.\n[End of interview]";
    let roles = BTreeMap::new();
    let keep = |kinds: &[AsideKind]| {
        from_text_keeping(text.to_owned(), &Hints { roles: &roles }, &kinds.iter().copied().collect())
    };
    assert_eq!(keep(&[]).turns.len(), 5);
    let kept = keep(&[AsideKind::Heading, AsideKind::Tail]);
    assert_eq!(kept.turns.len(), 4);
    assert!(said(&kept)[1].contains("## Break") && said(&kept)[3].ends_with("[End of interview]"));
}

#[test]
fn lines_above_the_first_label_may_be_kept() {
    let text = "My garden\n\n## Part one\n\n00:00:01\n\nWe met on a wet day.\n\nI: Why?\nP: I was young.\nI: And?\nP: I grew.";
    let roles = BTreeMap::new();
    let kept = |kind: AsideKind| {
        let made = from_text_keeping(text.to_owned(), &Hints { roles: &roles }, &BTreeSet::from([kind]));
        let said = said(&made);
        said[..said.len() - 4].to_vec()
    };
    assert_eq!(kept(AsideKind::FrontMatter), ["My garden", "We met on a wet day."]);
    assert_eq!(kept(AsideKind::Heading), ["## Part one"]);
    assert_eq!(kept(AsideKind::Time), ["00:00:01"]);
    assert!(kept(AsideKind::Tail).is_empty());
}

#[test]
fn numbers_of_lines_are_layout() {
    let text = "  1  Interviewer: Why?\n  2  \n  3  P1: I was young and\n  4  had no garden.\n  5  \n  6  Interviewer: And?\n  7  P1: I grew.";
    let made = read(text);
    assert_eq!(said(&made), ["Why?", "I was young and\nhad no garden.", "And?", "I grew."]);
    assert!(
        made.notices
            .iter()
            .any(|notice| notice.fact == NoticeFact::LeftOut { n: 7, what: LeftOut::LineNumbers })
    );
}

fn sentence() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "garden", "we", "grew", "beans", "and", "sold", "them", "on", "Friday", "the", "soil", "was", "wet",
        "my", "aunt",
    ]);
    prop::collection::vec(word, 3..25).prop_map(|words| format!("{}.", words.join(" ")))
}

fn answers() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(sentence(), 3..12)
}

/// Returns the dress of a numbered question, with `#` for the number and `?` for the question.
fn dress() -> impl Strategy<Value = (&'static str, bool)> {
    prop::sample::select(vec![
        ("Question #: ?", false),
        ("Question #. ?", false),
        ("QUESTION # - ?", false),
        ("Q#: ?", false),
        ("Q#. ?", false),
        ("Q#) ?", false),
        ("§§ Question #: ?", false),
        ("§§§ Q#: ?", false),
        ("§ #. ?", false),
        ("**Q#: ?**", false),
        ("**Question #.** ?", false),
        ("**Q#** ?", false),
        ("_Question #: ?_", false),
        ("Frage #: ?", false),
        ("**Frage #** ?", false),
        ("Pregunta #: ¿?", false),
        ("Question n° # : ?", false),
        ("Domanda #: ?", false),
        ("#. ?", true),
        ("#) ?", true),
        ("(#) ?", true),
        ("سؤال #: ?", false),
    ])
}

fn dressed(dress: &str, n: usize, question: &str) -> String {
    dress.replace('?', question).replace('#', &n.to_string()).replace('§', "#")
}

/// Returns an interview with each line of the words wrapped at a width.
fn interview(answers: &[String], names: (&str, &str), spaced: bool) -> String {
    let gap = if spaced { "\n\n" } else { "\n" };
    let mut text = String::new();
    for (i, answer) in answers.iter().enumerate() {
        text.push_str(&format!("{}: {}{gap}{}: {answer}{gap}", names.0, QUESTIONS[i % 6], names.1));
    }
    text
}

fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        let mut n = 0;
        for word in line.split(' ') {
            if n > 0 {
                let fits = n + word.len() < width;
                out.push(if fits { ' ' } else { '\n' });
                n = if fits { n + 1 } else { 0 };
            }
            out.push_str(word);
            n += word.len();
        }
        out.push('\n');
    }
    out
}

fn names() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("Interviewer", "P1"),
        ("I", "P"),
        ("Dan", "Maria Lopez"),
        ("Q", "A"),
        ("Doctor", "Patient"),
    ])
}

proptest! {
    #[test]
    fn answers_hold_no_question((dress, needs_gap) in dress(), answers in answers(), spaced in any::<bool>()) {
        let gap = if spaced || needs_gap { "\n\n" } else { "\n" };
        let mut text = String::new();
        for (i, answer) in answers.iter().enumerate() {
            text.push_str(&format!("{}{gap}{answer}\n\n", dressed(dress, i + 1, QUESTIONS[i % 6])));
        }
        let made = read(&text);
        prop_assert_eq!(said(&made), answers, "{}", text);
        prop_assert!(made.speakers.is_empty());
        check_cover(&document(made));
    }

    #[test]
    fn line_numbers_change_no_turn(
        answers in answers(), names in names(), spaced in any::<bool>(), width in 30usize..90, form in 0..6, per_page in 10usize..40,
    ) {
        let plain = wrapped(&interview(&answers, names, spaced), width);
        let mut numbered = String::new();
        for (i, line) in plain.trim_end().split('\n').enumerate() {
            let n = i + 1;
            let on_page = i % per_page + 1;
            let page = i / per_page + 1;
            numbered.push_str(&match form {
                0 => format!("{n:>4}  {line}\n"),
                1 => format!("{n}\t{line}\n"),
                2 => format!("{on_page:>3} {line}\n"),
                3 => format!("{page:05}:{on_page:02} {line}\n"),
                4 if n % 5 == 0 => format!("{n:>3}  {line}\n"),
                4 => format!("     {line}\n"),
                _ => format!("  {n}  {line}\n"),
            });
        }
        let (before, after) = (read(plain.trim_end()), read(&numbered));
        let few = form == 4 && plain.trim_end().split('\n').count() < 15;
        if !few {
            prop_assert_eq!(turns(&before), turns(&after), "{}", numbered);
        }
    }

    #[test]
    fn tails_and_times_change_no_turn(
        answers in answers(), names in names(), spaced in any::<bool>(), tail in 0usize..6, every in 1usize..4, heading in any::<bool>(),
    ) {
        let plain = interview(&answers, names, spaced);
        let mut text = String::new();
        let mut n = 0;
        for line in plain.split('\n') {
            if line.starts_with(&format!("{}: ", names.0)) {
                if n % every == 0 {
                    let sign = if heading { "### " } else { "" };
                    text.push_str(&format!("{sign}00:{:02}:00\n\n", n));
                }
                n += 1;
            }
            text.push_str(line);
            text.push('\n');
        }
        text.push_str([
            "\nTranscription ended after 00:52:11\n\nThis editable transcript was computer generated and might contain errors.",
            "\nDana Hale stopped transcription",
            "\n[End of interview]",
            "\nConclusion of interview",
            "\nTranscribed by https://otter.ai",
            "\n(Ende der Aufnahme)\n",
        ][tail]);
        let (before, after) = (read(&plain), read(&text));
        prop_assert_eq!(turns(&before), turns(&after), "{}", text);
        check_cover(&document(after));
    }

    #[test]
    fn prompts_change_no_speaker(
        answers in prop::collection::vec(prop::collection::vec(sentence(), 3..6), 2..8), dress in 0usize..4, spaced in any::<bool>(),
    ) {
        let people = ["Noor", "Tom", "Pavel", "Sine", "P5"];
        let gap = if spaced { "\n\n" } else { "\n" };
        let (mut plain, mut text) = (String::new(), String::new());
        for (i, round) in answers.iter().enumerate() {
            let number = ["Question #. ", "#. ", "", "Q#: "][dress].replace('#', &(i + 1).to_string());
            text.push_str(&format!("{number}{}{gap}", QUESTIONS[i % 6]));
            for (who, answer) in people.iter().zip(round) {
                plain.push_str(&format!("{who}: {answer}{gap}"));
                text.push_str(&format!("{who}: {answer}{gap}"));
            }
        }
        let (before, after) = (read(&plain), read(&text));
        // Two prompts are too few to tell from words if the first stands above all turns and neither has a number.
        if dress != 2 || answers.len() > 2 {
            prop_assert_eq!(turns(&before), turns(&after), "{}", text);
        }
        check_cover(&document(after));
    }

    #[test]
    fn turns_and_asides_cover_the_text(pieces in prop::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        for text in [text.clone(), text.replace(' ', "\n")] {
            check_cover(&document(read(&text)));
        }
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "Interviewer: ",
            "P1: ",
            "Dan: ",
            "\n",
            "\n\n",
            "Question 1: Why?\n",
            "Question 2: How?\n",
            "3. So?\n",
            "00:15:00\n",
            "## Part\n",
            "[laughs]",
            "#00:01:02-3#",
            "Speaker 1  0:03\n",
            "[End of interview]\n",
            "\u{c}Page 1\n",
            "---\n",
            "title: x\n",
            "**** *id_1 *sex_f\n",
            "**Dan:** ",
            "…",
            "\u{feff}",
            "1\t",
            "Transcribed by https://otter.ai\n",
            "what?\n",
            "0:0:3.4 --> 0:0:5.1\n",
        ])
        .prop_map(str::to_owned),
        sentence(),
        "[ a-z\u{200f}é:?#*0-9\\n]{0,12}",
    ]
}

#[test]
fn questions_that_are_kept_are_words_and_no_labels() {
    let text: String = (1..=4)
        .map(|n| format!("## Question {n}: How was it then?\n\nIt was good and long, year {n}.\n\n"))
        .collect();
    let roles = BTreeMap::new();
    let keep = BTreeSet::from([AsideKind::Question]);
    let made = super::from_text_keeping(text, &Hints { roles: &roles }, &keep);
    assert!(made.speakers.is_empty(), "{:?}", made.speakers);
    let words: String = turns(&made).into_iter().map(|(_, _, words)| words).collect();
    assert!((1..=4).all(|n| words.contains(&format!("year {n}"))) && words.contains("Question 2"), "{words}");
}

proptest! {
    /// Fields above an interview, headings of its parts and the line of a program change no turn. Within the talk, the words of the
    /// fields are what somebody says.
    #[test]
    fn what_stands_around_a_talk_is_no_turn(
        top in prop::sample::subsequence(vec!["File: 7.mp3", "Context: held after a night shift.", "Keywords: nights, ward", "Résumé : une infirmière raconte", "Kontext: nach der Schicht", "چکیده: شب"], 0..5),
        gap in prop::sample::select(vec!["\n", "\n\n"]), below in prop::sample::select(vec!["\n", "\n\n"]),
        part in prop::sample::select(vec![None, Some("## Topic N: Starting"), Some("### Section N – Work"), Some("# Teil N"), Some("## Theme: Work")]),
        tail in prop::sample::select(vec![None, Some("Speaker 1: Transcribed by Temi.com"), Some("Speaker 2: Transcribed by https://otter.ai")]),
        (asks, answers) in prop::sample::select(vec![("Ruth", "Aoife"), ("Interviewer", "P7"), ("DH", "RO")]),
        n in 3..6_usize,
    ) {
        let mut text: String = top.iter().map(|field| format!("{field}{below}")).collect();
        let mut expected = Vec::new();
        for i in 0..n {
            if let Some(part) = part.filter(|_| i % 2 == 0) {
                text.push_str(&format!("{}{gap}", part.replace('N', &(i + 1).to_string())));
            }
            text.push_str(&format!("{asks}: {}{gap}{answers}: {}{gap}", QUESTIONS[i], ANSWERS[i]));
            expected.extend([QUESTIONS[i], ANSWERS[i]]);
        }
        text.extend(tail);
        let made = read(&text);
        prop_assert_eq!(said(&made), expected, "{}", text);
        prop_assert_eq!(made.speakers.len(), 2);
    }
}

#[test]
fn a_field_within_a_talk_is_said() {
    let talk = "Ruth: How so?\nAoife: It was so.\nRuth: And why?\nAoife: Because.\n";
    let made = read(&format!("{talk}Keywords: they asked me for keywords.\n{talk}"));
    assert!(
        words_of(&made).values().any(|words| words.contains("theyaskedmeforkeywords")),
        "{:?}",
        turns(&made)
    );
    let made = read(&format!(
        "Context: Welcome to the talk.\n{talk}Context: And so we go on.\n{talk}Context: Good.\n"
    ));
    assert_eq!(words_of(&made)["Context"], "Welcometothetalk.Andsowegoon.Good.");
}
