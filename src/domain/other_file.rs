//! Well-known kinds of files that cannot be read as they are, and the endings by which they are known.

/// A well-known kind of file that is not read. Its `Display` says how its words can be read after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherFile {
    /// Text of another word processor, or with macros.
    WordProcessor,
    /// A table of another spreadsheet program, or with macros.
    Spreadsheet,
    /// A web page.
    WebPage,
    /// A transcript in the project format of a transcription program.
    TranscriptionProject,
    /// A project or codebook of a program for coding.
    CodingProject,
    /// Sound or film.
    Recording,
    /// A picture.
    Picture,
    /// A packed archive.
    PackedArchive,
}

impl OtherFile {
    /// Returns the kind that an ending names; the ending is in lower case, without the dot.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "doc" | "dot" | "wpd" | "pages" | "docm" => Self::WordProcessor,
            "xls" | "ods" | "numbers" | "xlsm" | "xlsb" => Self::Spreadsheet,
            "htm" | "html" => Self::WebPage,
            "eaf" | "exb" | "otr" => Self::TranscriptionProject,
            "qdpx" | "qdc" | "qde" | "nvp" | "nvpx" | "nvcx" | "atlproj" | "atlproj22" | "atlproj23"
            | "atlproj24" | "atlcb" | "mx18" | "mx20" | "mx22" | "mx24" | "mex22" | "mex24" | "mtr"
            | "qda" | "rqda" | "dvf" => Self::CodingProject,
            "mp3" | "m4a" | "wav" | "mp4" | "ogg" | "flac" | "webm" | "mov" => Self::Recording,
            "png" | "jpg" | "jpeg" | "tif" | "tiff" => Self::Picture,
            "zip" | "gz" | "7z" | "rar" => Self::PackedArchive,
            _ => return None,
        })
    }
}
