//! Downloads a model from a hub: the only place in this crate that opens a network connection.
//!
//! Only the files that a sentence-transformer needs are downloaded, from one commit, with weights only as safetensors
//! (other formats can contain programs). The files are checked against the sizes and SHA-256 sums that the hub announced.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::super::error::EmbedError;
use super::super::modules::{Modules, parse};
use crate::domain::{Cancelled, Progress, Stage};
use crate::output_file::{OutputFile, Readers};

/// How long connecting may take, and how long a hub may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most bytes of an answer that is not a file.
const LONGEST_ANSWER: u64 = 16 << 20;

/// A hub of models with the interface of huggingface.co.
#[derive(Clone, Debug)]
pub struct Hub {
    url: String,
    agent: ureq::Agent,
}

/// The files of one model at one commit.
#[derive(Debug)]
pub(super) struct Listing {
    id: String,
    answer: Answer,
}

#[derive(Debug, Deserialize)]
struct Answer {
    sha: String,
    siblings: Vec<Sibling>,
}

#[derive(Debug, Deserialize)]
struct Sibling {
    rfilename: String,
    size: Option<u64>,
    lfs: Option<Lfs>,
}

#[derive(Debug, Deserialize)]
struct Lfs {
    sha256: String,
}

impl Listing {
    /// Returns the commit.
    pub(super) fn revision(&self) -> &str {
        &self.answer.sha
    }

    fn find(&self, name: &str) -> Option<&Sibling> {
        self.answer.siblings.iter().find(|sibling| sibling.rfilename == name)
    }
}

