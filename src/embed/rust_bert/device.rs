//! Where libtorch computes.

use tch::{Cuda, Device};

use super::super::error::EmbedError;

/// The device of this name: `cpu`, `cuda` or `cuda:N`; the processor where none is named.
pub(super) fn parse(name: Option<&str>) -> Result<Device, EmbedError> {
    let name = name.unwrap_or("cpu");
    let unavailable = |reason: String| EmbedError::Unavailable { asked: format!("--device {name}"), reason };
    let index = match name {
        "cpu" => return Ok(Device::Cpu),
        "cuda" => Some(0),
        _ => name.strip_prefix("cuda:").and_then(|number| number.parse::<usize>().ok()),
    };
    let Some(index) = index else {
        return Err(unavailable(
            "the devices are cpu, cuda and cuda:N, where N counts GPUs from 0".to_owned(),
        ));
    };
    if !tch::utils::has_cudart() {
        return Err(unavailable(
            "this program was built with a libtorch that has no CUDA; build it with one that has, as README.md shows, or \
             take --device cpu"
                .to_owned(),
        ));
    }
    match usize::try_from(Cuda::device_count()).unwrap_or_default() {
        0 => Err(unavailable(
            "libtorch finds no NVIDIA GPU with a driver for CUDA 12 here; take --device cpu".to_owned(),
        )),
        n if index >= n => Err(unavailable(format!("there are {n} GPUs here, cuda:0 to cuda:{}", n - 1))),
        _ => Ok(Device::Cuda(index)),
    }
}
