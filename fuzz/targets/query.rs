//! Any string is parsed without a panic, strictly and leniently.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    let _ = onrecord::parse(query);
    let _ = onrecord::parse_lenient(query);
});
