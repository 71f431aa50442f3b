//! How far a long run is, for whoever watches; and Ctrl-C.

use super::failure::Failure;
use super::terminal::is_watched;
use crate::engine::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// A bar on standard error; nothing when that is no terminal.
#[derive(Debug)]
pub(super) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar for so many trials, or none when the run is to be quiet.
    pub(super) fn new(trials: u64, quiet: bool) -> Bar {
        Bar::shown(Some(trials), quiet, "{bar:32} {human_pos}/{human_len} trials, {per_sec}, {eta} left")
    }

    /// A bar for a search that takes as many trials as it takes, with its name.
    pub(super) fn of_search(name: &str, quiet: bool) -> Bar {
        Bar::shown(None, quiet, &format!("{{spinner}} {name}: {{human_pos}} trials, {{elapsed}}"))
    }

    fn shown(trials: Option<u64>, quiet: bool, form: &str) -> Bar {
        let target = if quiet || !is_watched() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        let bar = ProgressBar::with_draw_target(trials, target);
        bar.set_style(ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Bar { bar }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn done(&self, trials: u64) {
        self.bar.inc(trials);
    }

    /// They count as done, and not towards what a trial takes.
    fn taken_up(&self, trials: u64) {
        self.bar.inc(trials);
        self.bar.tick();
        self.bar.reset_eta();
    }
}

/// A flag that Ctrl-C, or a request to end, sets. A second one ends the program at once.
pub(super) fn stop_flag() -> Result<Arc<AtomicBool>, Failure> {
    static FLAG: OnceLock<Result<Arc<AtomicBool>, String>> = OnceLock::new();
    FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&flag);
        ctrlc::set_handler(move || {
            if seen.swap(true, Ordering::Relaxed) {
                #[expect(clippy::exit, reason = "asked twice: the user will not wait for the present block")]
                std::process::exit(130);
            }
        })
        .map(|()| flag)
        .map_err(|error| format!("cannot listen for Ctrl-C: {error}"))
    })
    .clone()
    .map_err(Failure::Run)
}
