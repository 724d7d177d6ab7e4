#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    themata_fuzz::decisions(data);
});
