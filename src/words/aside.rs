//! Says why files are not in a result, and which parts of a file are not in its text.

use std::fmt::{Display, Formatter, Result};

use crate::domain::{AsideReason, LeftOut, OtherFile};

impl Display for AsideReason {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::CannotOpen { cause } => write!(f, "it cannot be opened ({cause})"),
            Self::LinkedFolder => {
                f.write_str("it is a link to a folder; give the folder's own path to read it")
            }
            Self::NoFile => f.write_str("it is neither a file nor a folder"),
            Self::UnknownEnding { ending } => {
                match ending.as_str() {
                    "" => f.write_str("a file without an ending cannot be read")?,
                    ending => write!(f, "a .{ending} file cannot be read")?,
                }
                match OtherFile::of_ending(ending) {
                    Some(other) => write!(f, "; {other}"),
                    None => Ok(()),
                }
            }
            Self::SecondParticipantTable => f.write_str("it is a second table of participants"),
            Self::SeveralParticipantTables => {
                f.write_str("there is more than one table of participants, and none was chosen")
            }
            Self::AboutFolder => f.write_str("it describes the folder and is not a transcript"),
            Self::Codings => f.write_str(
                "it has the columns of a table of codings; to read it anyway, give the file itself",
            ),
            Self::Codebook => {
                f.write_str("it has the columns of a codebook; to read it anyway, give the file itself")
            }
        }
    }
}

impl Display for OtherFile {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::WordProcessor => "save it as .docx in its program",
            Self::Spreadsheet => "save it as .xlsx or .csv in its program",
            Self::WebPage => "open it and save it as .docx or .txt",
            Self::TranscriptionProject => "export it as .txt or .srt from its program",
            Self::Recording => "transcribe the recording first",
            Self::Picture => "recognise its text first",
            Self::PackedArchive => "unpack it first",
        })
    }
}

impl LeftOut {
    /// Returns the noun for one and for several.
    pub(super) const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Notes => ("footnote or endnote", "footnotes or endnotes"),
            Self::NotesOrComments => ("footnote or comment", "footnotes or comments"),
            Self::Comments => ("comment", "comments"),
            Self::TrackedDeletions => ("tracked deletion", "tracked deletions"),
            Self::TextBoxes => ("text box", "text boxes"),
            Self::TableHeadings => ("heading row of a transcript table", "heading rows of transcript tables"),
            Self::BytesAfterEnd => {
                ("byte after the end of the document", "bytes after the end of the document")
            }
            Self::PageFurniture => (
                "line of page headers, footers or page numbers",
                "lines of page headers, footers or page numbers",
            ),
            Self::LineNumbers => ("line number", "line numbers"),
            Self::SlantedCharacters => ("character that is not upright", "characters that are not upright"),
            Self::RepeatedCaptions => (
                "line repeated from the cue before, in rolling captions",
                "lines repeated from the cue before, in rolling captions",
            ),
            Self::RowsAboveHeadings => ("row above the headings", "rows above the headings"),
            Self::EmptyRows => ("row without words", "rows without words"),
            Self::BlankRows => ("blank row", "blank rows"),
            Self::UnreadableTimes => ("time that cannot be read", "times that cannot be read"),
        }
    }
}
