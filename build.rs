//! Tells programs built with the feature `rust-bert` where libtorch lies, so that they start without further settings.

// What a build script prints is how it speaks to cargo.
#![allow(clippy::print_stdout)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let unix = std::env::var_os("CARGO_CFG_UNIX").is_some();
    // torch-sys says it; without the feature nothing does.
    if let (true, Ok(folder)) = (unix, std::env::var("DEP_TCH_LIBTORCH_LIB")) {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
