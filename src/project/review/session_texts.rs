//! Methods of a session that read and search the interviews.

use crate::domain::Decision;
use crate::project::ProjectError;

use super::session::CoderSession;
use super::{
    FindMeaningRequest, FindWordsRequest, FoundByMeaning, FoundWords, InterviewList, InterviewView,
    ParticipantList, ReadPlace, UnplacedCoding,
};

/// Methods that show the interviews.
impl CoderSession<'_> {
    /// Lists the documents of the run, with how much of each the coder has coded.
    #[must_use]
    pub fn interviews(&self) -> InterviewList {
        self.reviewer.interviews(&self.coder)
    }

    /// Lists the participants of the study: where they speak, their attributes, and how much of their words the coder has coded.
    #[must_use]
    pub fn participants(&self) -> ParticipantList {
        self.reviewer.participants(&self.coder)
    }

    /// Lists the coder's codings that have no place in the corrected words of their documents, with the words as they were.
    #[must_use]
    pub fn unplaced(&self) -> Vec<UnplacedCoding> {
        self.reviewer.unplaced(&self.coder)
    }

    /// Returns the decision that takes documents out of the study. They are named as in [`ReadPlace::Whole`].
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where a name fits no document, or several.
    pub fn removal(&self, documents: &[String]) -> Result<Decision, ProjectError> {
        let texts = &self.reviewer.loaded.texts;
        let name = |typed: &String| Ok(texts.documents()[self.reviewer.interview(typed)?].name.clone());
        let documents = documents.iter().map(name).collect::<Result<_, ProjectError>>()?;
        Ok(Decision::RemoveDocuments { documents })
    }

    /// Returns the decision that puts documents back. They are named by the document's name, with or without its ending.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where a name fits no document that was taken out, or several.
    pub fn restoration(&self, documents: &[String]) -> Result<Decision, ProjectError> {
        let name = |typed: &String| self.reviewer.removed_interview(typed);
        let documents = documents.iter().map(name).collect::<Result<_, ProjectError>>()?;
        Ok(Decision::RestoreDocuments { documents })
    }

    /// Returns an interview, or some turns of it: all that was said and what stands between, with the coder's codings and candidates.
    ///
    /// ```
    /// use themata::project::{ProjectError, ReadPlace, Reviewer};
    ///
    /// # fn main() -> Result<(), ProjectError> {
    /// let mut study = Reviewer::open_trial("tests/fixtures/version-2.themata".as_ref(), None)?;
    /// let ann = study.acting_coder(Some("Ann Lee"))?;
    /// let session = study.as_coder(&ann)?;
    /// let first = session.interviews().documents.remove(0);
    /// let whole = session.read(&ReadPlace::Whole(first.document))?;
    /// let n_segments: usize = whole.parts.iter().map(|part| part.segments.len()).sum();
    /// assert_eq!(n_segments, first.n_segments);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such document, turn or segment, or the name fits several documents;
    /// [`ProjectError::Damaged`].
    pub fn read(&self, place: &ReadPlace) -> Result<InterviewView, ProjectError> {
        self.reviewer.read_interview(&self.coder, place)
    }

    /// Finds words in all documents, in participants' words and in all others ([`WordSearch`](crate::domain::WordSearch) says which
    /// differences do not count).
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the words have no letter and no digit, or there is no such interview; [`ProjectError::Damaged`].
    pub fn find_words(&self, request: &FindWordsRequest) -> Result<FoundWords, ProjectError> {
        self.reviewer.find_words(&self.coder, request)
    }

    /// Finds the segments that are nearest in meaning to a text, by the cosine of their vectors to its own.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] as for [`CoderSession::find_words`]; [`ProjectError::OtherModel`] where the model is not that of the
    /// run; [`ProjectError::NoVectors`]; [`ProjectError::Embed`] where the model cannot be used.
    pub fn find_meaning(&self, request: &FindMeaningRequest) -> Result<FoundByMeaning, ProjectError> {
        self.reviewer.find_meaning(&self.coder, request)
    }
}
