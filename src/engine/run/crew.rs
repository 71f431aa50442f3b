//! The one loop over blocks: threads take the next block until there is none, somebody asks to stop, or
//! a block fails.

use super::options::{Fault, Progress, RunOptions};
use super::shared::Shared;
use super::worker::Worker;
use crate::engine::BLOCK;
use crate::engine::tally::BlockSet;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Works through whole blocks of trials.
pub(crate) struct Crew<'a> {
    pub options: RunOptions<'a>,
    pub progress: &'a dyn Progress,
    hands: Hands,
}

/// Who does the work: a pool of threads, or without the feature `threads` the caller's own, however many
/// are asked for.
struct Hands(#[cfg(feature = "threads")] rayon::ThreadPool);

#[cfg(feature = "threads")]
impl Hands {
    fn new(threads: Option<usize>) -> Result<Hands, Fault> {
        let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        pool.map(Hands).map_err(|error| Fault::Threads(error.to_string()))
    }

    /// Has everyone do the work; what each came to.
    fn each<T: Send>(&self, work: impl Fn() -> T + Sync) -> Vec<T> {
        self.0.broadcast(|_| work())
    }
}

#[cfg(not(feature = "threads"))]
#[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "as a pool of threads")]
impl Hands {
    fn new(_: Option<usize>) -> Result<Hands, Fault> {
        Ok(Hands())
    }

    fn each<T: Send>(&self, work: impl Fn() -> T + Sync) -> Vec<T> {
        vec![work()]
    }
}

impl<'a> Crew<'a> {
    /// A crew of as many threads as the options say.
    ///
    /// # Errors
    ///
    /// [`Fault::Trials`] and [`Fault::Threads`].
    pub(crate) fn new(options: RunOptions<'a>, progress: &'a dyn Progress) -> Result<Crew<'a>, Fault> {
        if !(1..=RunOptions::MOST_TRIALS).contains(&options.trials) {
            return Err(Fault::Trials(options.trials));
        }
        Ok(Crew { options, progress, hands: Hands::new(options.threads)? })
    }

    /// Has everyone do some work; the first fault that anyone met.
    pub(super) fn each(&self, work: impl Fn() -> Option<Fault> + Sync) -> Result<(), Fault> {
        self.hands.each(work).into_iter().flatten().next().map_or(Ok(()), Err)
    }

    /// Has each block of the trials from `trials.start`, which begins a block, to before `trials.end`
    /// done once, but for those that were `taken_up`: `block` is given a worker, the first trial of the block and how
    /// many it has.
    ///
    /// # Errors
    ///
    /// The first [`Fault`] of a block, or that somebody asked to stop.
    pub(crate) fn each_block(
        &self,
        shared: &Shared<'_>,
        trials: Range<u64>,
        taken_up: &BlockSet,
        block: &(dyn Fn(&mut Worker, u64, usize) -> Result<(), Fault> + Sync),
    ) -> Result<(), Fault> {
        let blocks = trials.end.div_ceil(BLOCK as u64);
        let next = AtomicU64::new(trials.start / BLOCK as u64);
        self.each(|| {
            let mut worker = Worker::new(shared);
            loop {
                if self.options.is_stopped() {
                    return Some(Fault::Stopped);
                }
                let place = next.fetch_add(1, Ordering::Relaxed);
                if place >= blocks {
                    return None;
                }
                if taken_up.contains(place) {
                    continue;
                }
                let first = place * BLOCK as u64;
                let count = usize::try_from((trials.end - first).min(BLOCK as u64)).unwrap_or(BLOCK);
                if let Err(fault) = block(&mut worker, first, count) {
                    next.store(blocks, Ordering::Relaxed);
                    return Some(fault);
                }
                self.progress.done(count as u64);
            }
        })
    }
}
