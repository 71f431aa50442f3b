//! The files that a run writes, each on its own: nothing is shared between them but the report they read.

use super::failure::Failure;
use super::progress::go_on;
use crate::order::Ordered;
use crate::report::Whom;
use std::fmt;
use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Fills a file.
pub(super) type Fill<'r> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'r>;

/// Whether there is something to fill a file with.
type Given<'r> = Box<dyn Fn() -> bool + Send + Sync + 'r>;

/// One file of a folder of results.
pub(super) struct Output<'r> {
    /// Its name below the folder.
    pub name: String,
    /// Whom it tells of.
    pub whom: Whom,
    /// Writes what it holds.
    pub fill: Fill<'r>,
    given: Option<Given<'r>>,
}

impl<'r> Output<'r> {
    /// A file.
    pub(super) fn new(
        name: impl Into<String>,
        whom: Whom,
        fill: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'r,
    ) -> Output<'r> {
        Output { name: name.into(), whom, fill: Box::new(fill), given: None }
    }

    /// The same, written only when there is something for it: asked by whoever is about to write it.
    pub(super) fn when(self, given: impl Fn() -> bool + Send + Sync + 'r) -> Output<'r> {
        Output { given: Some(Box::new(given)), ..self }
    }

    /// Whether it is written at all.
    pub(super) fn is_given(&self) -> bool {
        self.given.as_ref().is_none_or(|given| given())
    }

    /// How long it may take beside others: what takes longest is begun first.
    pub(super) fn weight(&self) -> u8 {
        let (folder, ending) = (self.name.contains('/'), self.name.rsplit('.').next());
        match (ending, folder) {
            (Some("xlsx"), _) => 4,
            (Some("html"), _) => 3,
            (_, false) => 2,
            (Some("png"), true) => 1,
            (_, true) => 0,
        }
    }
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("name", &self.name).field("whom", &self.whom).finish_non_exhaustive()
    }
}

/// Makes something of every file that has something to hold, as many at once as there are threads, in an order that does
/// not show. Nothing is begun after a failure but what stands before it in the list: the first failure is told, whichever
/// came first.
pub(super) fn side_by_side<T: Send + Sync>(
    outputs: &[Output<'_>],
    threads: usize,
    stop: &AtomicBool,
    make: impl Fn(&Output<'_>, FillSink<'_>) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    let mut order: Vec<usize> = (0..outputs.len()).collect();
    order.order_by_key(|place| std::cmp::Reverse(outputs[*place].weight()));
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(usize::MAX));
    let done: Vec<OnceLock<Result<T, Failure>>> = outputs.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        while let Some(place) = order.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let output = &outputs[place];
            if place > failed.load(Ordering::Relaxed) || !output.is_given() {
                continue;
            }
            let made = make(output, &|sink| (output.fill)(&mut Stoppable { sink, stop }));
            if made.is_err() {
                failed.fetch_min(place, Ordering::Relaxed);
            }
            let _ = done[place].set(made);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(outputs.len()) {
            // Where the system gives no more threads, those that there are do the work.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    go_on(stop)?;
    done.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// Fills a file, until the whole has been asked to stop.
pub(super) type FillSink<'f> = &'f dyn Fn(&mut dyn Write) -> io::Result<()>;

/// Writes until the whole has been asked to stop.
struct Stoppable<'a> {
    sink: &'a mut dyn Write,
    stop: &'a AtomicBool,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("asked to stop"));
        }
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
