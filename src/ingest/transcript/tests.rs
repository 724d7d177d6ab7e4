//! Each convention, from the file to the turns; every text here is invented.

use std::collections::BTreeMap;

use super::*;
use crate::domain::{NoticeKind, Remedy, TextIndex};

/// Lists who says what: `label: words`, `-` for nobody.
fn said(made: &Transcript) -> Vec<String> {
    let index = TextIndex::new(&made.text);
    let label = |turn: &Turn| turn.speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
    made.turns.iter().map(|turn| format!("{}: {}", label(turn), index.slice(turn.span).unwrap())).collect()
}

fn times(made: &Transcript) -> Vec<Option<u64>> {
    let time =
        |turn: &Turn| made.time_marks.iter().find(|mark| mark.at == turn.span.start).map(|mark| mark.ms);
    made.turns.iter().map(time).collect()
}

fn roles(made: &Transcript) -> String {
    let letter = |role| if role == Role::Interviewer { 'i' } else { 'p' };
    made.speakers.iter().map(|speaker| letter(speaker.role)).collect()
}

fn read(text: &str) -> Transcript {
    let roles = BTreeMap::new();
    let made = from_text(text.to_owned(), &Hints { roles: &roles });
    assert_eq!(made.text, text);
    made
}

fn hinted(text: &str, label: &str, role: Role) -> Transcript {
    from_text(text.to_owned(), &Hints { roles: &BTreeMap::from([(label.to_owned(), role)]) })
}

#[test]
fn labels_with_a_colon() {
    let made = read(
        "Interview 4\n\nInterviewer: How long\nhave you taught?\n\nP04: Ten years. I said: enough.\n\nStill here.\n\nInterviewer: Why?",
    );
    let turns = [
        "Interviewer: How long\nhave you taught?",
        "P04: Ten years. I said: enough.\n\nStill here.",
        "Interviewer: Why?",
    ];
    assert_eq!(said(&made), turns);
    assert_eq!(roles(&made), "ip");
    assert_eq!(made.speakers[0].role_reason, "labelled as interviewer");
    assert!(made.speakers[0].generic && made.speakers[1].generic);
    assert_eq!(made.notices[0].to_string(), "1 line before the first speaker's label belongs to no turn");
}

#[test]
fn fields_of_a_heading_are_nobodys() {
    let made = read("Date: 3 May\nInterviewer: Ann Bee\nParticipant: P04\n\nI: Why?\nP: So.\nI: Oh?");
    assert_eq!(said(&made), ["I: Why?", "P: So.", "I: Oh?"]);
    assert_eq!(roles(&made), "ip");
}

#[test]
fn otter() {
    let text = "Speaker 1  0:00\nWhat did you do?\n\nSpeaker 2  0:04\nI left. Note: late.\n\nSpeaker 1  1:00:10\nWhy?\n\nTranscribed by https://otter.ai\n";
    let made = read(text);
    assert_eq!(
        said(&made),
        ["Speaker 1: What did you do?", "Speaker 2: I left. Note: late.", "Speaker 1: Why?"]
    );
    assert_eq!(times(&made), [Some(0), Some(4_000), Some(3_610_000)]);
    assert_eq!(roles(&made), "ip");
    assert_eq!(made.speakers[0].role_reason, "asks 2 of 2 questions in turns of 3 words");
}

#[test]
fn teams_old_and_new() {
    let made = read("Ann Bee   0:03\nHello?\n\nCy Dee   0:05\nYes.");
    assert_eq!(
        (said(&made), times(&made)),
        (vec!["Ann Bee: Hello?".into(), "Cy Dee: Yes.".into()], vec![Some(3_000), Some(5_000)])
    );
    let made = read("0:0:3.450 --> 0:0:5.120\nAnn Bee\nHello?\n0:0:6.0 --> 0:0:7.0\nCy Dee\nYes.\n");
    assert_eq!(
        (said(&made), times(&made)),
        (vec!["Ann Bee: Hello?".into(), "Cy Dee: Yes.".into()], vec![Some(3_450), Some(6_000)])
    );
}

