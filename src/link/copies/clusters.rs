//! Clusters by number: the members of each, and where each thing is.

/// Things in clusters; a thing without copies is a cluster of its own.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    leads: Vec<u32>,
    /// All things, by their leads and then by their numbers.
    members: Vec<u32>,
    /// Where the members of the cluster with this lead begin.
    starts: Vec<u32>,
}

impl Clusters {
    /// Makes clusters of the leads of things; a lead is the first of its cluster.
    pub(crate) fn new(leads: Vec<u32>) -> Self {
        let mut starts = vec![0; leads.len() + 1];
        leads.iter().for_each(|lead| starts[*lead as usize + 1] += 1);
        for lead in 0..leads.len() {
            starts[lead + 1] += starts[lead];
        }
        let mut next = starts.clone();
        let mut members = vec![0; leads.len()];
        for (thing, lead) in leads.iter().enumerate() {
            let at = &mut next[*lead as usize];
            members[*at as usize] = thing as u32;
            *at += 1;
        }
        Self { leads, members, starts }
    }

    /// Returns the first of a thing's cluster.
    pub(crate) fn lead(&self, thing: u32) -> u32 {
        self.leads[thing as usize]
    }

    /// Returns the leads, by their things.
    pub(crate) fn leads(&self) -> &[u32] {
        &self.leads
    }

    /// Returns a thing's cluster, the lead first.
    pub(crate) fn of(&self, thing: u32) -> &[u32] {
        let lead = self.lead(thing) as usize;
        &self.members[self.starts[lead] as usize..self.starts[lead + 1] as usize]
    }

    /// Returns how many clusters there are.
    pub(crate) fn count(&self) -> u64 {
        self.leads.iter().enumerate().filter(|(thing, lead)| *thing == **lead as usize).count() as u64
    }

    /// Returns whether a thing has copies.
    pub(crate) fn has_copies(&self, thing: u32) -> bool {
        self.of(thing).len() > 1
    }
}
