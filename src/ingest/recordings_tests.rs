//! Transcripts of recordings as recognisers and people write them: what one recording gives in several formats, and files that were once
//! read wrongly.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::{Document, Role, TextIndex};

/// Reads a file of `tests/data/transcripts`.
fn file(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/transcripts").join(name);
    document(name, &std::fs::read(path).unwrap())
}

fn document(name: &str, bytes: &[u8]) -> Document {
    let mut found = read(&Source { name, bytes }, &IngestParams::default()).unwrap();
    assert_eq!(found.len(), 1, "{name}");
    found.remove(0)
}

/// Returns who says what.
fn turns(document: &Document) -> Vec<(Option<&str>, &str)> {
    let index = TextIndex::new(&document.text);
    let label = |speaker: usize| document.speakers[speaker].label.as_str();
    document.turns.iter().map(|turn| (turn.speaker.map(label), index.slice(turn.span).unwrap())).collect()
}

/// Returns who says what, with successive turns of one speaker joined.
fn stretches(document: &Document) -> Vec<(Option<String>, String)> {
    let mut stretches: Vec<(Option<String>, String)> = Vec::new();
    for (speaker, words) in turns(document) {
        match stretches.last_mut().filter(|(before, _)| before.as_deref() == speaker) {
            Some((_, all)) => write!(all, " {words}").unwrap(),
            None => stretches.push((speaker.map(str::to_owned), words.to_owned())),
        }
    }
    stretches
}

fn marks(document: &Document) -> Vec<(usize, u64)> {
    document.time_marks.iter().map(|mark| (mark.at.0, mark.ms)).collect()
}

/// Returns the notices that do not say that nobody is named.
fn told(document: &Document) -> Vec<String> {
    let told = document.notices.iter().map(ToString::to_string);
    told.filter(|told| !told.starts_with("no speakers are named")).collect()
}

/// The answers of the invented interview that most of the files hold.
const ANSWERS: [&str; 3] = [
    "My sister showed me a leaflet in the library and I laughed at first, because I had never grown anything in my life, but in the \
     end we went along on a rainy Saturday and stayed until it got dark.",
    "I go down on Tuesday and Thursday evenings after the shift, I water the beans and the courgettes, pull some weeds, and most of \
     the time I only sit on the bench and listen to the blackbirds.",
    "There is an older man with a shed full of tools who knows everything about pruning, and two students who come when they feel \
     like it, and somehow we have become friends over the years.",
];
const QUESTION: &str = "What does a normal week there look like for you?";

#[test]
fn whisper_in_four_formats() {
    let srt = file("08-whisper-five-outputs/int1.srt");
    assert_eq!(srt.time_marks.len(), 20);
    assert_eq!(srt.time_marks[1].ms, 9_000);
    for ending in ["vtt", "json"] {
        let other = file(&format!("08-whisper-five-outputs/int1.{ending}"));
        assert_eq!((turns(&other), marks(&other)), (turns(&srt), marks(&srt)), "{ending}");
    }
    assert_eq!(stretches(&file("08-whisper-five-outputs/int1.txt")), stretches(&srt));
}

#[test]
fn two_speakers_in_a_segment() {
    let found = file("10-whisperx-two-speakers-in-a-segment/int1.json");
    let turns = turns(&found);
    assert_eq!(
        turns[..4],
        [
            (Some("SPEAKER_00"), "How did you first hear about the garden?"),
            (Some("SPEAKER_01"), ANSWERS[0]),
            (Some("SPEAKER_00"), QUESTION),
            (Some("SPEAKER_01"), ANSWERS[1])
        ]
    );
    assert!(
        turns.iter().all(|(who, words)| (*who == Some("SPEAKER_00")) == words.ends_with('?')),
        "{turns:?}"
    );
    assert_eq!(found.speakers[0].role, Role::Interviewer);
    assert_eq!(found.speakers[1].role, Role::Participant);
}

