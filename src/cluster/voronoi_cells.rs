//! Cells of rows that lie together, so that a row of a large corpus need not be compared with all others.

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::canonical::even_places;
use super::lloyd::Centres;

/// How many rows of the sample there are per cell.
const ROWS_PER_CENTRE: usize = 40;
/// Lloyd's steps on the sample: cells need not converge.
const STEPS: u64 = 8;
/// How many cells around its own a row is compared with.
const AROUND: usize = 48;

/// Some √n cells, each row in the one whose centre is nearest.
///
/// The centres come from K-means on an even sample of the rows (an inverted file: Jégou, Douze & Schmid 2011,
/// <https://doi.org/10.1109/TPAMI.2010.57>). Graphs such as HNSW, for which there are crates, are faster to query but depend on the order in
/// which threads insert rows; here the same rows always have the same lists.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    members: Vec<Vec<u32>>,
    /// The cells by rising distance of their centres, each its own first.
    order: Vec<Vec<u32>>,
}

impl Cells {
    /// Cuts unit rows in canonical order into cells.
    pub(super) fn of(rows: &Array2<f32>) -> Self {
        let n = rows.nrows();
        let n_cells = (n as f64).sqrt().round().max(1.0) as usize;
        let sample = rows.select(Axis(0), &even_places(n, (n_cells * ROWS_PER_CENTRE).min(n)));
        let starts = even_places(sample.nrows(), n_cells);
        let centres = Centres::found_on(&sample, &starts, STEPS);
        let mut members = vec![Vec::new(); centres.len()];
        for (place, cell) in (0..).zip(centres.nearest_to(rows.view())) {
            members[cell].push(place);
        }
        let order = (0..centres.len())
            .into_par_iter()
            .map(|cell| {
                let mut others: Vec<(f64, u32)> = (0..centres.len())
                    .map(|other| {
                        (if other == cell { -1.0 } else { centres.distance(cell, other) }, other as u32)
                    })
                    .collect();
                others.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                others.into_iter().map(|(_, other)| other).collect()
            })
            .collect();
        Self { members, order }
    }

    /// Returns the number of cells.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// Returns the rows of a cell.
    pub(super) fn members(&self, cell: usize) -> &[u32] {
        &self.members[cell]
    }

    /// Returns the cell and those around it: 48 more, and then as many as are needed to hold `n_rows` rows.
    pub(super) fn around(&self, cell: usize, n_rows: usize) -> Vec<usize> {
        let mut held = 0;
        let mut around = Vec::new();
        for &other in &self.order[cell] {
            if around.len() > AROUND && held >= n_rows {
                break;
            }
            held += self.members[other as usize].len();
            around.push(other as usize);
        }
        around
    }
}
