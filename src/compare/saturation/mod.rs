//! Saturation: how much new each further interview brings.
