//! Typed ids: a segment's number can never be taken for a document's.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A document within one project, counted from 1.
    DocumentId
);
id!(
    /// A participant within one project, counted from 1.
    ParticipantId
);
id!(
    /// A segment within one run, counted from 1.
    SegmentId
);
id!(
    /// A cluster within one clustering, counted from 0; cluster 0 is the largest.
    ClusterId
);
id!(
    /// A candidate theme within one run, counted from 1.
    ProposalId
);
id!(
    /// One run of the pipeline within one project, counted from 1.
    RunId
);
id!(
    /// An entry of the operation log, counted from 1.
    OperationId
);
