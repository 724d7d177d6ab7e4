//! Lays an export out as a paper: what a supervisor reads, or the appendix of a report.

use std::collections::BTreeMap;

use super::candidates::ExportQuote;
use super::matrix::NO_PARTICIPANT;
use super::whose::path_text;
use super::{
    CandidateRow, CodebookRow, CodingMade, CodingRow, ExportPart, LogRow, MatrixView, MemoRow, StudyExport,
    TranscriptRow, TranscriptTurn,
};
use crate::domain::{Role, is_right_to_left};
use crate::report::{Block, Grid, GridColumn, MarginNote, Paper, Piece, TurnBlock};
use crate::words::{count, labelled};

/// How many counts stand side by side in a table of a matrix.
const COUNTS_IN_A_TABLE: usize = 8;
/// How many quotations show a candidate.
const EXEMPLARS: usize = 3;

impl StudyExport {
    /// Returns the export as a paper. Segments are left out: they are a table of many rows.
    pub(super) fn paper(&self) -> Paper {
        let about = &self.about;
        let name = about.project.trim_end_matches(".themata");
        let title = match about.part {
            ExportPart::Codebook => "Codebook",
            ExportPart::Codings => "Coded quotations",
            ExportPart::Segments => "Segments",
            ExportPart::Matrix => "Codes by participants",
            ExportPart::Memos => "Memos",
            ExportPart::Log => "Log of the analysis",
            ExportPart::Candidates => "Candidates with their evidence",
            ExportPart::Transcript => "Coded transcripts",
            ExportPart::All => "Appendix",
        };
        let mut blocks = vec![Block::Note(format!(
            "{} State after operation {} ({} UTC), run {}. Made with Themata {}.",
            about.message,
            about.operation,
            moment(&about.as_of.0),
            about.run,
            about.program_version
        ))];
        let is_all = about.part == ExportPart::All;
        let mut part = |title: &str, of_part: Option<Vec<Block>>| {
            let Some(of_part) = of_part else { return };
            if is_all {
                blocks.push(Block::Heading(1, title.to_owned()));
            }
            if of_part.is_empty() {
                blocks.push(Block::Text("None yet.".to_owned()));
            }
            blocks.extend(of_part);
        };
        let several = about.coders.len() > 1;
        part("Codebook", self.codebook.as_deref().map(|rows| codebook(rows, several)));
        part("Codes by participants and attributes", self.matrix.as_ref().map(|view| matrix(view, several)));
        part("Coded quotations", self.codings.as_deref().map(|rows| codings(rows, several)));
        part("Memos", self.memos.as_deref().map(memos));
        part(
            "Candidates with their evidence",
            self.candidates.as_deref().map(|rows| candidates(rows, several)),
        );
        part("Log of the analysis", self.log.as_deref().map(log));
        if !is_all {
            part("Coded transcripts", self.transcripts.as_deref().map(|rows| transcripts(rows, several)));
        }
        let landscape = matches!(
            about.part,
            ExportPart::Codebook | ExportPart::Matrix | ExportPart::Log | ExportPart::All
        );
        Paper { title: format!("{title}: {name}"), as_of: about.as_of.0.clone(), landscape, blocks }
    }
}

/// Returns a moment as `2026-11-24 21:23`.
fn moment(at: &str) -> String {
    at.get(..16).map_or_else(|| at.to_owned(), |minute| minute.replace('T', " "))
}

/// Returns a time of a recording as `1:02:03`.
fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Returns a label after spaces that show how deep its code is nested.
fn nested(path: &[String]) -> String {
    let label = path.last().map(String::as_str).unwrap_or_default();
    format!("{}{label}", "\u{2003}".repeat(path.len().saturating_sub(1)))
}

fn codebook(rows: &[CodebookRow], several: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (coder, rows) in by_coder(rows, |row| &row.coder_name) {
        if several {
            blocks.push(Block::Heading(2, coder));
        }
        let line = |row: &&CodebookRow| {
            let mut used = Vec::new();
            for (what, text) in
                [("", &row.definition), ("Include: ", &row.inclusion), ("Exclude: ", &row.exclusion)]
            {
                used.extend(
                    text.as_deref().filter(|text| !text.is_empty()).map(|text| format!("{what}{text}")),
                );
            }
            vec![
                nested(&row.path),
                row.level.to_string(),
                used.join("\n"),
                row.example.clone().unwrap_or_default(),
                row.n_codings_nested.to_string(),
                row.n_participants.to_string(),
            ]
        };
        blocks.push(Block::Grid(Grid {
            columns: vec![
                GridColumn::text("Code", 25),
                GridColumn::text("Level", 11),
                GridColumn::text("Definition", 32),
                GridColumn::text("Example", 32),
                GridColumn::numbers("Codings", 12),
                GridColumn::numbers("Participants", 14),
            ],
            rows: rows.iter().map(line).collect(),
        }));
    }
    if !blocks.is_empty() {
        blocks.push(Block::Note("Codings and participants include those of nested codes.".to_owned()));
    }
    blocks
}

