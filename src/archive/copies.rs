//! Copies of articles and quotations, drawn up from what the index keeps of each.

use crate::archive::state::State;
use crate::error::Result;
use crate::index::{ArticleFact, PrintedQuotes, Snapshot};
use crate::link::{ArticlePrint, Clusters, QuotePrint, Speakers, leads, quote_leads};
use crate::model::{Date, SpeakerKind};
use crate::output::CodePoints;
use crate::query::{Cluster, Copies, Members, Place, Retrieve, hit_id};
use std::sync::Arc;

/// All articles and quotations, numbered so that leads come first: by date, undated last, then by id.
#[derive(Debug, Default)]
pub(super) struct CopyTable {
    places: Vec<Place>,
    /// The numbers of articles in the order of their places.
    by_place: Vec<u32>,
    /// The number of the first quotation of each article, and how many there are in all.
    firsts: Vec<u32>,
    articles: Clusters,
    quotes: Clusters,
}

/// What can be drawn up of copies without knowing who the speakers are.
pub(super) struct Draft {
    places: Vec<Place>,
    articles: Clusters,
    printed: PrintedQuotes,
}

impl Draft {
    pub(super) fn new(snapshot: &Snapshot) -> Result<Self> {
        let facts = in_order(snapshot.article_facts()?);
        let places: Vec<Place> = facts.iter().map(|(_, fact)| fact.place).collect();
        let prints: Vec<ArticlePrint> = facts.into_iter().map(|(date, fact)| print(date.as_ref(), fact)).collect();
        let articles = Clusters::new(leads(&prints));
        let printed = snapshot.printed_quotes(&places)?;
        Ok(Self { places, articles, printed })
    }
}

impl CopyTable {
    pub(super) fn new(draft: Draft, speakers: &Speakers) -> Self {
        let Draft { places, articles, printed } = draft;
        let named = |key: &String| speakers.at(key).filter(|&i| has_name(speakers.kind(i))).map(|i| i as u32);
        let voices: Vec<Option<u32>> = printed.voices.iter().map(named).collect();
        let mut start = 0;
        let mut quotes = Vec::with_capacity(printed.quotes.len());
        let mut firsts = vec![0; places.len() + 1];
        for quote in &printed.quotes {
            quotes.push(QuotePrint {
                article: quote.article,
                speaker: quote.voice.and_then(|voice| voices[voice as usize]),
                words: quote.words,
                print: &printed.prints[start..quote.end],
            });
            start = quote.end;
            firsts[quote.article as usize + 1] += 1;
        }
        for article in 0..places.len() {
            firsts[article + 1] += firsts[article];
        }
        let quotes = Clusters::new(quote_leads(&quotes, articles.leads()));
        Self { by_place: by_place(&places), places, firsts, articles, quotes }
    }

