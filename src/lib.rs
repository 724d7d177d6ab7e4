//! Candidate themes from interview transcripts: a thematic-clustering assistant for qualitative researchers, offline.
//!
//! ```no_run
//! use themata::domain::ProposalId;
//! use themata::project::Project;
//!
//! # fn main() -> Result<(), themata::project::ProjectError> {
//! // A study that `themata suggest interviews/ --project study.themata` made.
//! let study = Project::open("study.themata".as_ref())?;
//! let (run, view) = study.themes(None)?;
//! for theme in &view.themes {
//!     println!("{} {}: {} segments", theme.id, theme.label, theme.n_segments);
//! }
//! // Every theme leads back to its words.
//! for segment in study.theme(Some(run), ProposalId(1))?.segments {
//!     println!("{} turn {}: {}", segment.document, segment.turn, segment.text);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Data flows through the modules [`ingest`], [`segment`], [`embed`], [`cluster`] and [`describe`], and [`store`] keeps it.
//! Only [`project`] calls them, with one method for each action of a user; [`cli`] is a front end of it. [`exchange`] reads and
//! writes the files of other programs, [`report`] makes files for the readers of a study. All share the vocabulary of
//! [`domain`]. A cluster is never a code: it stays a proposal until a person decides. [`review`] computes these decisions, and
//! [`compare`] measures how far people agree. Facts, findings and refusals are data; [`words`] puts them into sentences.
//! [`output_file`] writes every file that the program writes.

pub mod cli;
pub mod cluster;
pub mod compare;
pub mod describe;
pub mod domain;
pub mod embed;
pub mod exchange;
pub mod ingest;
pub mod output_file;
pub mod project;
pub mod report;
pub mod review;
pub mod segment;
pub mod store;
pub mod words;