/// Returns a label in quotation marks, unless it is a quotation already. One that is written from right to left does not reorder the words
/// around it.
fn quoted(label: &str) -> String {
    let marked = labelled(label);
    if is_right_to_left(label) { format!("\u{2068}{marked}\u{2069}") } else { marked }
}

/// Groups rows by coder, in their order.
fn by_coder<R>(rows: &[R], name: impl Fn(&R) -> &String) -> Vec<(String, Vec<&R>)> {
    let mut groups: Vec<(String, Vec<&R>)> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some((coder, group)) if coder == name(row) => group.push(row),
            _ => groups.push((name(row).clone(), vec![row])),
        }
    }
    groups
}

fn matrix(view: &MatrixView, several: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut participants: Vec<String> =
        view.participants.iter().map(|column| column.participant.clone()).collect();
    participants.extend(view.has_no_participant().then(|| NO_PARTICIPANT.to_owned()));
    let attributes: Vec<String> =
        view.attributes.iter().map(|column| format!("{}: {}", column.attribute, column.value)).collect();
    for (coder, rows) in by_coder(&view.rows, |row| &row.coder_name) {
        let with_coder = |title: &str| if several { format!("{title}: {coder}") } else { title.to_owned() };
        for (title, headings, counts_of) in [
            (
                "Codings by participant",
                &participants,
                super::MatrixRow::of_everybody as fn(&super::MatrixRow) -> Vec<usize>,
            ),
            ("Codings by attribute", &attributes, |row| row.by_attribute.clone()),
        ] {
            if headings.is_empty() {
                continue;
            }
            blocks.push(Block::Heading(2, with_coder(title)));
            for first in (0..headings.len()).step_by(COUNTS_IN_A_TABLE) {
                let last = (first + COUNTS_IN_A_TABLE).min(headings.len());
                let mut columns = vec![GridColumn::text("Code", 28), GridColumn::numbers("All", 7)];
                columns.extend(headings[first..last].iter().map(|heading| GridColumn::numbers(heading, 9)));
                let line = |row: &&super::MatrixRow| {
                    let counts = counts_of(row);
                    // A dot is easier to see past than a 0.
                    let shown = |n: &usize| if *n == 0 { "·".to_owned() } else { n.to_string() };
                    let own = [nested(&row.path), row.n_codings.to_string()];
                    own.into_iter().chain(counts[first..last].iter().map(shown)).collect()
                };
                blocks.push(Block::Grid(Grid { columns, rows: rows.iter().map(line).collect() }));
            }
        }
    }
    blocks
}

