//! Labels in other dress, file by file; every text here is invented.

use std::collections::BTreeMap;

use super::text::from_paragraphs;
use super::*;
use crate::domain::TextIndex;

const TALK: [(&str, &str); 4] = [
    (
        "How did you first hear about the garden?",
        "My sister showed me a leaflet in the library, and we went along on a Saturday.",
    ),
    (
        "What does a normal week there look like?",
        "I go down on Tuesday evenings, I water the beans and listen to the birds.",
    ),
    (
        "What was difficult in the first year?",
        "The soil was full of glass, we dug for three months, and I was close to giving up.",
    ),
    (
        "What happens there in winter?",
        "In winter nobody is there but the foxes and me, and I repair the fence.",
    ),
];

fn read(text: &str) -> Transcript {
    let roles = BTreeMap::new();
    from_text(text.to_owned(), &Hints { roles: &roles })
}

/// Lists the words of the participants, with line ends as blanks.
fn answers(made: &Transcript) -> Vec<String> {
    let index = TextIndex::new(&made.text);
    let is_participant =
        |turn: &&Turn| turn.speaker.is_none_or(|at| made.speakers[at].role == Role::Participant);
    let words =
        |turn: &Turn| index.slice(turn.span).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    made.turns.iter().filter(is_participant).map(words).collect()
}

fn check(text: &str) -> Transcript {
    let made = read(text);
    let wanted: Vec<&str> = TALK.iter().map(|(_, answer)| *answer).collect();
    assert_eq!(answers(&made), wanted, "{text}");
    made
}

