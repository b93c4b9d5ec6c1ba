//! Searches that look up only what they show give the first of all hits.

use super::*;
use crate::archive::ExportOptions;
use std::ops::ControlFlow;

/// Articles of many shapes: quotations alone, beside others, within others and over several paragraphs, and paragraphs without words.
fn many() -> Place {
    let place = two();
    let said = |n: usize| match n % 6 {
        0 => "“The town will wait for the ferry,” said Ann Marlow.".to_owned(),
        1 => "“We will rebuild the town.\n“We will rebuild the harbour and the town,” said Bob Pell.".to_owned(),
        2 => "* * *\n“The ferry,” said Ann Marlow, “waits for the town.”".to_owned(),
        3 => "“He told me: ‘The town is mine.’ That was all of the ferry,” said Cora Dunn. The town slept.".to_owned(),
        4 => format!("The town slept {} times while the ferry sailed and sailed again.", "very many ".repeat(n)),
        _ => "“The harbour is closed.\n“It will be closed for long,\n“and the town knows,” said Bob Pell.".to_owned(),
    };
    for n in 0..40 {
        let title = if n % 3 == 0 { "The town and the ferry" } else { "News of the harbour" };
        let text = format!("{title}\n\n{}\n{}\nThe town was quiet on day {n}.\n", said(n), said(n / 6));
        place.write(&format!("many/{n}.txt"), &text);
    }
    place
}

#[test]
fn the_first_hits_are_the_first_of_all() {
    let place = many();
    place.update();
    let archive = place.archive();
    let queries = [
        "town",
        "ferry",
        "rebuilding",
        "\"the town\"",
        "\"of the\"",
        "town OR ferry",
        "town -sailed",
        "the town",
        "town ferry",
        "wait ferry town",
        "title:ferry town",
        "harb*",
        "lang:en closed",
        "said:town",
        "nobody",
    ];
    for query in queries {
        let mut all = Vec::new();
        let mut take = |hit: crate::query::Hit| {
            all.push((hit.id(), hit.score, hit.highlights, hit.speaker));
            ControlFlow::Continue(())
        };
        let listed = archive.export(&request(query), ExportOptions::default(), &mut take).unwrap();
        for limit in [1, 3, 10, 1000] {
            let results = archive.search(&Request { limit, ..request(query) }).unwrap();
            let hits = results.hits.into_iter().map(|hit| (hit.id(), hit.score, hit.highlights, hit.speaker));
            let hits: Vec<_> = hits.collect();
            assert_eq!(hits, all[..limit.min(all.len())], "{query} {limit}");
            assert_eq!((results.total, results.total), (listed.total, all.len() as u64), "{query}");
        }
    }
}
