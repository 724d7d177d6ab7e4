//! Timed pieces of speech.

/// Words of one voice inside a cue; line ends are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Voice {
    /// The name, if the source gives one.
    pub(in crate::ingest) name: Option<String>,
    /// The words, tags removed and entities decoded.
    pub(in crate::ingest) words: String,
    /// Whether somebody else spoke before, even if nobody is named.
    pub(in crate::ingest) opens_turn: bool,
}

/// One cue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Cue {
    /// When it begins, if known.
    pub(in crate::ingest) start_ms: Option<u64>,
    /// When it ends, if known.
    pub(in crate::ingest) end_ms: Option<u64>,
    /// What is said in it; lines are separated by line ends.
    pub(in crate::ingest) voices: Vec<Voice>,
}

impl Voice {
    /// Returns the words of somebody, or of nobody named.
    pub(in crate::ingest) fn new(name: Option<String>, words: impl Into<String>) -> Self {
        Self { name, words: words.into(), opens_turn: false }
    }
}
