//! SubRip and WebVTT (`.srt`, `.vtt`): the blocks of a file made into cues.

use super::cue_text::voices;
use crate::ingest::encoding;
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::source::Source;
use crate::ingest::transcript::clock::arrow;
use crate::ingest::transcript::cues::{Cue, from_cues};
use crate::ingest::transcript::{Hints, Transcript};

/// A subtitle file that cannot be read, with the line and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub(in crate::ingest) struct CueError {
    /// The line, counted from 1.
    pub(in crate::ingest) line: usize,
    /// What is wrong there, and what to do.
    pub(in crate::ingest) message: String,
}

/// Reads a `.srt`.
pub(super) fn read_srt(source: &Source<'_>, params: &IngestParams) -> Result<Transcript, IngestError> {
    read(source, params, from_srt)
}

/// Reads a `.vtt`.
pub(super) fn read_vtt(source: &Source<'_>, params: &IngestParams) -> Result<Transcript, IngestError> {
    read(source, params, from_vtt)
}

/// Reads a file whose text `parse` understands.
fn read(
    source: &Source<'_>,
    params: &IngestParams,
    parse: fn(&str, &Hints<'_>) -> Result<Transcript, CueError>,
) -> Result<Transcript, IngestError> {
    let decoded = encoding::decode(source.name, source.bytes, params.encoding.as_deref())?;
    let transcript = parse(&decoded.text, &Hints { roles: &params.roles }).map_err(|error| {
        IngestError::Cue { name: source.name.to_owned(), line: error.line, message: error.message }
    })?;
    Ok(transcript.with_notices_before(decoded.notices))
}

/// Makes a transcript of SubRip.
///
/// # Errors
/// [`CueError`] if a cue has no times, times that cannot be read, or ends before it starts.
pub(in crate::ingest) fn from_srt(text: &str, hints: &Hints<'_>) -> Result<Transcript, CueError> {
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    Ok(from_cues(cues(&lines, 0)?, hints))
}

/// Makes a transcript of WebVTT.
///
/// # Errors
/// [`CueError`] if the file does not begin with `WEBVTT`, has text outside of cues, or a faulty cue as in [`from_srt`].
pub(in crate::ingest) fn from_vtt(text: &str, hints: &Hints<'_>) -> Result<Transcript, CueError> {
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    let first = lines.first().copied().unwrap_or_default();
    let rest = first.strip_prefix("WEBVTT");
    if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return Err(CueError {
            line: 1,
            message: "a WebVTT file begins with the line WEBVTT; add it, or rename the file to .srt if it is SubRip".to_owned(),
        });
    }
    // The header runs to the first blank line; some programs leave that line out before the first cue.
    let is_end = |line: &&str| line.trim().is_empty() || line.contains("-->");
    let header = 1 + lines.iter().skip(1).position(is_end).unwrap_or(lines.len() - 1);
    Ok(from_cues(cues(&lines, header)?, hints))
}

/// Returns the cues from line `from` on, counted from 0.
fn cues(lines: &[&str], from: usize) -> Result<Vec<Cue>, CueError> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut i = from;
    while i < lines.len() {
        if lines[i].trim().is_empty() {
            i += 1;
            continue;
        }
        let end = i + lines[i..].iter().position(|line| line.trim().is_empty()).unwrap_or(lines.len() - i);
        if !is_comment(lines[i]) {
            block(lines, i..end, &mut cues)?;
        }
        i = end;
    }
    Ok(cues)
}

fn is_comment(line: &str) -> bool {
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    matches!(word, "NOTE") || matches!(line.trim_end(), "STYLE" | "REGION")
}

/// Reads one block without blank lines: a cue, or several that no blank line separates.
fn block(lines: &[&str], range: std::ops::Range<usize>, cues: &mut Vec<Cue>) -> Result<(), CueError> {
    let timed: Vec<usize> = range.clone().filter(|&i| lines[i].contains("-->")).collect();
    // The times are on the first line or, after an id, on the second.
    if timed.first().is_none_or(|&first| first > range.start + 1) {
        // A number without times or words is left of an empty cue.
        if range.len() == 1 && is_number(lines[range.start]) {
            return Ok(());
        }
        return Err(CueError {
            line: range.start + 1,
            message: format!(
                "“{}” was found where a cue's times are expected, as in 00:00:01.000 --> 00:00:04.000; add the times, or \
                 remove the blank line before it if it belongs to the cue above",
                start_of(lines[range.start])
            ),
        });
    }
    for (n, &at) in timed.iter().enumerate() {
        let mut end = timed.get(n + 1).copied().unwrap_or(range.end);
        if end < range.end && end > at + 1 && is_number(lines[end - 1]) {
            end -= 1;
        }
        let (start_ms, end_ms) = times(lines[at], at + 1)?;
        cues.push(Cue {
            start_ms: Some(start_ms),
            end_ms: Some(end_ms),
            voices: voices(&lines[at + 1..end].join("\n")),
        });
    }
    Ok(())
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
}

fn times(line: &str, number: usize) -> Result<(u64, u64), CueError> {
    let error = |message: String| CueError { line: number, message };
    match arrow(line) {
        Some((Some(start), Some(end))) if end < start => Err(error(format!(
            "the cue ends before it starts (“{}”); correct one of its times",
            start_of(line)
        ))),
        Some((Some(start), Some(end))) => Ok((start, end)),
        _ => Err(error(format!(
            "“{}” is not a pair of times; write them as 00:00:01.000 --> 00:00:04.000, with minutes and seconds below 60",
            start_of(line)
        ))),
    }
}

