//! Pools token vectors into one vector per window.

use tch::{Kind, TchError, Tensor};

use super::super::config::Pooling;

/// Pools `n_windows × n_tokens × hidden_size` to `n_windows × hidden_size`; if there is a mask, only tokens with 1 count.
pub(super) fn pool(pooling: Pooling, tokens: &Tensor, mask: Option<&Tensor>) -> Result<Tensor, TchError> {
    match (pooling, mask) {
        (Pooling::Cls, _) => tokens.f_select(1, 0),
        (Pooling::Mean, None) => tokens.f_mean_dim(1, false, Kind::Float),
        (Pooling::Mean, Some(mask)) => {
            let mask = mask.f_to_kind(Kind::Float)?.f_unsqueeze(-1)?;
            let sum = tokens.f_mul(&mask)?.f_sum_dim_intlist(1, false, Kind::Float)?;
            sum.f_div(&mask.f_sum_dim_intlist(1, false, Kind::Float)?)
        }
        (Pooling::Max, None) => tokens.f_amax(1, false),
        (Pooling::Max, Some(mask)) => {
            tokens.f_masked_fill(&mask.f_eq(0)?.f_unsqueeze(-1)?, f64::NEG_INFINITY)?.f_amax(1, false)
        }
    }
}