fn source(row: &CodingRow) -> String {
    let mut parts = Vec::new();
    parts.extend(row.participant.clone());
    parts.push(row.document.clone());
    parts.extend(row.turn.map(|turn| format!("turn {turn}")));
    parts.extend(row.time_ms.map(clock));
    if row.negative {
        parts.push("negative case".to_owned());
    }
    parts.push(
        match row.made {
            CodingMade::WithCandidate => "accepted with its candidate",
            CodingMade::Singly => "coded singly",
            CodingMade::Together => "coded with others at once",
            CodingMade::Imported => "imported",
            CodingMade::Unknown => "",
        }
        .to_owned(),
    );
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn codings(rows: &[CodingRow], several: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (coder, rows) in by_coder(rows, |row| &row.coder_name) {
        if several {
            blocks.push(Block::Heading(2, coder));
        }
        let mut by_code: BTreeMap<&[String], Vec<&CodingRow>> = BTreeMap::new();
        for row in rows {
            by_code.entry(&row.code_path).or_default().push(row);
        }
        for (path, rows) in by_code {
            blocks.push(Block::Heading(3, format!("{} ({})", path_text(path), rows.len())));
            for row in rows {
                let text = row.text.clone().unwrap_or_else(|| format!("{}–{}", row.start, row.end));
                let mut source = source(row);
                if let Some(condensed) = &row.condensed {
                    source += &format!("\nCondensed: {condensed}");
                }
                for memo in &row.memos {
                    source += &format!("\nMemo: {memo}");
                }
                blocks.push(Block::Quote { text, source });
            }
        }
    }
    blocks
}

fn memos(rows: &[MemoRow]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for row in rows {
        let mut facts = vec![row.coder_name.clone()];
        facts.extend(row.written.as_ref().map(|at| format!("written {} UTC", moment(&at.0))));
        let changed = row.changed.as_ref().filter(|changed| Some(*changed) != row.written.as_ref());
        facts.extend(changed.map(|at| format!("changed {} UTC", moment(&at.0))));
        blocks.push(Block::Heading(3, format!("On {}", row.on_words)));
        blocks.extend(row.text.clone().map(Block::Text));
        blocks.push(Block::Note(facts.join(" · ")));
    }
    blocks
}

fn candidates(rows: &[CandidateRow], several: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut last_coder = None;
    for row in rows {
        if several && last_coder != Some(&row.coder_name) {
            blocks.push(Block::Heading(2, row.coder_name.clone().unwrap_or_default()));
            last_coder = Some(&row.coder_name);
        }
        let kind = crate::words::candidate(row.candidate);
        let label = row.label.as_deref().map(|label| format!(" {}", quoted(label))).unwrap_or_default();
        let level = if row.theme.is_none() && row.candidate_is_theme() { 2 } else { 3 };
        blocks.push(Block::Heading(level, format!("{}{}{label}", kind[..1].to_uppercase(), &kind[1..])));
        let mut facts = vec![
            row.status.to_string(),
            count(row.n_segments, "segment", "segments"),
            count(row.n_participants, "participant", "participants"),
        ];
        if !row.code_path.is_empty() {
            facts.insert(1, format!("became {}", quoted(&path_text(&row.code_path))));
        }
        facts.extend(row.cohesion.map(|value| format!("cohesion {value:.2}")));
        facts.extend(row.stability_level.map(|level| format!("stability: {level}")));
        if !row.is_as_proposed {
            facts.push("its segments differ from those that the run proposed".to_owned());
        }
        blocks.push(Block::Note(facts.join(" · ")));
        if !row.key_terms.is_empty() {
            blocks.push(Block::Text(format!("Key terms: {}", row.key_terms.join(", "))));
        }
        for exemplar in row.exemplars.iter().take(EXEMPLARS) {
            blocks.extend(quote(exemplar));
        }
    }
    blocks
}

fn quote(exemplar: &ExportQuote) -> Option<Block> {
    let who = exemplar.participant.as_deref().map(|name| format!("{name} · ")).unwrap_or_default();
    let source = format!("{who}{} · turn {}", exemplar.document, exemplar.turn);
    Some(Block::Quote { text: exemplar.text.clone()?, source })
}

fn log(rows: &[LogRow]) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    let sum = |n: fn(&LogRow) -> usize| rows.iter().filter(|row| !row.taken_back).map(n).sum::<usize>();
    let summary = format!(
        "Decisions that were not undone made {} one by one, {} together (with a whole candidate, or several segments at once), and {} by import. \
         Time spent reading is not recorded.",
        count(sum(|row| row.n_codings_singly), "coding", "codings"),
        sum(|row| row.n_codings_in_bulk),
        sum(|row| row.n_codings_imported)
    );
    let line = |row: &LogRow| {
        let mut what = vec![row.words.clone().unwrap_or_else(|| row.decision.clone().unwrap_or_default())];
        if row.taken_back {
            what.push("(undone later)".to_owned());
        }
        what.extend(row.reason.as_ref().map(|reason| format!("Reason: {reason}")));
        let local = row.at_local.as_deref().map(|at| format!("\n{at}")).unwrap_or_default();
        vec![
            row.operation.to_string(),
            format!(
                "{} UTC{local}",
                row.at.0.get(..19).map_or_else(|| row.at.0.clone(), |at| at.replace('T', " "))
            ),
            row.coder_name.clone().unwrap_or_default(),
            what.join("\n"),
            row.details.join("\n"),
        ]
    };
    vec![
        Block::Text(summary),
        Block::Grid(Grid {
            columns: vec![
                GridColumn::numbers("No.", 6),
                GridColumn::text("When (UTC, local)", 34),
                GridColumn::text("Who", 13),
                GridColumn::text("What", 40),
                GridColumn::text("In detail", 60),
            ],
            rows: rows.iter().map(line).collect(),
        }),
    ]
}

fn transcripts(rows: &[TranscriptRow], several: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    for row in rows {
        blocks.push(Block::Heading(1, row.document.clone()));
        if !row.participants.is_empty() {
            blocks.push(Block::Note(format!("Participants: {}", row.participants.join(", "))));
        }
        if row.document_sha256.is_none() {
            let missing = "The run does not hold this document: only the places of its codings are shown.";
            blocks.push(Block::Note(missing.to_owned()));
        }
        blocks.extend(row.turns.iter().map(|turn| Block::Turn(of_turn(turn, row.right_to_left, several))));
    }
    blocks
}

