//! Reading a roster of 100,000 physicians from CSV.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench looks at the clock and prints what it finds"
)]

mod shared;

use cascade::entity::{Roster, read_roster, write_roster};
use criterion::{Criterion, Throughput};
use shared::{Size, Spread, Work, in_turn, only_a_test};
use std::hint::black_box;

const ROWS: usize = 100_000;

/// The reference system's cohorts, 400 times over.
fn large() -> Roster {
    let mut study = Size { physicians: 400 * 250, ..Size::REFERENCE }.study();
    study.reseed(1);
    let mut roster = Roster::clone(&study.model().expect("the roster fits").arms[0].listed);
    roster.physicians.truncate(ROWS);
    assert_eq!(roster.physicians.len(), ROWS);
    roster
}

fn check(bytes: &[u8], made: &Roster) {
    let read = black_box(read_roster("roster.csv", black_box(bytes))).expect("a good roster");
    assert_eq!(read.physicians.len(), ROWS);
    let (first, last) = (&made.physicians[0], &made.physicians[ROWS - 1]);
    assert_eq!(read.physicians[0].lives, first.lives);
    assert_eq!((&read.physicians[ROWS - 1].id, read.physicians[ROWS - 1].wrvu), (&last.id, last.wrvu));
}

fn main() {
    if only_a_test() {
        return;
    }
    let made = large();
    let bytes = write_roster(&made).expect("memory takes every byte");
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("roster");
    group.sample_size(10).throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("100,000 rows", |b| b.iter(|| check(&bytes, &made)));
    group.finish();
    criterion.final_summary();
    let mut works = [Work { name: "roster", once: Box::new(|| check(&bytes, &made)) }];
    let seconds = in_turn(5, &mut works);
    println!("ROSTER 100,000 rows: {} s", Spread::of(&seconds[0]));
}
