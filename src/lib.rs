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
//! Data flows through the rooms [`ingest`], [`segment`], [`embed`], [`cluster`] and [`describe`]; [`store`] keeps it; [`project`]
//! alone calls them, one method for each action of a user; [`cli`] is a face on it. [`exchange`] reads and writes what other
//! programs read and write, [`report`] what a study's readers are given. [`domain`] is the vocabulary that they share. A machine's
//! cluster is never a code: it stays a proposal until a person decides, and what persons decide is the matter of [`review`].
//! How far they agree is that of [`compare`]. Facts, findings and refusals are data; [`words`] says them in sentences. Every file that
//! the program writes is written by [`output_file`].

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