fn of_turn(turn: &TranscriptTurn, right_to_left: bool, several: bool) -> TurnBlock {
    let mut head = vec![turn.turn.map_or_else(|| outside_turns(turn), |number| number.to_string())];
    head.extend(turn.speaker.clone().or_else(|| turn.participant.clone()));
    head.extend(turn.time_ms.map(clock));
    let notes = turn.codings.iter().zip(1..).map(|(coding, number)| {
        let mut detail = Vec::new();
        if several {
            detail.push(coding.coder_name.clone());
        }
        if coding.negative {
            detail.push("negative case".to_owned());
        }
        if coding.start < turn.start {
            detail.push("began before".to_owned());
        }
        if coding.end > turn.end {
            detail.push("continues".to_owned());
        }
        MarginNote {
            number,
            label: path_text(&coding.path),
            detail: detail.join(", "),
            colour: coding.colour.clone(),
        }
    });
    TurnBlock {
        head: head.join(" · "),
        pale: turn.role == Some(Role::Interviewer),
        right_to_left,
        pieces: pieces(turn),
        notes: notes.collect(),
    }
}

/// Returns the head of a stretch outside all turns: with its place where its words are not known.
fn outside_turns(stretch: &TranscriptTurn) -> String {
    match stretch.text.as_str() {
        "" => format!("{}–{}", stretch.start, stretch.end),
        _ => "outside the turns".to_owned(),
    }
}

/// Cuts the words of a turn wherever a coding begins or ends.
fn pieces(turn: &TranscriptTurn) -> Vec<Piece> {
    let place = |at: usize| at.clamp(turn.start, turn.end);
    let mut cuts: Vec<usize> = vec![turn.start, turn.end];
    cuts.extend(turn.codings.iter().flat_map(|coding| [place(coding.start), place(coding.end)]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut characters = turn.text.chars();
    let piece = |pair: &[usize]| {
        let (from, to) = (pair[0], pair[1]);
        let text: String = characters.by_ref().take(to - from).collect();
        let over =
            turn.codings.iter().filter(|coding| place(coding.start) <= from && to <= place(coding.end));
        let ends = turn.codings.iter().zip(1..).filter(|(coding, _)| place(coding.end) == to);
        Piece {
            text,
            colour: over.max_by_key(|coding| coding.start).map(|coding| coding.colour.clone()),
            ends: ends.map(|(_, number)| number).collect(),
        }
    };
    cuts.windows(2).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_codings_begin_and_end() {
        let coding = |start, end, colour: &str| super::super::MarginCode {
            coding: "00000001".parse().unwrap(),
            coder: "ann".parse().unwrap(),
            coder_name: "Ann".to_owned(),
            code: "00000002".parse().unwrap(),
            path: vec!["Nights".to_owned()],
            colour: colour.parse().unwrap(),
            start,
            end,
            negative: false,
        };
        let turn = TranscriptTurn {
            turn: Some(1),
            speaker: None,
            role: None,
            participant: None,
            time_ms: None,
            start: 10,
            end: 20,
            text: "شب دراز ab".to_owned(),
            codings: vec![coding(5, 12, "#000001"), coding(11, 25, "#000002")],
        };
        let found = pieces(&turn);
        let texts: Vec<&str> = found.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(texts, ["ش", "ب", " دراز ab"]);
        assert_eq!(texts.concat(), turn.text);
        let ends: Vec<&[usize]> = found.iter().map(|piece| piece.ends.as_slice()).collect();
        assert_eq!(ends, [&[][..], &[1], &[2]]);
        assert_eq!(found[1].colour.as_ref().unwrap().to_string(), "#000002");
        let notes = of_turn(&turn, true, false).notes;
        assert_eq!([notes[0].detail.as_str(), notes[1].detail.as_str()], ["began before", "continues"]);
        let outside = TranscriptTurn { turn: None, ..turn };
        assert_eq!(of_turn(&outside, true, false).head, "outside the turns");
        let unknown = TranscriptTurn { text: String::new(), ..outside };
        assert_eq!(of_turn(&unknown, true, false).head, "10–20");
    }

    #[test]
    fn a_label_is_quoted_once() {
        assert_eq!([quoted("Nights"), quoted("“I went, …”")], ["“Nights”", "“I went, …”"]);
        assert_eq!(quoted("شب"), "\u{2068}“شب”\u{2069}");
    }

    #[test]
    fn times_are_written_as_on_a_clock() {
        assert_eq!(clock(3_723_400), "1:02:03");
        assert_eq!(moment("2026-11-24T21:23:05Z"), "2026-11-24 21:23");
    }
}
