//! What a long run puts down, as a file: hidden beside the folder where its results will stand, for its owner alone.
//!
//! It begins with a line that names it. Frames follow, each with its kind, its length and its hash: a head that says
//! which program on which run wrote it; the parts of what the run has counted, as many as the head says; then values
//! of samples, appended as they come. Head and parts are written aside and put in place by one renaming, so that
//! whoever is killed while writing leaves what stood there before; an appended frame that is not whole, and whatever
//! follows it, does not count.

#![expect(
    clippy::disallowed_methods,
    reason = "here the program puts down what it has, and takes it up again"
)]

use super::digest::bytes_of_sha256;
use super::folder::{OwnFile, OwnersDisk, folder_of, hidden_name};
use super::words::words;
use crate::engine::{SampledBlock, SoFar, TallyPart};
use serde::{Deserialize, Serialize};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The first line.
const NAMED: &[u8] = b"cascade checkpoint\n";

/// The form of everything after it.
const FORM: u32 = 1;

/// Bytes of a hash.
const HASH: usize = 32;

/// Kinds of frames.
const HEAD: u8 = 0;
const PART: u8 = 1;
const VALUES: u8 = 2;

/// Where the checkpoint of a run lies whose results go to a folder.
pub(super) fn path_beside(target: &Path) -> PathBuf {
    target.with_file_name(hidden_name(target.file_name().unwrap_or(OsStr::new("results")), ".checkpoint"))
}

/// Who wrote a checkpoint, and of which run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Writer {
    /// Version of the program.
    pub cascade: String,
    /// Hash of the program.
    pub build: String,
    /// Hash of what decides the run's results.
    pub identity: String,
    /// What that is, each by its name.
    pub named: Vec<(String, String)>,
}

/// What a checkpoint begins with.
#[derive(Debug, Serialize, Deserialize)]
struct CheckpointHead {
    form: u32,
    #[serde(flatten)]
    writer: Writer,
    /// Parts of what the run has counted; none before it begins to count.
    parts: usize,
    /// Trials that are done in all of them.
    trials: u64,
}

/// A block of a sample, with what it was taken for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct BlockRecord {
    /// In which stage of the run.
    pub stage: u8,
    /// Which sample of it, counted from 0.
    pub sample: u32,
    /// The block.
    pub block: SampledBlock,
}

/// A checkpoint that can be read.
#[derive(Debug)]
pub(super) struct Checkpoint {
    /// What the run had counted; nothing before it begins to count.
    pub parts: Vec<TallyPart>,
    /// Trials that are done in all parts.
    pub trials: u64,
    /// Blocks of samples.
    pub records: Vec<BlockRecord>,
    /// The frames of those blocks.
    pub journal: Vec<u8>,
    /// The file, to be appended to.
    pub file: File,
}

/// Why a file that is there is no checkpoint to go on from.
#[derive(Debug)]
pub(super) enum Unread {
    /// It is something else.
    Foreign,
    /// It is not whole.
    Torn,
    /// It has another form, or cannot have been written by this program.
    OtherForm,
    /// The disk.
    Disk(String),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Unread {
        if error.kind() == io::ErrorKind::UnexpectedEof { Unread::Torn } else { Unread::Disk(words(&error)) }
    }
}

/// Reads frames one by one.
struct Frames {
    file: BufReader<File>,
    /// Bytes of the file.
    length: u64,
    /// Where the last frame that was read ends.
    end: u64,
}

impl Frames {
    /// Opens a checkpoint, if a file is there.
    fn open(path: &Path) -> Result<Option<Frames>, Unread> {
        let file = match File::options().read(true).write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let length = file.metadata()?.len();
        let mut file = BufReader::with_capacity(1 << 16, file);
        let mut named = Vec::new();
        (&mut file).take(NAMED.len() as u64).read_to_end(&mut named)?;
        if named != NAMED {
            return Err(Unread::Foreign);
        }
        Ok(Some(Frames { file, length, end: NAMED.len() as u64 }))
    }

    /// The next frame: its kind, and what it holds.
    fn next(&mut self) -> Result<(u8, Vec<u8>), Unread> {
        let mut start = [0; 9];
        self.file.read_exact(&mut start)?;
        let mut length = [0; 8];
        length.copy_from_slice(&start[1..]);
        let length = u64::from_le_bytes(length);
        let end = self.end.checked_add((start.len() + HASH) as u64).and_then(|end| end.checked_add(length));
        let end = end.filter(|end| *end <= self.length).ok_or(Unread::Torn)?;
        let mut held = vec![0; usize::try_from(length).map_err(|_| Unread::Torn)?];
        self.file.read_exact(&mut held)?;
        let mut hash = [0; HASH];
        self.file.read_exact(&mut hash)?;
        if bytes_of_sha256(&[&start, &held]) != hash {
            return Err(Unread::Torn);
        }
        self.end = end;
        Ok((start[0], held))
    }

    fn head(&mut self) -> Result<CheckpointHead, Unread> {
        let (kind, held) = self.next()?;
        let head = serde_json::from_slice::<CheckpointHead>(&held).ok().filter(|head| head.form == FORM);
        head.filter(|_| kind == HEAD).ok_or(Unread::OtherForm)
    }
}

/// Who wrote the checkpoint at a path; `None` where nothing is there.
pub(super) fn writer_of(path: &Path) -> Result<Option<Writer>, Unread> {
    let Some(mut frames) = Frames::open(path)? else { return Ok(None) };
    frames.head().map(|head| Some(head.writer))
}

