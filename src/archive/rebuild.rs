//! Making the index anew from the same sources.

use crate::archive::plan::Todo;
use crate::archive::sources::Sources;
use crate::archive::update::run;
use crate::archive::walked::Walked;
use crate::archive::{Archive, Progress, Stop, paths};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{self, Manifest, Payload, Writer};
use crate::model::Report;

impl Archive {
    /// Makes the index anew from the sources that it was made of, and puts it in place of the old one at once. Until then
    /// the old one answers. An index of another version can be rebuilt too.
    ///
    /// # Errors
    ///
    /// There is no index, a source is missing (then nothing is changed), another process is writing, or the disk fails.
    pub fn rebuild(&self, threads: usize, progress: &mut dyn FnMut(&Progress)) -> Result<Report> {
        // Without an index there is nothing to lock. The sources are read under the lock: nobody adds one meanwhile.
        Payload::read(&self.dir)?;
        progress(&Progress::default());
        let lock = index::lock(&self.dir)?;
        let payload = Payload::read(&self.dir)?.unwrap_or_default();
        let root = |source: &index::Source| paths::real(&source.path.path());
        let roots = payload.sources.iter().map(root).collect::<Result<Vec<_>>>()?;
        let walked = Walked::under(&roots)?;
        let fresh = self.dir.join("rebuild");
        let fail = |err: &std::io::Error| Error::io(&fresh, err);
        if fresh.exists() {
            std::fs::remove_dir_all(&fresh).map_err(|err| fail(&err))?;
        }
        let mut writer = Writer::open(&fresh)?;
        writer.payload().sources.clone_from(&payload.sources);
        let todo = Todo::new(Manifest::default(), &Sources::new(&payload.sources)?, &walked, false);
        let (report, _) = run(writer, todo, threads, &Stop::default(), progress)?;
        index::swap(&fresh, &self.dir)?;
        drop(lock);
        *self.state.lock().map_err(|_| Error::new(ErrorKind::Other, "a thread panicked"))? = None;
        self.with_shared_ids(self.counted(report)?)
    }
}
