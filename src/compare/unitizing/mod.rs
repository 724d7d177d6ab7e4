//! Agreement of coders who also choose the units: Krippendorff's unitizing alpha.
