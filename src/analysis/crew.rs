//! Many small models at once.

#[cfg(feature = "threads")]
use crate::order::Ordered;
#[cfg(feature = "threads")]
use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// Does `task` for 0 to `n`, several at a time, and returns the results in order; the first error
/// in that order if there is one.
///
/// Plain threads, not the engine's pools: a thread of one pool that waits for another takes up
/// further work meanwhile, on top of its stack.
#[cfg(feature = "threads")]
pub(super) fn spread<T: Send, E: Send>(
    n: usize,
    threads: Option<usize>,
    task: impl Fn(usize) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let threads = threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
        .clamp(1, n.max(1));
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<T, E>)>> = Mutex::new(Vec::with_capacity(n));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= n {
                        return;
                    }
                    let result = task(place);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((place, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.order_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does `task` for 0 to `n` in order, up to the first error: the caller's thread is the only one.
#[cfg(not(feature = "threads"))]
pub(super) fn spread<T, E>(
    n: usize,
    _: Option<usize>,
    task: impl Fn(usize) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    (0..n).map(task).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whoever_made_them() {
        let squares = spread(50, Some(3), |i| Ok::<usize, ()>(i * i)).unwrap();
        assert_eq!(squares, (0..50).map(|i| i * i).collect::<Vec<_>>());
        let failed = spread(50, Some(3), |i| if i % 20 == 19 { Err(i) } else { Ok(()) });
        assert_eq!(failed.unwrap_err(), 19);
    }
}
