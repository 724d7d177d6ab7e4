//! The readers of the input formats, one file or folder for each, and what several of them share.

mod archive;
mod cue_text;
pub(super) mod docx;
pub(super) mod json;
pub(super) mod odt;
pub(super) mod pdf;
pub(super) mod rtf;
pub(super) mod subtitles;
pub(super) mod table;
mod text_flow;
mod xml;