#[test]
fn rev_trint_zoom_and_maxqda() {
    let two = vec!["Ann: Hello?".to_owned(), "Cy: Yes.".to_owned(), "Ann: Good.".to_owned()];
    let made = read("Ann (00:03):\nHello?\n\nCy (00:05):\nYes.\n\nAnn (00:09):\nGood.");
    assert_eq!((said(&made), times(&made)), (two.clone(), vec![Some(3_000), Some(5_000), Some(9_000)]));
    let made = read("Ann [00:00:03] Hello?\nCy [00:00:05] Yes.\nAnn [00:00:09] Good.");
    assert_eq!((said(&made), times(&made)), (two.clone(), vec![Some(3_000), Some(5_000), Some(9_000)]));
    let made = read("[00:00:03] Ann: Hello?\n[00:00:05] Cy: Yes.\n[00:00:09] Ann: Good.");
    assert_eq!((said(&made), times(&made)), (two.clone(), vec![Some(3_000), Some(5_000), Some(9_000)]));
    let made = read("[Ann] 10:02:33\nHello?\n\n[Cy] 10:02:35\nYes.\n\n[Ann] 10:02:39\nGood.");
    assert_eq!((said(&made), times(&made)), (two.clone(), vec![Some(0), Some(2_000), Some(6_000)]));
    let made = read("00:00:03.5Ann: Hello?\n00:00:05.0Cy: Yes.\n00:00:09.0Ann: Good.");
    assert_eq!((said(&made), times(&made)), (two, vec![Some(3_500), Some(5_000), Some(9_000)]));
}

#[test]
fn f4_marks_end_their_paragraph() {
    let made = read("I: Wie lange? #00:00:04-1#\n\nB: Zehn Jahre. #00:00:09-0#\n\nI: Gut.");
    assert_eq!(said(&made), ["I: Wie lange?", "B: Zehn Jahre.", "I: Gut."]);
    assert_eq!(times(&made), [Some(0), Some(4_100), Some(9_000)]);
    assert_eq!(roles(&made), "ip");
}

#[test]
fn markdown() {
    let made = read(
        "# Interview\n\n**Interviewer:** Why?\n\n> _P1_: So.\n\n## Later\n\nMore of it.\n\n**Interviewer: And?**\n",
    );
    assert_eq!(said(&made), ["Interviewer: Why?", "P1: So.", "P1: More of it.", "Interviewer: And?"]);
    let made = read("**Interviewer**\n\nWhy?\n\n**Participant**\n\nSo.");
    assert_eq!(said(&made), ["Interviewer: Why?", "Participant: So."]);
}

#[test]
fn whisperx_labels_and_bare_whisper_lines() {
    let made = read("[SPEAKER_00]: Why?\n[SPEAKER_01]: So.\n[SPEAKER_00]: Oh.");
    assert_eq!(said(&made), ["SPEAKER_00: Why?", "SPEAKER_01: So.", "SPEAKER_00: Oh."]);
    let made = read("[00:00.000 --> 00:04.000]  We began late.\n[00:04.000 --> 00:06.000]  It rained.");
    assert_eq!(said(&made), ["-: We began late.", "-: It rained."]);
    assert_eq!(times(&made), [Some(0), Some(4_000)]);
}

#[test]
fn prose_is_of_nobody() {
    let text = "We met at 10:30. He said: come in.\nFor example: tea.\n\nNote: https://example.org was down.";
    let made = read(text);
    let turns = [
        "-: We met at 10:30. He said: come in.\nFor example: tea.",
        "-: Note: https://example.org was down.",
    ];
    assert_eq!(said(&made), turns);
    assert!(made.speakers.is_empty());
    assert_eq!(made.notices[0].kind(), NoticeKind::Roles);
    assert_eq!(said(&read("One line.\nAnother.")), ["-: One line.", "-: Another."]);
    assert!(read("").turns.is_empty() && read("").notices.is_empty());
    assert!(read(" \n\n").turns.is_empty());
}

#[test]
fn roles_in_six_languages() {
    let dialogs = [
        ("Interviewer", "Participant 1"),
        ("Interviewerin", "Befragte(r)"),
        ("Enquêtrice", "Enquêté"),
        ("Entrevistador/a", "Entrevistada"),
        ("Intervistatore", "Intervistato"),
        ("مصاحبه‌گر", "مشارکت‌کننده شماره ۳"),
        ("مصاحبه گر", "شرکت كننده (۱)"),
        ("س", "ج"),
        ("Frage", "Antwort"),
        ("Q", "A"),
        ("F", "A"),
        ("M", "P"),
        ("R", "P1"),
    ];
    for (asks, answers) in dialogs {
        let made = read(&format!("{asks}: چرا\n\n{answers}: bla\n\n{asks}: bla\n\n{answers}: bla"));
        assert_eq!(roles(&made), "ip", "{asks}");
        assert_eq!(made.turns.len(), 4);
    }
    // Both spellings are one speaker.
    let made = read("مصاحبه‌گر: چرا\nشرکت‌کننده ۱: چون\nمصاحبه گر: کی\nشرکت کننده 1: دیروز");
    assert_eq!((made.speakers.len(), made.turns.len()), (2, 4));
}

