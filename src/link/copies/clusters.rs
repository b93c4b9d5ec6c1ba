//! Clusters by number: the members of each, and where each thing is.

/// Things in clusters; a thing without copies is a cluster of its own.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    leads: Vec<u32>,
    /// The leads of the clusters that have several members, in order: most things have no copies.
    heads: Vec<u32>,
    /// Where the members of each of these end.
    ends: Vec<u32>,
    /// Their members, by their leads and then by their numbers.
    members: Vec<u32>,
}

impl Clusters {
    /// Makes clusters of the leads of things; a lead is the first of its cluster.
    pub(crate) fn new(leads: Vec<u32>) -> Self {
        let followers = leads.iter().enumerate().filter(|(thing, lead)| *thing != **lead as usize);
        let mut pairs: Vec<(u32, u32)> = followers.map(|(thing, lead)| (*lead, thing as u32)).collect();
        pairs.sort_unstable();
        let mut clusters = Self { leads, ..Self::default() };
        for cluster in pairs.chunk_by(|(lead, _), (other, _)| lead == other) {
            let lead = cluster[0].0;
            clusters.heads.push(lead);
            clusters.members.push(lead);
            clusters.members.extend(cluster.iter().map(|(_, thing)| thing));
            clusters.ends.push(clusters.members.len() as u32);
        }
        clusters
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
        let lead = &self.leads[thing as usize];
        // What is alone is its own lead.
        let Ok(at) = self.heads.binary_search(lead) else { return std::slice::from_ref(lead) };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start as usize..self.ends[at] as usize]
    }

    /// Returns how many clusters there are.
    pub(crate) fn count(&self) -> u64 {
        self.leads.iter().enumerate().filter(|(thing, lead)| *thing == **lead as usize).count() as u64
    }

    /// Returns whether a thing has copies.
    pub(crate) fn has_copies(&self, thing: u32) -> bool {
        self.lead(thing) != thing || self.heads.binary_search(&thing).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_by_any_of_them() {
        let clusters = Clusters::new(vec![0, 1, 0, 3, 1, 0]);
        let all: Vec<&[u32]> = (0..6).map(|thing| clusters.of(thing)).collect();
        assert_eq!(all, [&[0, 2, 5][..], &[1, 4], &[0, 2, 5], &[3], &[1, 4], &[0, 2, 5]]);
        let copied: Vec<bool> = (0..6).map(|thing| clusters.has_copies(thing)).collect();
        assert_eq!((copied, clusters.count()), (vec![true, true, true, false, true, true], 3));
    }
}
