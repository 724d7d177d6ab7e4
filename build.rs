//! Tells programs built with the feature `rust-bert` where libtorch is, so that they start without further settings.

// A build script talks to cargo by printing.
#![allow(clippy::print_stdout)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let unix = std::env::var_os("CARGO_CFG_UNIX").is_some();
    // torch-sys sets this variable; without the feature it is missing.
    if let (true, Ok(folder)) = (unix, std::env::var("DEP_TCH_LIBTORCH_LIB")) {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