fn start_of(line: &str) -> String {
    let line = line.trim();
    let start: String = line.chars().take(50).collect();
    if start.len() < line.len() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::TextIndex;

    fn said(made: &Transcript) -> Vec<String> {
        let index = TextIndex::new(&made.text);
        let label =
            |speaker: Option<usize>| speaker.map_or("-", |speaker| made.speakers[speaker].label.as_str());
        made.turns
            .iter()
            .map(|turn| format!("{}: {}", label(turn.speaker), index.slice(turn.span).unwrap()))
            .collect()
    }

    fn vtt(text: &str) -> Result<Transcript, CueError> {
        from_vtt(text, &Hints { roles: &BTreeMap::new() })
    }

    fn srt(text: &str) -> Result<Transcript, CueError> {
        from_srt(text, &Hints { roles: &BTreeMap::new() })
    }

    #[test]
    fn teams_voices_with_ids_settings_and_comments() {
        let made = vtt(
            "WEBVTT - made by hand\nKind: captions\n\nNOTE\nnot said\n\nSTYLE\n::cue { color: red }\n\n\
             0f8fad5b-d9cb-469f-a165-70867728950e/13-0\n00:01.000 --> 00:02.000 align:start position:0%\n<v Ann Bee>How</v>\n\n\
             0f8fad5b-d9cb-469f-a165-70867728950e/13-1\n00:02.500 --> 00:03.000\n<v Ann Bee>are\nyou?</v>\n\n\
             00:03.000 --> 00:05.000\n<v.loud Cy>Well &amp; <i>good</i>.</v> <v Ann Bee>Oh?</v>\n\n00:09.000 --> 00:10.000\n<v Ann Bee>And?</v>\n",
        )
        .unwrap();
        assert_eq!(
            said(&made),
            ["Ann Bee: How are you?", "Cy: Well & good.", "Ann Bee: Oh?", "Ann Bee: And?"]
        );
        assert_eq!(made.text, "How are you?\nWell & good.\nOh?\nAnd?");
        let marks: Vec<(usize, u64)> = made.time_marks.iter().map(|mark| (mark.at.0, mark.ms)).collect();
        assert_eq!(marks, [(0, 1_000), (4, 2_500), (13, 3_000), (26, 3_000), (30, 9_000)]);
    }

    #[test]
    fn zoom_names_and_whisperx_labels_in_the_words() {
        let made = vtt(
            "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Bee: Hello?\n\n2\n00:00:02.000 --> 00:00:03.000\nCy: Yes.\n\n\
             3\n00:00:03.000 --> 00:00:04.000\nAnn Bee: Good.\n",
        );
        assert_eq!(said(&made.unwrap()), ["Ann Bee: Hello?", "Cy: Yes.", "Ann Bee: Good."]);
        let made = srt(
            "1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_00]: Hello?\n\n2\n00:00:02,000 --> 00:00:03,000\ngo on\n\n\
             3\n00:00:03,000 --> 00:00:04,000\n[SPEAKER_01]: It is: so.\n",
        );
        assert_eq!(said(&made.unwrap()), ["SPEAKER_00: Hello? go on", "SPEAKER_01: It is: so."]);
    }

    #[test]
    fn rolling_captions_are_said_once() {
        let mut file = "WEBVTT\n".to_owned();
        let lines = ["so we went", "to the lake", "and then", "it rained", "all night"];
        for (i, pair) in lines.windows(2).enumerate() {
            file.push_str(&format!("\n00:0{i}.000 --> 00:0{}.000\n{}\n{}\n", i + 1, pair[0], pair[1]));
        }
        let made = vtt(&file).unwrap();
        assert_eq!(said(&made), ["-: so we went to the lake and then it rained all night"]);
        assert!(made.notices[0].to_string().starts_with("3 lines repeated from the cue before"));
        // Said twice is said twice.
        let made = srt("1\n00:01 --> 00:02\nYeah.\n\n2\n00:02 --> 00:03\nYeah.\n").unwrap();
        assert_eq!(said(&made), ["-: Yeah. Yeah."]);
    }

    #[test]
    fn loose_forms_that_are_read() {
        let bare = vtt("\u{feff}WEBVTT\r\n00:01.000 --> 00:02.000\r\nYes.\r\n").unwrap();
        assert_eq!(said(&bare), ["-: Yes."]);
        for empty in ["WEBVTT", "WEBVTT\n\n", "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n\n2\n"] {
            assert!(vtt(empty).unwrap().turns.is_empty(), "{empty}");
        }
        assert!(srt("").unwrap().turns.is_empty());
        let glued = srt("1\n00:01,000 --> 00:02,000\nOne\n2\n00:02,000 --> 00:03,000\ntwo 3\n").unwrap();
        assert_eq!(said(&glued), ["-: One two 3"]);
    }

    #[test]
    fn malformed_cues_name_the_line() {
        let at = |made: Result<Transcript, CueError>| made.unwrap_err();
        assert_eq!(at(vtt("hello")).line, 1);
        assert_eq!(at(vtt("WEBVTTX\n")).line, 1);
        let stray = at(vtt("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n\nstray words\nmore\n"));
        assert_eq!(stray.line, 6);
        assert!(stray.message.contains("stray words") && stray.message.contains("add the times"));
        assert_eq!(at(srt("1\n00:00:01,000 -> 00:00:02,000\nYes.")).line, 1);
        assert_eq!(at(srt("1\n00:00:01,000 --> soon\nYes.")).line, 2);
        assert_eq!(at(srt("1\n00:00:61,000 --> 00:02:02,000\nYes.")).line, 2);
        let turned = at(srt("1\n00:00:05,000 --> 00:00:02,000\nYes."));
        assert!(turned.to_string().starts_with("line 2: the cue ends before it starts"));
    }
}
