//! Candidate themes from interview transcripts: a thematic-clustering assistant for qualitative researchers, offline.
//!
//! ```no_run
//! use themata::project::Reviewer;
//!
//! # fn main() -> Result<(), themata::project::ProjectError> {
//! // A study that `themata suggest interviews/ --project study.themata` made.
//! let study = Reviewer::open_read_only("study.themata".as_ref(), None)?;
//! for theme in &study.proposed_candidates().themes {
//!     println!("{} {}: {} candidate codes", theme.theme.id, theme.theme.label, theme.codes.len());
//! }
//! // Every candidate leads back to its words.
//! let b = "B".parse().expect("a candidate theme");
//! for segment in study.proposed_candidate(b)?.quotes {
//!     println!("{} turn {}: {}", segment.quote.document, segment.quote.turn, segment.quote.text);
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
//!
//! # Features
//!
//! A module that needs many crates is a feature of the same name: `ingest`, `embed`, `cluster`, `describe`, `compare`, `exchange`,
//! `store`, `project`, `cli`. The modules `domain`, `segment`, `review`, `report` and `words` are always compiled; the feature `report`
//! adds its documents and workbooks. So this dependency
//! gives the coefficients of agreement and compiles little else:
//!
//! ```toml
//! themata = { version = "0.1", default-features = false, features = ["compare"] }
//! ```
//!
//! | feature | adds |
//! |---|---|
//! | `cli` (default) | the command line, and with it `project` |
//! | `project` | all other modules, `arrow` included |
//! | `arrow` | the part of `exchange` that reads texts and writes vectors: Arrow, Parquet, NumPy, CSV |
//! | `bundled-model` (default) | the model all-MiniLM-L6-v2 in the binary, 45 MB |
//! | `download` (default) | fetching models from a hub; without it the crate holds no code that opens a connection |
//! | `rust-bert` | a second engine, which needs libtorch |

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cluster")]
pub mod cluster;
#[cfg(feature = "compare")]
pub mod compare;
#[cfg(feature = "describe")]
pub mod describe;
pub mod domain;
#[cfg(feature = "embed")]
pub mod embed;
#[cfg(feature = "exchange")]
pub mod exchange;
#[cfg(feature = "ingest")]
pub mod ingest;
#[cfg(feature = "output_file")]
pub mod output_file;
#[cfg(feature = "project")]
pub mod project;
pub mod report;
pub mod review;
pub mod segment;
#[cfg(feature = "store")]
pub mod store;
pub mod words;