impl Hub {
    /// Makes a hub with this address, reached through a proxy if one is given, such as `http://proxy:3128`.
    ///
    /// # Errors
    /// [`EmbedError::Network`] if the address is not https (on this machine: http), or if the proxy's address is invalid.
    pub fn new(url: &str, proxy: Option<&str>) -> Result<Self, EmbedError> {
        let refuse = |problem: String| Err(EmbedError::Network { address: url.to_owned(), problem });
        let url = url.trim_end_matches('/');
        let here = ["http://127.0.0.1:", "http://localhost:"].iter().any(|start| url.starts_with(start));
        if !url.starts_with("https://") && !here {
            return refuse("a hub's address must begin with https://".to_owned());
        }
        let proxy = match proxy.map(ureq::Proxy::new).transpose() {
            Ok(proxy) => proxy,
            Err(error) => return refuse(format!("the proxy's address cannot be used: {error}")),
        };
        let agent = ureq::Agent::config_builder()
            .proxy(proxy)
            .timeout_connect(Some(PATIENCE))
            .timeout_recv_response(Some(PATIENCE))
            .user_agent(concat!("themata/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        Ok(Self { url: url.to_owned(), agent })
    }

    /// Returns the hub's address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Fetches the list of a model's files; `revision` is a branch, a tag or a commit.
    pub(super) fn listing(&self, id: &str, revision: &str) -> Result<Listing, EmbedError> {
        let plain = |text: &str| {
            !text.is_empty()
                && !text.contains("..")
                && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
        };
        if !plain(id) || !plain(revision) || id.matches('/').count() > 1 {
            return Err(EmbedError::Network {
                address: self.url.clone(),
                problem: format!(
                    "{id:?} at {revision:?} names no model. A name looks like intfloat/multilingual-e5-small"
                ),
            });
        }
        let address = format!("{}/api/models/{id}/revision/{revision}?blobs=true", self.url);
        let mut bytes = Vec::new();
        self.open(&address)?
            .take(LONGEST_ANSWER)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(&address, &error))?;
        let answer: Answer = parse(&bytes, &address)?;
        let is_commit = answer.sha.len() >= 40 && answer.sha.chars().all(|c| c.is_ascii_hexdigit());
        match is_commit {
            true => Ok(Listing { id: id.to_owned(), answer }),
            false => Err(broken(&address, &"it names no commit")),
        }
    }

    /// Fetches the files that the model needs into a folder.
    pub(super) fn download(
        &self,
        listing: &Listing,
        target: &Path,
        progress: &dyn Progress,
    ) -> Result<(), EmbedError> {
        let place = format!("{}/{}", self.url, listing.id);
        if listing.find("modules.json").is_none() {
            return Err(EmbedError::Malformed {
                file: place,
                problem: "it has no modules.json, so it is not a sentence-transformer".to_owned(),
            });
        }
        self.fetch(listing, "modules.json", target, &mut |_| progress.check_cancelled())?;
        let modules = super::files::read(&target.join("modules.json"))?;
        let layout = Modules::parse(&modules, &format!("{place}/modules.json"))?;
        let mut wanted = Vec::new();
        for (file, required) in layout.files().into_iter().skip(1) {
            match listing.find(&file) {
                Some(sibling) => wanted.push(sibling),
                None if required => {
                    return Err(EmbedError::Malformed {
                        file: format!("{place}/{file}"),
                        problem: "is missing. Only safetensors weights and tokenizer.json can be used: ask for them \
                                  where the model is published, or convert it and add the directory"
                            .to_owned(),
                    });
                }
                None => {}
            }
        }
        let total: u64 = wanted.iter().filter_map(|sibling| sibling.size).sum();
        progress.start(Stage::Downloading, Some(total >> 10));
        let mut rest = 0;
        for sibling in wanted {
            self.fetch(listing, &sibling.rfilename, target, &mut |n| {
                rest += n;
                progress.advance(rest >> 10);
                rest &= 1023;
                progress.check_cancelled()
            })?;
        }
        progress.finish();
        Ok(())
    }

    /// Downloads one file and checks it against what the hub announced.
    fn fetch(
        &self,
        listing: &Listing,
        name: &str,
        target: &Path,
        told: &mut dyn FnMut(u64) -> Result<(), Cancelled>,
    ) -> Result<(), EmbedError> {
        let address = format!("{}/{}/resolve/{}/{name}", self.url, listing.id, listing.revision());
        let file = target.join(name);
        let failed = |source| EmbedError::Folder { folder: file.display().to_string(), source };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut output = OutputFile::begin(&file, true, Readers::Everybody).map_err(failed)?;
        let mut body = self.open(&address)?;
        let mut hasher = Sha256::new();
        let mut received = 0u64;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let n = body.read(&mut buffer).map_err(|error| broken(&address, &error))?;
            if n == 0 {
                break;
            }
            hasher.update(&buffer[..n]);
            output.file().write_all(&buffer[..n]).map_err(failed)?;
            received += n as u64;
            told(n as u64)?;
        }
        let announced = listing.find(name);
        if let Some(size) = announced.and_then(|sibling| sibling.size)
            && size != received
        {
            return Err(broken(&address, &format!("it sent {received} bytes, but {size} were announced")));
        }
        let found = format!("{:x}", hasher.finalize());
        if let Some(lfs) = announced.and_then(|sibling| sibling.lfs.as_ref())
            && lfs.sha256 != found
        {
            return Err(broken(&address, &"the SHA-256 of the file is not the announced one"));
        }
        output.finish().map_err(failed)
    }

    fn open(&self, address: &str) -> Result<impl Read + use<>, EmbedError> {
        let network = |problem: String| EmbedError::Network { address: address.to_owned(), problem };
        match self.agent.get(address).call() {
            Ok(response) => Ok(response.into_body().into_reader()),
            Err(ureq::Error::StatusCode(401 | 403 | 404)) => Err(network(
                "the hub has no such model, revision or file, or shows it only with an account".to_owned(),
            )),
            Err(ureq::Error::StatusCode(code)) => {
                Err(network(format!("the hub answered with status {code}; try again later")))
            }
            Err(error) => Err(network(format!(
                "cannot be reached ({error}). Without a network, download the model elsewhere and add its directory"
            ))),
        }
    }
}

fn broken(address: &str, problem: &dyn std::fmt::Display) -> EmbedError {
    EmbedError::Network {
        address: address.to_owned(),
        problem: format!("what the hub sent cannot be used: {problem}. Nothing was added; try again"),
    }
}
