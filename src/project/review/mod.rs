//! The review of a study: decisions of coders, their log, and the views of them that front ends show.
//!
//! A [`Reviewer`] holds the state in memory, so that many decisions can be made without reading the file again. Each decision
//! first reads, under the file's lock, what other processes decided meanwhile, so that it is always made on the present state.

mod alternatives;
mod apply;
mod candidates;
mod commit;
mod correcting;
mod decided;
mod describing;
mod find;
mod find_meaning;
mod find_words;
mod historical_state;
mod importing;
mod interview_name;
mod join;
mod learning;
mod listing;
mod log;
mod margins;
mod participants;
mod placed_codings;
mod reading;
mod reviewer;
mod session;
mod session_texts;
mod suggest_for;
#[cfg(test)]
pub(in crate::project) mod tests;
mod transcript;

pub use crate::domain::Contradiction;
pub use alternatives::{SplitAlternative, SplitPart};
pub use apply::{Applied, read_decisions};
pub use candidates::{CandidateOrigin, CandidateThemeView, CandidateView, ReviewSegment};
pub(super) use commit::{changes_of, detail_of, successor_of};
pub use correcting::UnplacedCoding;
pub use decided::Decided;
pub use decided::{CandidatePreview, Preview};
pub(super) use describing::Describing;
pub use find_meaning::{FindMeaningRequest, FoundByMeaning, MeaningHit};
pub use find_words::{FindWordsRequest, FoundPassage, FoundWords, PlaceView};
pub use historical_state::{DifferenceList, LogPosition};
pub(super) use importing::Imported;
pub use join::JoinReport;
pub use learning::{NewCandidate, ReclusterRequest, Reclustering};
pub use listing::{
    CandidateDetail, CandidateList, CodeDetail, CodeView, CodebookView, CoderList, CoderView, CodingView,
    MemoList, MemoView, ProgressView, QueueEntry, QueueView, SplitView, UndoPreview,
};
pub use log::{LogEntry, LogFilter, LogView};
pub use participants::{ParticipantEntry, ParticipantList};
pub(super) use placed_codings::{PlacedCoding, PlacedCodings};
pub use reading::{
    InterviewEntry, InterviewList, InterviewPart, InterviewView, ReadCoding, ReadPlace, ReadSegment,
    RemovedEntry,
};
pub use reviewer::Reviewer;
pub use session::CoderSession;
pub use suggest_for::{CodeSuggestions, OfferedBecause, SuggestForRequest, SuggestedSegment};