    /// Writes the table down.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.places.len() as u32).to_le_bytes());
        self.places.iter().for_each(|place| out.extend(place.0.to_le_bytes()));
        for numbers in [&self.by_place, &self.firsts, self.articles.leads(), self.quotes.leads()] {
            numbers.iter().for_each(|number| out.extend(number.to_le_bytes()));
        }
    }

    /// Reads what [`CopyTable::write`] wrote; `None` if it is something else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (places, rest) = rest.split_at_checked(8 * count)?;
        let (by_place, rest) = rest.split_at_checked(4 * count)?;
        let (firsts, rest) = rest.split_at_checked(4 * (count + 1))?;
        let (articles, quotes) = rest.split_at_checked(4 * count)?;
        let places = places.as_chunks::<8>().0.iter().map(|bytes| Place(u64::from_le_bytes(*bytes)));
        let places: Vec<Place> = places.collect();
        let (by_place, firsts, articles, quotes) = (list(by_place), list(firsts), list(articles), list(quotes));
        // Whatever is looked up by these must be there.
        let sound = |leads: &[u32]| leads.iter().all(|lead| (*lead as usize) < leads.len());
        let whole = firsts.is_sorted() && firsts.last().is_some_and(|last| *last as usize == quotes.len());
        if !whole || !sound(&by_place) || !sound(&articles) || !sound(&quotes) {
            return None;
        }
        let (articles, quotes) = (Clusters::new(articles), Clusters::new(quotes));
        Some(Self { by_place, places, firsts, articles, quotes })
    }

    /// Returns the cluster of a quotation, which is its own if it has no copies.
    pub(super) fn cluster(&self, article: Place, quote: u32) -> u32 {
        self.quote(article, quote).map_or(u32::MAX, |quote| self.quotes.lead(quote))
    }

    /// Returns how many articles and how many quotations there are if copies count once.
    pub(super) fn different(&self) -> (u64, u64) {
        (self.articles.count(), self.quotes.count())
    }

    /// Returns the number of an article.
    fn number(&self, article: Place) -> Option<u32> {
        let at = self.by_place.binary_search_by_key(&article, |number| self.places[*number as usize]).ok()?;
        Some(self.by_place[at])
    }

    fn quote(&self, article: Place, quote: u32) -> Option<u32> {
        let article = self.number(article)? as usize;
        Some(self.firsts[article] + quote).filter(|quote| *quote < self.firsts[article + 1])
    }

    /// Returns the article of a quotation, and which of the article's it is.
    fn place(&self, quote: u32) -> (Place, u32) {
        let article = self.firsts.partition_point(|first| *first <= quote) - 1;
        (self.places[article], quote - self.firsts[article])
    }
}

fn by_place(places: &[Place]) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..places.len() as u32).collect();
    numbers.sort_unstable_by_key(|number| places[*number as usize]);
    numbers
}

fn list(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect()
}

/// Returns articles in the order of leads, with their dates.
fn in_order(facts: Vec<ArticleFact>) -> Vec<(Option<Date>, ArticleFact)> {
    let dated = |fact: ArticleFact| (fact.published.as_deref().and_then(Date::parse), fact);
    let mut facts: Vec<_> = facts.into_iter().map(dated).collect();
    facts.sort_by(|(date, fact), (other_date, other)| {
        let key = (date.is_none(), date, &fact.id, fact.key);
        key.cmp(&(other_date.is_none(), other_date, &other.id, other.key))
    });
    facts
}

fn print(date: Option<&Date>, fact: ArticleFact) -> ArticlePrint {
    ArticlePrint { sketch: fact.sketch, title: fact.title, outlet: fact.outlet, day: date.and_then(Date::day_number) }
}

/// Returns whether speakers of a kind are somebody, whose words are not another's.
fn has_name(kind: SpeakerKind) -> bool {
    matches!(kind, SpeakerKind::Person | SpeakerKind::Organisation)
}

/// The copies in one state of an archive, looked up when they are asked for.
pub(super) struct CopiesOf<'a>(pub(super) &'a State);

impl Copies for CopiesOf<'_> {
    fn of_article(&self, article: Place) -> Result<Option<u32>> {
        let table = self.0.copies()?;
        let number = table.number(article).filter(|number| table.articles.has_copies(*number));
        Ok(number.map(|number| table.articles.lead(number)))
    }

    fn of_quote(&self, article: Place, quote: u32) -> Result<Option<u32>> {
        let table = self.0.copies()?;
        let number = table.quote(article, quote).filter(|number| table.quotes.has_copies(*number));
        Ok(number.map(|number| table.quotes.lead(number)))
    }

    fn articles(&self, cluster: u32) -> Result<Arc<Cluster>> {
        self.kept((false, cluster), || {
            let table = self.0.copies()?;
            let members: Vec<Place> = table.articles.of(cluster).iter().map(|i| table.places[*i as usize]).collect();
            let id = self.0.snapshot.ids(&members[..1])?.concat();
            let cluster = described(&self.0.snapshot, &members)?;
            Ok(Cluster { id, size: members.len() as u64, ..cluster })
        })
    }

    fn quotes(&self, cluster: u32) -> Result<Arc<Cluster>> {
        self.kept((true, cluster), || {
            let table = self.0.copies()?;
            let members = table.quotes.of(cluster);
            let mut places: Vec<Place> = members.iter().map(|quote| table.place(*quote).0).collect();
            places.dedup();
            let id = quote_id(&self.0.snapshot, table.place(cluster))?;
            let cluster = described(&self.0.snapshot, &places)?;
            Ok(Cluster { id, quotes: true, size: members.len() as u64, ..cluster })
        })
    }
}