#[test]
fn segments_without_a_speaker() {
    let found = file("15-empty-speaker-cells/whisperx-null-speaker.json");
    assert!(found.turns.iter().all(|turn| turn.speaker.is_some()));
    assert_eq!(turns(&found)[1], (Some("SPEAKER_01"), ANSWERS[0]));
    assert_eq!(turns(&found)[3], (Some("SPEAKER_01"), ANSWERS[1]));
    assert!(told(&found)[0].ends_with("given to the speaker before"), "{:?}", told(&found));
}

#[test]
fn references_to_characters() {
    let found = file("16-html-entities/entities.txt");
    assert!(found.text.contains("pull some weeds, & and most of the time") && !found.text.contains("&amp;"));
    assert!(told(&found)[0].contains("such as &amp;, are read as the characters"), "{:?}", told(&found));
    let table = "speaker,text\nI,\"Why &#8212; or, not?\"\nP,\"It&#39;s &quot;mine&quot;, R&amp;D\"\nI,Oh?\n";
    let found = document("turns.csv", table.as_bytes());
    assert_eq!(turns(&found)[1], (Some("P"), "It's \"mine\", R&D"));
    assert_eq!(turns(&found)[0].1, "Why — or, not?");
    let found = document("one.md", b"I: What is HTML?\nP: You write &amp; there.\nI: Oh?\nP: Yes.\n");
    assert!(
        found.text.contains("&amp;") && told(&found)[0].contains("is left as it is"),
        "{:?}",
        told(&found)
    );
}

#[test]
fn captions_that_roll() {
    let found = file("17-youtube-vtt/rollup.vtt");
    for answer in ANSWERS {
        assert!(found.text.contains(answer), "{}", found.text);
    }
    assert_eq!(found.text.matches("My sister showed me").count(), 1);
    assert!(
        told(&found).iter().any(|told| told.contains("repeated from the cue before")),
        "{:?}",
        told(&found)
    );
    assert_eq!(turns(&file("17-youtube-vtt/yt.vtt")), [(None, "hello and welcome to the garden")]);
}

#[test]
fn json_without_passages_or_with_marks_of_turns() {
    let found = file("18-json-left-out/empty-segments.json");
    assert!(found.text.starts_with(ANSWERS[0]) && found.text.contains(ANSWERS[1]));
    let found = file("18-json-left-out/tdrz.json");
    let (asks, answers) = (Some("(first voice)"), Some("(second voice)"));
    assert_eq!(turns(&found)[1..4], [(answers, ANSWERS[0]), (asks, QUESTION), (answers, ANSWERS[1])]);
    assert!(!found.text.contains("SPEAKER_TURN"));
}

#[test]
fn labels_and_times_in_words() {
    let found = file("22-times-and-labels-left-in-text/viahtml.vtt");
    assert_eq!(
        turns(&found)[..3],
        [
            (None, "(1 minute pause)"),
            (Some("S00"), "How did you first hear about the garden?"),
            (Some("S01"), ANSWERS[0])
        ]
    );
    assert!(turns(&found).iter().all(|(_, words)| !words.contains("S0") && !words.contains("[0")));
    assert!(told(&found).is_empty(), "{:?}", told(&found));
}

#[test]
fn cues_that_are_not_quite_right() {
    let found = file("24-srt-number-lost/answer_is_number.srt");
    assert_eq!(turns(&found)[1], (Some("P1"), "I was 1987"));
    assert_eq!(told(&found), ["1 line after a blank line is taken as part of the cue before"]);
    let found = file("25-cue-errors/blank_in_cue.srt");
    assert_eq!(turns(&found)[1], (Some("P1"), ANSWERS[0]));
    assert_eq!(turns(&found)[3], (Some("P1"), ANSWERS[1]));
    assert!(
        told(&found)[0].contains("after a blank line are taken as part of the cue before"),
        "{:?}",
        told(&found)
    );
    let found = file("25-cue-errors/broken_ms.srt");
    assert_eq!(turns(&found)[3], (Some("P1"), ANSWERS[1]));
    assert_eq!(told(&found), ["4 times that cannot be read left out"]);
    let found = file("25-cue-errors/teams_plain.vtt");
    assert_eq!(found.time_marks.len(), 20);
    assert!(found.text.contains(ANSWERS[0]) && found.text.contains(ANSWERS[2]));
    assert!(told(&found).is_empty(), "{:?}", told(&found));
}

