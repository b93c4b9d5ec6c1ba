//! Any text is annotated without a panic, and every span lies on characters.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let annotations = onrecord::annotate(text, None, None);
    for quote in &annotations.quotes {
        for span in quote.spans.iter().chain(&quote.source).chain(&quote.cue) {
            assert!(!span.of(text).is_empty());
        }
    }
});
