//! The devices on which libtorch computes.

use tch::{Cuda, Device};

use super::super::unavailable::Unavailable;

/// Returns the device of this name, `cpu`, `cuda` or `cuda:N`; the processor if no name is given.
pub(super) fn parse(name: Option<&str>) -> Result<Device, Unavailable> {
    let name = name.unwrap_or("cpu");
    let device = || name.to_owned();
    let index = match name {
        "cpu" => return Ok(Device::Cpu),
        "cuda" => Some(0),
        _ => name.strip_prefix("cuda:").and_then(|number| number.parse::<usize>().ok()),
    };
    let Some(index) = index else { return Err(Unavailable::UnknownDevice { device: device() }) };
    if !tch::utils::has_cudart() {
        return Err(Unavailable::NoCuda { device: device() });
    }
    match usize::try_from(Cuda::device_count()).unwrap_or_default() {
        0 => Err(Unavailable::NoGpu { device: device() }),
        n_gpus if index >= n_gpus => Err(Unavailable::NoSuchGpu { device: device(), n_gpus }),
        _ => Ok(Device::Cuda(index)),
    }
}