impl CopiesOf<'_> {
    /// Returns the cluster that was shown before, or else that which `draw` returns.
    fn kept(&self, key: (bool, u32), draw: impl FnOnce() -> Result<Cluster>) -> Result<Arc<Cluster>> {
        let clusters = &self.0.clusters;
        if let Some(cluster) = clusters.get(&key) {
            return Ok(cluster);
        }
        let cluster = Arc::new(draw()?);
        clusters.put(key, Arc::clone(&cluster), 1);
        Ok(cluster)
    }
}

/// Returns what there is to say of a cluster in these articles, the earliest first.
fn described(snapshot: &Snapshot, articles: &[Place]) -> Result<Cluster> {
    let mut outlets: Vec<String> = snapshot.outlets(articles)?.into_iter().flatten().collect();
    outlets.sort_unstable();
    outlets.dedup();
    let first = snapshot.published(&articles[..1])?.pop().flatten();
    let wire = snapshot.wires(articles)?.into_iter().flatten().next();
    Ok(Cluster { outlets, first: first.as_deref().and_then(Date::parse), wire, ..Cluster::default() })
}

/// Returns the id of a quotation as a hit.
fn quote_id(snapshot: &Snapshot, (article, quote): (Place, u32)) -> Result<String> {
    let annotated = snapshot.article(article)?;
    let extent = annotated.annotations.quotes.get(quote as usize).map(crate::model::Quote::extent).unwrap_or_default();
    Ok(hit_id(&annotated.article.id, &annotated.article.text, extent))
}

/// Returns the copies of the articles, or else of the quotations, with an id.
pub(super) fn members(state: &State, id: &str) -> Result<Option<Members>> {
    let (snapshot, table) = (&state.snapshot, state.copies()?);
    let numbers = |places: Vec<Place>| places.into_iter().filter_map(|place| table.number(place));
    let mut articles: Vec<Place> = numbers(snapshot.with_id(id)?)
        .flat_map(|article| table.articles.of(article))
        .map(|article| table.places[*article as usize])
        .collect();
    articles.sort_unstable();
    articles.dedup();
    if !articles.is_empty() {
        return Ok(Some(Members { ids: snapshot.ids(&articles)?.into_iter().collect(), quotes: false }));
    }
    let Some((article, place)) = id.rsplit_once('#') else { return Ok(None) };
    let mut members = Members { quotes: true, ..Members::default() };
    for article in snapshot.with_id(article)? {
        for quote in quotes_at(snapshot, article, place)?.into_iter().filter_map(|quote| table.quote(article, quote)) {
            for member in table.quotes.of(quote) {
                members.ids.insert(quote_id(snapshot, table.place(*member))?);
            }
        }
    }
    Ok(Some(members).filter(|members| !members.ids.is_empty()))
}

/// Returns the quotations of an article at a place (`START-END` in code points).
fn quotes_at(snapshot: &Snapshot, article: Place, place: &str) -> Result<Vec<u32>> {
    let annotated = snapshot.article(article)?;
    let points = CodePoints::new(&annotated.article.text);
    let is_there = |quote: &crate::model::Quote| {
        let [start, end] = points.span(quote.extent());
        format!("{start}-{end}") == place
    };
    let quotes = annotated.annotations.quotes.iter().enumerate();
    Ok(quotes.filter(|(_, quote)| is_there(quote)).map(|(i, _)| i as u32).collect())
}
