//! One article, and the whole archive in figures.

use crate::archive::{Archive, naming, paths, speakers};
use crate::error::Result;
use crate::model::Annotated;
use crate::query::{Retrieve, Scope, Stats};
use std::path::Path;
use std::sync::Arc;

impl Archive {
    /// Returns the articles with an id: an article's own, or that of a hit in it. None if there is none; several if
    /// several have the same. Speakers are called as they are across articles.
    ///
    /// # Errors
    ///
    /// There is no index, or it cannot be read.
    pub fn show(&self, id: &str) -> Result<Vec<Arc<Annotated>>> {
        let state = self.state()?;
        let (snapshot, speakers) = (&state.snapshot, state.speakers()?);
        let mut places = snapshot.with_id(id)?;
        if places.is_empty()
            && let Some((article, _)) = id.rsplit_once('#')
        {
            places = snapshot.with_id(article)?;
        }
        places.into_iter().map(|place| Ok(naming::named(speakers, snapshot.article(place)?))).collect()
    }

    /// Returns what the index holds.
    ///
    /// # Errors
    ///
    /// There is no index, or it cannot be read.
    pub fn stats(&self) -> Result<Stats> {
        let state = self.state()?;
        let copies = state.copies()?;
        let (snapshot, linked, all) = (&state.snapshot, state.speakers()?, Scope::default());
        let searched = snapshot.searched(&all)?;
        let rest = |mut counts: Vec<(String, u64)>| {
            let known: u64 = counts.iter().map(|(_, count)| count).sum();
            if known < searched.articles {
                counts.push((String::new(), searched.articles - known));
            }
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts
        };
        let sources = snapshot.sources()?;
        Ok(Stats {
            clusters: copies.different(),
            attributed: speakers::attributed(linked),
            speakers: linked.len() as u64,
            undated: snapshot.undated(&all)?,
            languages: rest(snapshot.language_counts()?),
            outlets: rest(snapshot.outlet_counts()?),
            sources: sources.iter().map(|source| paths::text(&source.path.path())).collect(),
            size: size(&self.dir),
            searched,
        })
    }
}

/// Returns how many bytes the files of a directory have.
fn size(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).filter(|about| about.is_file()).map(|about| about.len()).sum()
}