#[test]
fn ambiguous_letters_wait_for_evidence() {
    let made = read(
        "M: So it was late, and we went on and on.\nF: Why?\nM: I do not know, it was late.\nF: And then? Who?\nM: We left.\nF: When?",
    );
    assert_eq!(roles(&made), "pi");
    let made = read("M: It was late.\nF: It was.\nM: Very late.\nF: Yes.\nM: So.\nF: So.");
    assert_eq!(roles(&made), "pp");
    assert_eq!(made.notices[0].remedies(), [Remedy::give("speakers")]);
    // Initials of Ida and Kim.
    let made = read("I: It was late.\nK: Why?\nI: It rained.\nK: How long?\nI: All night.\nK: And you?");
    assert_eq!(roles(&made), "pi");
}

#[test]
fn a_focus_group_has_one_moderator() {
    let made = read(
        "Moderator: Who begins?\n\nAnn: I do.\n\nBo: And I?\n\nModerator: Go on.\n\nAnn: Thanks.\n\nCy Dee: Me too.\n\nModerator: So?",
    );
    assert_eq!(roles(&made), "ippp");
    assert_eq!(made.speakers[3].label, "Cy Dee");
    assert_eq!(made.speakers[3].role_reason, "not the interviewer");
    assert!(!made.speakers[3].generic);
}

#[test]
fn the_user_has_the_last_word() {
    let text = "Ann: Tell me.\nBo: So.\nAnn: Go on.\nBo: So.\nAnn: Yes.\nBo: So.";
    assert_eq!(roles(&read(text)), "pp");
    let made = hinted(text, " ANN ", Role::Interviewer);
    assert_eq!(roles(&made), "ip");
    assert_eq!(made.speakers[0].role_reason, "set by the analyst");
    assert_eq!(made.speakers[1].role_reason, "the only other speaker");
    assert!(made.notices.is_empty());
    let persian = "علي: چرا؟\nرضا: چون";
    assert_eq!(roles(&hinted(persian, "علی", Role::Interviewer)), "ip");
    // One label is enough where the user names it.
    assert_eq!(
        said(&hinted("Bo: So it was.\n\nLate.", "bo", Role::Participant)),
        ["Bo: So it was.\n\nLate."]
    );
}

#[test]
fn those_who_ask_in_a_parliament_interview_nobody() {
    let talk = |askers: &[&str]| -> String {
        let answer = "We have put forward a plan for every town on the river, and the money for it is in the budget of this year.";
        (0..4)
            .flat_map(|round| askers.iter().map(move |asker| (round, asker)))
            .map(|(round, asker)| {
                format!(
                    "{asker}: And what about town {round}?\n\nMinister Vale: {answer}\n\nMs Orr: {answer}\n\n"
                )
            })
            .collect()
    };
    let of = |askers: &[&str]| {
        let made = read(&talk(askers));
        let asks = made.speakers.iter().filter(|speaker| speaker.role == Role::Interviewer);
        asks.map(|speaker| speaker.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(&["Dana", "Remi"]), ["Dana", "Remi"]);
    assert!(of(&["Dana", "Remi", "Ines", "Joon", "Lars"]).is_empty());
}

#[test]
fn a_time_can_be_an_answer() {
    let made = read(
        "Ruth: When do the lights go off?\n\nAoife: 10:30\n\nRuth: And when do you rise?\n\nAoife: 6:02\n\nRuth: Why so early?\n\nAoife: It is the bees.",
    );
    assert_eq!(said(&made)[1], "Aoife: 10:30");
    assert_eq!(said(&made)[3], "Aoife: 6:02");
    assert!(made.time_marks.is_empty());
    let made = read(
        "Ruth: When do you work?\n\nP1: 22:00 - 6:00\n\nRuth: And in summer?\n\nP1: Less, since the days are long.",
    );
    assert_eq!(said(&made)[1], "P1: 22:00 - 6:00");
}

#[test]
fn whoever_requests_asks() {
    let made = read(
        "Ruth: Tell me about the night shift.\n\nAoife: I started in March, and who else would have taken it with two children at home?\n\n\
         Ruth: Describe the first winter.\n\nAoife: It was cold, and what could we do but wait for the morning and for the day shift?\n\n\
         Ruth: And then say more about the others.\n\nAoife: They came and went, as people do, and nobody stayed for longer than a year.",
    );
    assert_eq!(roles(&made), "ip");
}
