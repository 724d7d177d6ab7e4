//! Measures time and memory of all of `cluster` (choice of the number, stability, tree) on a matrix of vectors.
//!
//!     themata embed texts.txt --output rows.npy
//!     cargo bench --bench cluster -- rows.npy auto k-means …
//!
//! A number in place of the file makes that many rows: mixtures of 200 groups in 384 columns. Prints a line of JSON for each
//! algorithm; benches/clustering.py reads it and runs scikit-learn on the same rows.

// A program of its own: it prints, and what is wrong with its arguments ends it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::Instant;

use themata::cluster::{ClusterParams, cluster};
use themata::domain::{Algorithm, Embeddings, NoProgress};

const DIM: usize = 384;
const GROUPS: usize = 200;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let Some(rows) = arguments.next() else { return };
    let embeddings = match rows.parse() {
        Ok(n) => made_up(n),
        Err(_) => npy(&std::fs::read(&rows).unwrap()),
    };
    for name in arguments {
        let algorithm = Algorithm::ALL.iter().copied().find(|a| a.to_string() == name).unwrap();
        let params = ClusterParams { algorithm, ..ClusterParams::default() };
        let params = params.check(embeddings.n_segments()).unwrap();
        let start = Instant::now();
        let found = cluster(&embeddings, &[], &params, &NoProgress).unwrap();
        println!(
            "{}",
            serde_json::json!({
                "algorithm": name,
                "n_segments": embeddings.n_segments(),
                "seconds": start.elapsed().as_secs_f64(),
                "n_clusters": found.clustering.n_clusters,
                "silhouette": found.silhouette,
                "peak_mib": peak_mib(),
            })
        );
    }
}

/// Reads the rows of a NumPy file of version 1 with 32-bit floats, row after row.
fn npy(bytes: &[u8]) -> Embeddings {
    let header = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let described = String::from_utf8_lossy(&bytes[..header]);
    assert!(described.contains("'<f4'") && described.contains("'fortran_order': False"), "{described}");
    let shape = described.split("'shape': (").nth(1).unwrap().split(')').next().unwrap();
    let dim: usize = shape.split(',').nth(1).unwrap().trim().parse().unwrap();
    let values: Vec<f32> =
        bytes[header..].as_chunks::<4>().0.iter().map(|value| f32::from_le_bytes(*value)).collect();
    unit_rows(values, dim)
}

/// Makes rows around the centres of groups; a fifth of the groups are as large as all others together.
fn made_up(n: usize) -> Embeddings {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32 / (1_u64 << 23) as f32) - 1.0
    };
    let centres: Vec<f32> = (0..GROUPS * DIM).map(|_| next()).collect();
    let mut values = Vec::with_capacity(n * DIM);
    for i in 0..n {
        let group = if i % 2 == 0 { i / 2 % (GROUPS / 5) } else { i % GROUPS };
        values.extend(centres[group * DIM..(group + 1) * DIM].iter().map(|centre| centre + 1.2 * next()));
    }
    unit_rows(values, DIM)
}

fn unit_rows(mut values: Vec<f32>, dim: usize) -> Embeddings {
    for row in values.chunks_mut(dim) {
        let norm = row.iter().map(|value| value * value).sum::<f32>().sqrt();
        row.iter_mut().for_each(|value| *value /= norm);
    }
    Embeddings::new(values, dim).unwrap()
}

/// Returns the most resident memory of this process so far, on Linux.
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}