/// Reads the checkpoint at a path, if its writer is who is expected; what else is there when it is not.
pub(super) fn read(
    path: &Path,
    is_expected: impl Fn(&Writer) -> bool,
) -> Result<Option<Result<Checkpoint, Writer>>, Unread> {
    let Some(mut frames) = Frames::open(path)? else { return Ok(None) };
    let CheckpointHead { writer, parts: n, trials, .. } = frames.head()?;
    if !is_expected(&writer) {
        return Ok(Some(Err(writer)));
    }
    let mut parts = Vec::new();
    for _ in 0..n {
        let (kind, held) = frames.next()?;
        let part = postcard::from_bytes(&held).ok().filter(|_| kind == PART);
        parts.push(part.ok_or(Unread::Torn)?);
    }
    let (mut records, mut journal) = (Vec::new(), Vec::new());
    while let Ok((VALUES, held)) = frames.next() {
        let Ok(blocks) = postcard::from_bytes::<Vec<BlockRecord>>(&held) else { break };
        records.extend(blocks);
        journal.extend(frame(VALUES, &held));
    }
    // What is not whole at the end makes room for what comes next.
    let Frames { file, end, .. } = frames;
    let mut file = file.into_inner();
    file.set_len(end)?;
    file.seek(SeekFrom::End(0))?;
    Ok(Some(Ok(Checkpoint { parts, trials, records, journal, file })))
}

/// What a frame begins with, and its hash, which it ends with.
fn ends_of_frame(kind: u8, held: &[u8]) -> ([u8; 9], [u8; HASH]) {
    let mut start = [kind; 9];
    start[1..].copy_from_slice(&(held.len() as u64).to_le_bytes());
    let hash = bytes_of_sha256(&[&start, held]);
    (start, hash)
}

fn frame(kind: u8, held: &[u8]) -> Vec<u8> {
    let (start, hash) = ends_of_frame(kind, held);
    [&start, held, &hash].concat()
}

/// The frame of some blocks of samples.
pub(super) fn frame_of(blocks: &[BlockRecord]) -> io::Result<Vec<u8>> {
    Ok(frame(VALUES, &postcard::to_stdvec(blocks).map_err(io::Error::other)?))
}

/// Writes a checkpoint in place of the one before, whole or not at all; the file, to be appended to. `journal` are
/// the frames of blocks of samples.
pub(super) fn write(
    path: &Path,
    writer: &Writer,
    so_far: Option<&SoFar<'_>>,
    journal: &[u8],
) -> io::Result<File> {
    let (disk, folder) = (OwnersDisk::default(), folder_of(path));
    disk.make_folders(folder)?;
    let mut name = aside_prefix(path);
    name.push(std::process::id().to_string());
    let name = path.with_file_name(name);
    // The number of a process may have been somebody else's.
    let _ = disk.remove_file(&name);
    let aside = disk.create(&name)?;
    aside.hold();
    let written = write_into(aside, writer, so_far, journal);
    match written.and_then(|file| disk.rename_over(&name, path).map(|()| file)) {
        Ok(file) => {
            disk.flush_folder(folder);
            Ok(file)
        }
        Err(error) => {
            let _ = disk.remove_file(&name);
            Err(error)
        }
    }
}

fn write_into(
    file: OwnFile,
    writer: &Writer,
    so_far: Option<&SoFar<'_>>,
    journal: &[u8],
) -> io::Result<File> {
    let mut sink = BufWriter::with_capacity(1 << 16, file);
    let parts = so_far.map_or(0, SoFar::parts);
    let head = CheckpointHead {
        form: FORM,
        writer: writer.clone(),
        parts,
        // Asked before any part is put down: each of them holds as much at least.
        trials: so_far.map_or(0, SoFar::trials),
    };
    sink.write_all(NAMED)?;
    sink.write_all(&frame(HEAD, &serde_json::to_vec(&head)?))?;
    for place in 0..parts {
        // Nobody waits for the disk: a part is lent only while it is turned into bytes.
        let mut held = Ok(Vec::new());
        if let Some(so_far) = so_far {
            so_far.part(place, &mut |part| held = postcard::to_stdvec(part).map_err(io::Error::other));
        }
        let held = held?;
        let (start, hash) = ends_of_frame(PART, &held);
        for bytes in [&start[..], &held, &hash] {
            sink.write_all(bytes)?;
        }
    }
    sink.write_all(journal)?;
    sink.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
}

/// Appends frames.
pub(super) fn append(file: &mut File, frames: &[u8]) -> io::Result<()> {
    file.write_all(frames)?;
    file.sync_data()
}

/// Takes a checkpoint away, and whatever was left aside of it.
pub(super) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
    remove_what_is_aside(path);
}

fn aside_prefix(path: &Path) -> OsString {
    let mut prefix = path.file_name().unwrap_or_default().to_owned();
    prefix.push(".");
    prefix
}

/// Removes what those left who were killed while they wrote a checkpoint: files that nobody holds.
pub(super) fn remove_what_is_aside(path: &Path) {
    let prefix = aside_prefix(path);
    for entry in fs::read_dir(folder_of(path)).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()) {
            let is_nobodys = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
            if is_nobodys {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// The hash of the program that runs; nothing where it cannot be read.
pub(super) fn build() -> String {
    let path = if cfg!(target_os = "linux") {
        // What runs, also where another has been put in its place.
        Ok(PathBuf::from("/proc/self/exe"))
    } else {
        std::env::current_exe()
    };
    path.and_then(fs::read).map(|program| super::digest::sha256(&program)).unwrap_or_default()
}
