//! The roles that the analyst gives to speakers.

use crate::domain::{Document, Speaker};

use super::SuggestRequest;
use super::people::plain_name;

/// Gives speakers of a document the roles that a request names; `None` where they have them.
pub(super) fn with_roles(document: &Document, request: &SuggestRequest) -> Option<Document> {
    let is_meant = request.roles_in.is_empty() || request.roles_in.contains(&document.name);
    let mut corrected = document.clone();
    for speaker in corrected.speakers.iter_mut().filter(|_| is_meant) {
        let label = plain_name(&speaker.label);
        let given = request.ingest.roles.iter().find(|(name, _)| plain_name(name) == label);
        if let Some((_, &role)) = given
            && role != speaker.role
        {
            speaker.role = role;
            Speaker::SET_BY_ANALYST.clone_into(&mut speaker.role_reason);
        }
    }
    (corrected.speakers != document.speakers).then_some(corrected)
}

/// Gives the speakers of a document that was read again the roles that the analyst gave them before.
pub(super) fn keep_roles(before: &Document, now: &mut Document) {
    for speaker in now.speakers.iter_mut().filter(|speaker| speaker.role_reason != Speaker::SET_BY_ANALYST) {
        let known = before
            .speakers
            .iter()
            .find(|of| of.label == speaker.label && of.role_reason == Speaker::SET_BY_ANALYST);
        if let Some(known) = known {
            speaker.role = known.role;
            Speaker::SET_BY_ANALYST.clone_into(&mut speaker.role_reason);
        }
    }
}