#[test]
fn mac_roman() {
    let found = file("31-mac-roman/mac.txt");
    let turns = turns(&found);
    assert_eq!(turns[0], (Some("Enquêteur"), "Comment avez-vous entendu parler du jardin ?"));
    assert!(
        turns[1].0 == Some("Élodie")
            && turns[1].1.starts_with("Ma sœur m’a montré un dépliant à la bibliothèque")
    );
    assert!(told(&found)[0].starts_with("read as macintosh"), "{:?}", told(&found));
}

/// One utterance of a generated recording.
#[derive(Clone, Debug)]
struct Utterance {
    who: usize,
    words: Vec<String>,
    start: u64,
    end: u64,
    /// Which words have no speaker of their own; never the first.
    bare: u8,
}

impl Utterance {
    fn text(&self) -> String {
        self.words.join(" ")
    }

    fn name(&self) -> String {
        format!("SPEAKER_0{}", self.who)
    }

    /// The words with their times, 100 ms each.
    fn list(&self) -> Vec<Value> {
        let timed = |(i, word): (usize, &String)| {
            let start = self.start + i as u64 * 100;
            let mut word = json!({ "word": word, "start": seconds(start), "end": seconds(start + 100) });
            if i == 0 || self.bare >> (i % 8) & 1 == 0 {
                word["speaker"] = json!(self.name());
            }
            word
        };
        self.words.iter().enumerate().map(timed).collect()
    }
}

fn seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}

fn clock(ms: u64, sign: char) -> String {
    format!("{:02}:{:02}:{:02}{sign}{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000)
}

fn recording() -> impl Strategy<Value = Vec<Utterance>> {
    let one = (0usize..3, 1usize..9, prop::sample::select(vec![0u64, 120, 900, 2_500, 70_000]), any::<u8>());
    prop::collection::vec(one, 1..14).prop_map(|list| {
        let (mut n, mut at) = (0, 0);
        let mut of = |(who, n_words, gap, bare): (usize, usize, u64, u8)| {
            let words: Vec<String> = (0..n_words)
                .map(|_| {
                    n += 1;
                    format!("w{n}{}", if n % 5 == 0 { "," } else { "" })
                })
                .collect();
            let start = at + gap;
            at = start + n_words as u64 * 100;
            Utterance { who, words, start, end: at, bare }
        };
        list.into_iter().map(&mut of).collect()
    })
}

fn srt(recording: &[Utterance], text: impl Fn(&Utterance) -> String) -> Document {
    let cues: String = recording
        .iter()
        .enumerate()
        .map(|(i, said)| {
            format!("{}\n{} --> {}\n{}\n\n", i + 1, clock(said.start, ','), clock(said.end, ','), text(said))
        })
        .collect();
    document("a.srt", cues.as_bytes())
}

fn vtt(recording: &[Utterance], text: impl Fn(&Utterance) -> String) -> Document {
    let cues: String = recording
        .iter()
        .map(|said| format!("\n{} --> {}\n{}\n", clock(said.start, '.'), clock(said.end, '.'), text(said)))
        .collect();
    document("a.vtt", format!("WEBVTT\n{cues}").as_bytes())
}

fn json_of(value: &Value) -> Document {
    document("a.json", value.to_string().as_bytes())
}

fn listed(recording: &[Utterance], of: impl Fn(&Utterance) -> Value) -> Value {
    Value::Array(recording.iter().map(of).collect())
}

/// What must be the same in all formats.
type Same<'a> = (Vec<(Option<&'a str>, &'a str)>, Vec<(usize, u64)>);

fn same(document: &Document) -> Same<'_> {
    (turns(document), marks(document))
}