fn talk(turn: impl Fn(usize, &str, &str) -> String) -> String {
    TALK.iter()
        .enumerate()
        .map(|(i, (question, answer))| turn(i, question, answer))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn facts(made: &Transcript) -> Vec<String> {
    made.notices.iter().map(ToString::to_string).collect()
}

#[test]
fn a_deposition_mixes_letters_and_names() {
    let text = format!(
        "MR. SMITH: Let us begin.\n\n{}\n\nTHE WITNESS: May I go?",
        talk(|_, q, a| format!("Q. {q}\n\nA. {a}"))
    );
    let made = read(&text);
    let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
    assert_eq!(labels, ["MR. SMITH", "Q", "A", "THE WITNESS"]);
}

#[test]
fn lines_of_one_speaker_that_a_program_cut_are_one_turn() {
    let cut = |label: &str, words: &str| {
        let words: Vec<&str> = words.split(' ').collect();
        words.chunks(4).map(|line| format!("({label}) {}\n", line.join(" "))).collect::<String>()
    };
    let made =
        check(&TALK.iter().map(|(q, a)| cut("speaker 0", q) + &cut("speaker 1", a)).collect::<String>());
    assert_eq!((made.turns.len(), made.speakers.len()), (8, 2));
}

#[test]
fn times_inside_a_turn_are_taken_out() {
    let made = check(&talk(|i, q, a| {
        let (front, back) = a.split_once(", ").unwrap();
        format!(
            "SPEAKER_00\n[00:0{i}:01] - {q}\n\nSPEAKER_01\n[00:0{i}:10] - {front},\n[00:0{i}:20] - {back}"
        )
    }));
    assert_eq!(made.time_marks.len(), 12);
    assert_eq!(made.time_marks[2].ms, 20_000);
}

#[test]
fn a_chat_has_lines_of_its_program() {
    let turns = talk(|i, q, a| {
        format!(
            "11/03/2026, 10:0{i} - Dana H: {q}\n11/03/2026, 10:0{i} - Remi O: {a}\n11/03/2026, 10:0{i} - Remi O: <Media omitted>"
        )
    });
    let made = check(&format!(
        "11/03/2026, 09:58 - Messages are end-to-end encrypted.\n{}",
        turns.replace("\n\n", "\n")
    ));
    assert!(facts(&made).contains(&"4 lines of the chat program left out".to_owned()), "{:?}", facts(&made));
    check(&talk(|i, q, a| format!("[10:3{i} AM] Dana H\n\n{q}\n\n[10:4{i} AM] Remi O\n\n{a}\n\nlike 1")));
}

#[test]
fn what_the_program_of_a_chat_writes_is_nobodys() {
    for written in [
        "\u{200e}image omitted",
        "\u{200e}Votre code de sécurité a changé.",
        "image omitted",
        "Bild weggelassen",
        "IMG-20260311-WA0001.jpg (file attached)",
        "<Media omitted>",
        "Reacted to \"The bees, I think\" with 👍",
        "This message was deleted.",
    ] {
        let turns =
            talk(|i, q, a| format!("[11/03/2026, 10:0{i}:00] Dana: {q}\n[11/03/2026, 10:0{i}:30] Remi: {a}"));
        let made =
            check(&format!("{}\n[11/03/2026, 10:20:30] Remi: {written}\n", turns.replace("\n\n", "\n")));
        assert!(
            facts(&made).iter().any(|fact| fact.contains("of the chat program left out")),
            "{written}: {:?}",
            facts(&made)
        );
    }
}

#[test]
fn who_writes_in_a_chat_may_be_called_anything() {
    for (name, label) in [
        ("Remi 🌻", "Remi"),
        ("remi 👩‍🌾", "remi"),
        ("~Remi", "Remi"),
        ("\"Remi\"", "Remi"),
        ("+34 600 123 456", "+34 600 123 456"),
        ("Remi", "Remi"),
        ("my sister", "my sister"),
        ("Remi Maria de la Cruz Lopez", "Remi Maria de la Cruz Lopez"),
    ] {
        for form in ["11/3/26, 10:0$ - NAME: WORDS\n", "[11.03.26, 10:0$:10] NAME: WORDS\n"] {
            let line = |name: &str, i: usize, words: &str| {
                form.replace('$', &i.to_string()).replace("NAME", name).replace("WORDS", words)
            };
            let text: String = TALK
                .iter()
                .enumerate()
                .flat_map(|(i, (q, a))| [line("Dana", 2 * i, q), line(name, 2 * i + 1, a)])
                .collect();
            let made = check(&format!("11/3/26, 09:58 - Dana created group \"Garden: the talk\"\n{text}"));
            let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
            assert_eq!(labels, ["Dana", label], "{text}");
        }
    }
}

#[test]
fn labels_with_signs_around_them() {
    for turn in [
        "**[00:0$:01] Dana:** Q\n\n**[00:0$:20] Remi:** A",
        "**Dana** (00:0$:01)\nQ\n\n**Remi** (00:0$:20)\nA",
        "1. Dana – Q\n\n2. Remi – A",
        "> [Dana] Q\n\n> [Remi] A",
        "Dana\n\n$ minutes 6 seconds\n\nQ\n\nRemi\n\n$ minutes 20 seconds\n\nA",
    ] {
        let made = check(&talk(|i, q, a| turn.replace('$', &i.to_string()).replace('Q', q).replace('A', a)));
        let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!(labels, ["Dana", "Remi"], "{turn}");
    }
}

#[test]
fn a_whole_conversation_in_one_line() {
    check(&talk(|_, q, a| format!("AI: {q} User: {a}")).replace("\n\n", " "));
}

#[test]
fn signs_that_name_nobody() {
    let made = check(&talk(|_, q, a| format!(">> {q}\n\n>> {a}")));
    assert!(facts(&made)[0].starts_with("the 8 turns name nobody"), "{:?}", facts(&made));
    // Where nobody asks, the signs are still no words.
    let made = read(">> One here.\n\n>> Two here.\n\n>> Three here.\n\n>> Four here.\n\n>> Five here.");
    assert_eq!(answers(&made), ["One here.", "Two here.", "Three here.", "Four here.", "Five here."]);
    assert!(made.speakers.is_empty());
}

#[test]
fn one_side_is_labelled() {
    for label in ["Interviewer", "Q", "Dana"] {
        let made = check(&talk(|_, q, a| format!("{label}: {q}\n\n{a}")));
        assert!(made.speakers[1].generic);
        let said = format!(
            "only `{label}` is labelled; 4 paragraphs without a label are taken for the participant's words"
        );
        assert!(facts(&made)[0].starts_with(&said), "{:?}", facts(&made));
    }
    for label in ["Maria", "P1", "Participant"] {
        let made = check(&talk(|_, q, a| format!("{q}\n\n{label}: {a}")));
        assert!(facts(&made)[0].contains("taken for the interviewer's words"), "{:?}", facts(&made));
    }
}

#[test]
fn what_recurs_is_named_where_no_labels_are_found() {
    let text = "[id1] We walked there slowly.\n\nIt rained.\n\n[id1] We carried letters.\n\nIt was early.\n\n[id1] He was a teacher.";
    let made = read(text);
    assert!(made.speakers.is_empty());
    assert_eq!(
        facts(&made),
        [
            "no speaker labels were found, so every paragraph counts as a participant's words. `[id1]` begins 3 paragraphs, but no second label was found. If this is a \
          speaker, write `Name:` at the beginning of each turn"
        ]
    );
}

#[test]
fn times_without_labels_are_no_words() {
    let made = read("(0:00 - 0:09)\nWe walked there slowly.\n\n(0:11 - 0:20)\nIt rained.\n\n0:25\nWe left.");
    assert_eq!(answers(&made), ["We walked there slowly.", "It rained.", "We left."]);
    assert_eq!(made.time_marks.iter().map(|mark| mark.ms).collect::<Vec<_>>(), [0, 11_000, 25_000]);
}

#[test]
fn emphasis_tells_who_asks() {
    let text = talk(|_, q, a| format!("{q}\n{a}")).replace("\n\n", "\n");
    let mut at = 0;
    let lines: Vec<usize> = text
        .split('\n')
        .map(|line| {
            let start = at;
            at += line.len() + 1;
            start
        })
        .collect();
    for look in [looks::Look::Bold, looks::Look::Italic, looks::Look::Heading] {
        let looks = looks::Looks::of(lines.iter().step_by(2).map(|&start| (start, look)));
        let roles = BTreeMap::new();
        let made = from_paragraphs(
            text.clone(),
            &looks,
            &Hints { roles: &roles },
            &std::collections::BTreeSet::new(),
        );
        let wanted: Vec<&str> = TALK.iter().map(|(_, answer)| *answer).collect();
        assert_eq!(answers(&made), wanted, "{look:?}");
    }
}

#[test]
fn pictures_and_colons_around_a_name() {
    for form in ["N 🎤: ", "🌱 N: ", "★N: ", "N ~: ", "N::", "N :: ", "N:", "N : ", "N ✏️ : ", "**🎤 N:** "]
    {
        let of = |name: &str| form.replace('N', name);
        let made = check(&talk(|_, q, a| format!("{}{q}\n\n{}{a}", of("Ana"), of("Rosa"))));
        let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!(labels, ["Ana", "Rosa"], "{form}");
    }
}

#[test]
fn transcripts_and_chats_that_were_copied() {
    let clock = |n: usize| format!("{}:{:02}", n / 3, n % 3 * 20);
    let spelt = |n: usize| match n / 3 {
        0 => format!("{} seconds", n % 3 * 20),
        1 => format!("1 minute {} seconds", n % 3 * 20),
        minutes => format!("{minutes} minutes {} seconds", n % 3 * 20),
    };
    // Teams, its page with the times for screen readers, Zoom's chat in both forms, Telegram in two, WhatsApp.
    type Form = fn(&str, &str, &str, &str) -> String;
    let forms: [Form; 9] = [
        |name, clock, _, words| format!("{name}\n{clock}\n{words}\n"),
        |name, _, spelt, words| format!("{name}\n{spelt}\n{words}\n"),
        |name, clock, spelt, words| format!("{name}\n{spelt}{clock}\n{name} {spelt}\n{words}\n"),
        |name, clock, _, words| format!("{name}   {clock}\n{words}\n\n"),
        |name, clock, _, words| format!("00:0{clock}\t From {name} to Everyone:\t{words}\n"),
        |name, clock, _, words| format!("00:0{clock}\tFrom {name} to Everyone:\n\t{words}\n"),
        |name, clock, _, words| format!("{name}, [12.03.2024 10:0{clock}]\n{words}\n\n"),
        |name, clock, _, words| format!("{name}, [Mar 12, 2024 at 1:0{clock} PM]:\n{words}\n\n"),
        |name, clock, _, words| format!("[12.03.24, 10:0{clock}] {name}: {words}\n"),
    ];
    for form in forms {
        let mut text = String::from("Ana Hollis started transcription\n\n");
        for (i, (question, answer)) in TALK.iter().enumerate() {
            text.push_str(&form("Ana Hollis", &clock(2 * i), &spelt(2 * i), question));
            text.push_str(&form("Rosa Quint", &clock(2 * i + 1), &spelt(2 * i + 1), answer));
        }
        text.push_str("\nAna Hollis stopped transcription\n");
        let made = check(&text);
        let labels: Vec<&str> = made.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!(labels, ["Ana Hollis", "Rosa Quint"], "{text}");
        let times: Vec<u64> = made.time_marks.iter().map(|mark| mark.ms).collect();
        assert!(
            times.len() == 8 && times.windows(2).all(|pair| pair[1] - pair[0] == 20_000),
            "{text} {times:?}"
        );
    }
}
