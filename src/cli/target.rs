//! Where records go: standard output, or a file that appears under its name only when it is complete.

use crate::screen;
use anyhow::{Context, Result, anyhow, bail};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// How hard xz tries: at this level it keeps up with annotation, at its usual one it does not.
const XZ_LEVEL: u32 = 2;

/// Where records go.
pub(crate) enum Target {
    /// To whoever reads standard output.
    Screen(screen::Out),
    /// To a file.
    File(Box<FileTarget>),
}

/// A file being written.
pub(crate) struct FileTarget {
    packer: Packer,
    /// As the user calls it.
    name: PathBuf,
    /// The file beside it that takes its place at the end; none for a device or a pipe, which are written to as they are.
    unfinished: Option<(TempPath, PathBuf)>,
}

/// What packs the bytes of a file.
enum Packer {
    Plain(BufWriter<File>),
    Gzip(flate2::write::GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
    Xz(liblzma::write::XzEncoder<BufWriter<File>>),
}

impl Target {
    /// Opens the file called `name`, or standard output if there is none (or it is `-`). It must not be one of `inputs`.
    pub(crate) fn open(name: Option<&Path>, inputs: &[PathBuf]) -> Result<Self> {
        match name {
            Some(name) if name != Path::new("-") => Ok(Self::File(Box::new(FileTarget::open(name, inputs)?))),
            _ => Ok(Self::Screen(screen::out())),
        }
    }

    /// Writes a whole record.
    pub(crate) fn put(&mut self, record: &[u8]) -> Result<()> {
        match self {
            Self::Screen(out) => Ok(out.write_all(record)?),
            Self::File(file) => file.packer.writer().write_all(record).with_context(|| cannot_write(&file.name)),
        }
    }

    /// Hands on what was written so far, if someone may be waiting for it.
    pub(crate) fn pause(&mut self) -> io::Result<()> {
        match self {
            Self::Screen(out) => out.flush(),
            Self::File(_) => Ok(()),
        }
    }

    /// Completes what was written.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Screen(mut out) => Ok(out.flush()?),
            Self::File(file) => file.finish(),
        }
    }
}

impl FileTarget {
    fn open(name: &Path, inputs: &[PathBuf]) -> Result<Self> {
        let about = fs::metadata(name).ok();
        if about.as_ref().is_some_and(fs::Metadata::is_dir) {
            bail!("{}: is a folder; name a file in it", name.display());
        }
        let place = fs::canonicalize(name).unwrap_or_else(|_| name.to_owned());
        if inputs.iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == place)) {
            bail!("{}: cannot be read and written at once; name another file", name.display());
        }
        // A device or a pipe is no file that another could take the place of.
        if about.as_ref().is_some_and(|about| !about.is_file()) {
            let file = File::options().write(true).open(name).with_context(|| cannot_write(name))?;
            return Ok(Self { packer: Packer::of(name, file)?, name: name.to_owned(), unfinished: None });
        }
        let (file, path) = beside(&place, about.as_ref()).map_err(|err| not_made(name, err))?;
        Ok(Self { packer: Packer::of(name, file)?, name: name.to_owned(), unfinished: Some((path, place)) })
    }

    fn finish(self) -> Result<()> {
        let file = self.packer.finish().with_context(|| cannot_write(&self.name))?;
        let Some((path, place)) = self.unfinished else { return Ok(()) };
        file.sync_all().with_context(|| cannot_write(&self.name))?;
        drop(file);
        path.persist(place).map_err(|err| err.error).with_context(|| cannot_write(&self.name))
    }
}

/// Makes a file beside `place`, which may be taken by the file `about`. Its name is hidden, so that no walk reads it.
fn beside(place: &Path, about: Option<&fs::Metadata>) -> io::Result<(File, TempPath)> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(place.file_name().unwrap_or_default());
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".unfinished");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let made = builder.tempfile_in(folder)?;
    // A file that is replaced stays as readable as it was.
    if let Some(about) = about {
        made.as_file().set_permissions(about.permissions())?;
    }
    Ok(made.into_parts())
}

fn cannot_write(name: &Path) -> String {
    format!("{}: cannot be written", name.display())
}

fn not_made(name: &Path, err: io::Error) -> anyhow::Error {
    let folder = name.parent().unwrap_or(Path::new(""));
    if err.kind() == io::ErrorKind::NotFound {
        return anyhow!("{}: there is no folder `{}`; make it first", name.display(), folder.display());
    }
    anyhow::Error::new(err).context(cannot_write(name))
}

impl Packer {
    /// Returns what packs as the ending of `name` says.
    fn of(name: &Path, file: File) -> Result<Self> {
        let out = BufWriter::with_capacity(1 << 16, file);
        let name = name.to_string_lossy().to_lowercase();
        Ok(match name.rsplit_once('.').map_or("", |(_, end)| end) {
            "gz" => Self::Gzip(flate2::write::GzEncoder::new(out, flate2::Compression::default())),
            "zst" => Self::Zstd(zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?),
            "xz" => Self::Xz(liblzma::write::XzEncoder::new(out, XZ_LEVEL)),
            _ => Self::Plain(out),
        })
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Plain(out) => out,
            Self::Gzip(out) => out,
            Self::Zstd(out) => out,
            Self::Xz(out) => out,
        }
    }

    /// Writes what is left, and returns the file.
    fn finish(self) -> io::Result<File> {
        let out = match self {
            Self::Plain(out) => out,
            Self::Gzip(out) => out.finish()?,
            Self::Zstd(out) => out.finish()?,
            Self::Xz(out) => out.finish()?,
        };
        out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_when_it_is_complete() {
        let dir = tempfile::tempdir().unwrap();
        let name = dir.path().join("quotes.jsonl");
        let names = || fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
        fs::write(&name, "before").unwrap();
        let mut target = Target::open(Some(&name), &[]).unwrap();
        target.put(b"after").unwrap();
        assert_eq!((names().len(), fs::read_to_string(&name).unwrap()), (2, "before".to_owned()));
        drop(target);
        assert_eq!((names().len(), fs::read_to_string(&name).unwrap()), (1, "before".to_owned()));
        let mut target = Target::open(Some(&name), &[]).unwrap();
        target.put(b"after").unwrap();
        target.finish().unwrap();
        assert_eq!((names().len(), fs::read_to_string(&name).unwrap()), (1, "after".to_owned()));
    }

    #[test]
    fn what_cannot_be_written_says_why() {
        let dir = tempfile::tempdir().unwrap();
        let why = |name: &Path, inputs: &[PathBuf]| match Target::open(Some(name), inputs) {
            Ok(_) => panic!("{} was opened", name.display()),
            Err(err) => format!("{err:#}"),
        };
        assert!(why(dir.path(), &[]).ends_with("is a folder; name a file in it"));
        assert!(why(&dir.path().join("none/x"), &[]).ends_with("none`; make it first"));
        let input = dir.path().join("a.jsonl");
        fs::write(&input, "").unwrap();
        let same = dir.path().join("./a.jsonl");
        assert!(why(&same, &[input]).ends_with("cannot be read and written at once; name another file"));
    }
}