proptest! {
    /// A recording without speakers is the same in all formats of Whisper and of Hugging Face.
    #[test]
    fn one_recording_one_result(recording in recording()) {
        let text = Utterance::text;
        let srt = srt(&recording, text);
        let all: Vec<String> = recording.iter().map(text).collect();
        prop_assert_eq!(srt.text.split_whitespace().collect::<Vec<_>>().join(" "), all.join(" "));
        prop_assert_eq!(srt.time_marks.len(), recording.len());
        let whisper = listed(&recording, |said| json!({ "start": seconds(said.start), "end": seconds(said.end), "text": format!(" {}", said.text()) }));
        let cpp = listed(&recording, |said| json!({ "offsets": { "from": said.start, "to": said.end }, "text": format!(" {}", said.text()) }));
        let chunks = listed(&recording, |said| json!({ "timestamp": [seconds(said.start), seconds(said.end)], "text": format!(" {}", said.text()) }));
        let others = [
            vtt(&recording, text),
            json_of(&json!({ "text": all.join(" "), "segments": whisper, "language": "en" })),
            json_of(&json!({ "transcription": cpp })),
            json_of(&json!({ "speakers": [], "chunks": chunks, "text": all.join(" ") })),
        ];
        for other in &others {
            prop_assert_eq!(same(other), same(&srt));
        }
        // Plain text has no times, so that a pause ends no turn.
        let txt = document("a.txt", all.join("\n").as_bytes());
        prop_assert_eq!(stretches(&txt), stretches(&srt));
        prop_assert!(txt.time_marks.is_empty() && txt.speakers.is_empty());
    }

    /// A recording with speakers is the same in all formats, and words of several speakers cut a segment.
    #[test]
    fn one_recording_with_speakers_one_result(recording in recording()) {
        let labelled = |said: &Utterance| format!("[{}]: {}", said.name(), said.text());
        let voices = vtt(&recording, |said| format!("<v {}>{}", said.name(), said.text()));
        let speakers: std::collections::BTreeSet<usize> = recording.iter().map(|said| said.who).collect();
        prop_assert_eq!(voices.speakers.len(), speakers.len());
        let segments = listed(&recording, |said| {
            json!({ "start": seconds(said.start), "end": seconds(said.end), "text": said.text(), "speaker": said.name(), "words": said.list() })
        });
        let passages = listed(&recording, |said| {
            json!({ "timestamp": [seconds(said.start), seconds(said.end)], "text": format!(" {}", said.text()), "speaker": said.name() })
        });
        let podcast = listed(&recording, |said| {
            json!({ "startTime": seconds(said.start), "endTime": seconds(said.end), "body": said.text(), "speaker": said.name() })
        });
        // Segments of several utterances, cut where one person speaks twice in a row.
        let mut long: Vec<Vec<&Utterance>> = Vec::new();
        for said in &recording {
            match long.last_mut().filter(|segment| segment.len() < 3 && segment.last().is_some_and(|last| last.who != said.who)) {
                Some(segment) => segment.push(said),
                None => long.push(vec![said]),
            }
        }
        let long: Vec<Value> = long
            .iter()
            .map(|segment| {
                let text: Vec<String> = segment.iter().map(|said| said.text()).collect();
                let words: Vec<Value> = segment.iter().flat_map(|said| said.list()).collect();
                json!({
                    "start": seconds(segment[0].start), "end": seconds(segment[segment.len() - 1].end),
                    "text": format!(" {}", text.join(" ")), "speaker": segment[0].name(), "words": words,
                })
            })
            .collect();
        let others = [
            srt(&recording, labelled),
            vtt(&recording, labelled),
            json_of(&json!({ "segments": segments, "word_segments": [] })),
            json_of(&json!({ "segments": long })),
            json_of(&json!({ "speakers": passages, "chunks": [], "text": "" })),
            json_of(&json!({ "version": "1.0.0", "segments": podcast })),
        ];
        for other in &others {
            prop_assert_eq!(same(other), same(&voices));
        }
        if speakers.len() > 1 {
            let lines: Vec<String> = recording.iter().map(labelled).collect();
            let of_text = stretches(&document("a.txt", lines.join("\n").as_bytes())).into_iter();
            // A text keeps its lines.
            let in_one_line = of_text.map(|(name, words)| (name, words.replace('\n', " ")));
            prop_assert_eq!(in_one_line.collect::<Vec<_>>(), stretches(&voices));
        }
    }
}
