//! Every hit of a query, one after another.

use crate::archive::ask::{draw_up, known, parsed, scope};
use crate::archive::copies::CopiesOf;
use crate::archive::{Archive, naming};
use crate::error::Result;
use crate::query::{Hit, Listing, Request, ResolveOptions, Results, Sample, resolve, search_all};
use std::ops::ControlFlow;

/// What of all hits is exported, and in which order.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExportOptions {
    /// Only a sample of all hits.
    pub sample: Option<Sample>,
    /// The hits of one article follow each other, where its first one stands.
    pub together: bool,
}

impl Archive {
    /// Hands every hit of a query to `take`, in the order of the request, until it breaks off. Articles are read one at a
    /// time: what is kept of all hits is a few bytes each. Nothing is relaxed, and the limit of the request is not looked at.
    /// The results hold no hits.
    ///
    /// # Errors
    ///
    /// As for [`Archive::search`].
    pub fn export(
        &self,
        request: &Request,
        options: ExportOptions,
        take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<Results> {
        let (expr, notes) = parsed(&request.query, request.lenient)?;
        let state = self.state()?;
        draw_up(&state, request)?;
        let speakers = state.speakers()?;
        let resolving = ResolveOptions { candidates: request.candidates, lenient: request.lenient };
        let plan = resolve(&expr, &known(&state, speakers)?, &resolving);
        let listing = Listing { sample: options.sample, together: options.together };
        let mut namer = naming::Namer::new(speakers);
        let scope = scope(request)?;
        let mut sink = |hit: Hit| take(namer.name(hit));
        let copies = CopiesOf(&state);
        let mut results = search_all(&*state.snapshot, &copies, &plan, (request, &scope), listing, &mut sink)?;
        results.notes.splice(..0, notes);
        Ok(Results { query: expr.to_string(), ..results })
    }
}
