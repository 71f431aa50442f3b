//! The floor: what the mathematics of a physician-year costs when each piece of it runs side by side, a tile at a
//! time, in the nearest cache, through the same dispatch and the product's own functions.
//!
//! Composition, per physician-year of the reference system (counted in the finished model; see
//! `docs/PERFORMANCE.md`):
//!
//! * luck: a block of the keyed generator, three normals by inversion, a uniform;
//! * functions: [`NORMALS`] normal distribution functions, [`LOGS`] logarithms, [`EXPS`] exponentials,
//!   [`DIVISIONS`] divisions and [`ROOTS`] roots;
//! * legs: three gradients over six levers, three indices, what hours pay, what is induced of all value and of
//!   that under contract;
//! * populations: [`POPULATIONS`] contracts, twelve sums of what they pay for and eight of what is done for their
//!   patients;
//! * moments: the sums and the sums of squares of every measure that is kept of a physician.
//!
//! Not in it: the turn of the page, what plans add up and compare, pay in cents, rows of groups, quantiles, memory
//! beyond the nearest cache.

use cascade::Metric;
use cascade::alignment::{
    Gradients, Induced, LeverFacts, SystemSlopes, UnderContract, Worth, alignment, gradients, per_hour,
};
use cascade::entity::Levers;
use cascade::math::{exp, ln, normal};
use cascade::pay::Margin;
use cascade::random::{Draws, EntityKey, Seed, Stream, fill_normals, unit};
use cascade::tile::{EIGHT, Lanes, Span, TILE};
use cascade::units::{PerPersonYear, Share};
use pulp::{Arch, NullaryFnOnce};
use std::hint::black_box;

/// Normal distribution functions.
pub(crate) const NORMALS: usize = 5;
/// Logarithms, beside those of normals in the tails.
pub(crate) const LOGS: usize = 3;
/// Exponentials, beside those of normal distribution functions.
pub(crate) const EXPS: usize = 5;
/// Divisions, beside those of functions and legs.
pub(crate) const DIVISIONS: usize = 22;
/// Roots.
pub(crate) const ROOTS: usize = 6;
/// Populations: contracts of the reference system.
pub(crate) const POPULATIONS: usize = 5;

/// The pieces, with the time of each a part of the whole.
pub(crate) const PIECES: [&str; 5] = ["luck", "functions", "legs", "populations", "moments"];

/// One tile of physicians, in the nearest cache.
pub(crate) struct Floor {
    arch: Arch,
    draws: Draws,
    keys: [EntityKey; TILE],
    luck: [Lanes; 4],
    facts: [Lanes; 18],
    worth: Worth,
    slopes: SystemSlopes,
    populations: [[Lanes; 4]; POPULATIONS],
    terms: [[f64; 12]; POPULATIONS],
    sums: [Lanes; 20],
    measured: Vec<Lanes>,
    moments: Vec<[Lanes; 2]>,
}

impl Floor {
    pub(crate) fn new() -> Floor {
        let spread =
            |k: usize| -> Lanes { std::array::from_fn(|lane| 0.5 + ((7 * lane + 3 * k) % 32) as f64 / 32.0) };
        let worth = Worth {
            marginal_volume: Share(0.5),
            quality_point: None,
            access: PerPersonYear(86.0),
            stewardship_wrvu: Share(0.05),
            access_wrvu: Share(0.8),
            transformation_clinic: Share(0.5),
            target_strength: Share(0.2),
        };
        Floor {
            arch: Arch::new(),
            draws: Draws::open(Seed(20_260_101), Stream::Practice),
            keys: std::array::from_fn(|lane| EntityKey::of(&format!("P{lane:03}"))),
            luck: [[0.0; TILE]; 4],
            facts: std::array::from_fn(spread),
            worth,
            slopes: SystemSlopes { margin_lost: 0.1, volume_to_cost: 0.2, transformation: 0.001 },
            populations: std::array::from_fn(|p| std::array::from_fn(|k| spread(4 * p + k))),
            terms: std::array::from_fn(|p| std::array::from_fn(|k| 0.1 + 0.01 * (12 * p + k) as f64)),
            sums: [[0.0; TILE]; 20],
            measured: vec![[0.0; TILE]; Metric::KEPT],
            moments: vec![[[0.0; TILE]; 2]; Metric::KEPT],
        }
    }

    /// Does one piece for so many tiles.
    pub(crate) fn piece(&mut self, piece: usize, tiles: u64) {
        let arch = self.arch;
        match piece {
            0 => arch.dispatch(Luck(self, tiles)),
            1 => arch.dispatch(Functions(self, tiles)),
            2 => arch.dispatch(Legs(self, tiles)),
            3 => arch.dispatch(Populations(self, tiles)),
            _ => arch.dispatch(Moments(self, tiles)),
        }
        black_box(&self.sums);
    }

    /// Does all of them, and checks that the luck is luck.
    pub(crate) fn all(&mut self, tiles: u64) {
        self.sums[0] = [0.0; TILE];
        for piece in 0..PIECES.len() {
            self.piece(piece, tiles);
        }
        assert!(self.moments.iter().flatten().flatten().all(|sum| sum.is_finite()));
    }
}

struct Luck<'a>(&'a mut Floor, u64);

impl NullaryFnOnce for Luck<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Luck(floor, tiles) = self;
        for tile in 0..tiles {
            let mut drawn = [[0.0; TILE]; 4];
            for lane in 0..TILE {
                let words = floor.draws.words_side_by_side(floor.keys[lane], tile, 0, 0);
                for (column, word) in drawn.iter_mut().zip(words) {
                    column[lane] = unit(word);
                }
            }
            let [work, quality, cost, _] = &mut drawn;
            for normals in [work, quality, cost] {
                fill_normals(normals);
            }
            floor.luck = drawn;
            black_box(&mut floor.luck);
        }
    }
}

struct Functions<'a>(&'a mut Floor, u64);

impl NullaryFnOnce for Functions<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Functions(floor, tiles) = self;
        for _ in 0..tiles {
            let facts = black_box(&floor.facts);
            let mut out = [0.0; TILE];
            for k in 0..NORMALS {
                for lane in 0..TILE {
                    let at = normal(facts[k][lane] - facts[k + 1][lane]);
                    out[lane] += at.below + at.density;
                }
            }
            for k in 0..LOGS {
                for lane in 0..TILE {
                    out[lane] += ln(facts[k][lane]);
                }
            }
            for k in 0..EXPS {
                for lane in 0..TILE {
                    out[lane] += exp(facts[k][lane]);
                }
            }
            for k in 0..DIVISIONS {
                for lane in 0..TILE {
                    out[lane] += facts[k % 17][lane] / facts[(k + 1) % 17][lane];
                }
            }
            for k in 0..ROOTS {
                for lane in 0..TILE {
                    out[lane] += facts[k][lane].sqrt();
                }
            }
            floor.sums[0] = out;
            black_box(&mut floor.sums[0]);
        }
    }
}

struct Legs<'a>(&'a mut Floor, u64);

impl NullaryFnOnce for Legs<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Legs(floor, tiles) = self;
        for _ in 0..tiles {
            let mut out = [[0.0; TILE]; 16];
            let facts = black_box(&floor.facts);
            for lane in 0..TILE {
                let f = facts_of(facts, lane);
                let ease = Levers::all(facts[16][lane]);
                let g: Gradients = gradients(&floor.worth, &floor.slopes, &f);
                let whole = alignment(&g.value, &g.pay, &ease);
                let contract = alignment(&g.value, &g.system, &ease);
                let employment = alignment(&g.system, &g.pay, &ease);
                let hour = per_hour(&g.pay, &ease, f.clinical_fte);
                let induced = Induced::of(&g.value, &g.pay, &ease);
                let part = UnderContract { care: facts[17][lane], revenue: facts[15][lane], quality: 1.0 };
                let contracted = Induced::of(&part.of(&g.value, f.wrvu), &g.pay, &ease);
                for (out, value) in out.iter_mut().zip([
                    whole.misalignment,
                    whole.distortion,
                    whole.recoverable,
                    contract.misalignment,
                    employment.misalignment,
                    hour.volume,
                    hour.stewardship,
                    hour.quality,
                    hour.access,
                    induced.value(),
                    induced.cost(),
                    induced.at_strength(0.2),
                    contracted.value(),
                    contracted.cost(),
                    g.system.volume,
                    g.pay.transformation,
                ]) {
                    out[lane] = value;
                }
            }
            floor.sums[..16].copy_from_slice(&out);
            black_box(&mut floor.sums);
        }
    }
}

/// One physician's facts.
#[inline(always)]
fn facts_of(facts: &[Lanes; 18], lane: usize) -> LeverFacts {
    LeverFacts {
        wrvu: 5_000.0 * facts[0][lane],
        clinical_fte: facts[1][lane],
        panel: 1_500.0 * facts[2][lane],
        reached: 1_500.0 * facts[2][lane],
        price: 80.0 * facts[3][lane],
        technical: 40.0 * facts[4][lane],
        spending: 1e7 * facts[5][lane],
        system_saved: 1e6 * facts[6][lane],
        system_documented: 1e6 * facts[7][lane],
        system_quality: 1e5 * facts[8][lane],
        quality_reached: 1e5 * facts[9][lane],
        fees: 1e4 * facts[10][lane],
        own_saved: 1e4 * facts[11][lane],
        own_documented: 1e4 * facts[12][lane],
        own_quality: 1e3 * facts[13][lane],
        pool_per_wrvu: facts[14][lane],
        pool_per_patient: facts[15][lane],
        margin: Margin { per_wrvu: 50.0 * facts[16][lane], per_quality: 1e4, ..Margin::default() },
    }
}

struct Populations<'a>(&'a mut Floor, u64);

impl NullaryFnOnce for Populations<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Populations(floor, tiles) = self;
        for _ in 0..tiles {
            let (facts, populations) = (black_box(&floor.facts), black_box(&floor.populations));
            for span in Span::<EIGHT>::each() {
                let mut sums = [[0.0; EIGHT]; 20];
                for (own, terms) in populations.iter().zip(&floor.terms) {
                    for j in 0..EIGHT {
                        let lane = span.lane(j);
                        let spending = own[0][lane] * terms[0];
                        let benchmark = own[0][lane] * terms[1];
                        sums[0][j] += spending;
                        for (sum, term) in sums[1..4].iter_mut().zip(&terms[1..4]) {
                            sum[j] += term * spending;
                        }
                        for (sum, term) in sums[4..6].iter_mut().zip(&terms[4..6]) {
                            sum[j] += term * benchmark;
                        }
                        for (sum, term) in sums[6..9].iter_mut().zip(&terms[6..9]) {
                            sum[j] += term * own[1][lane];
                        }
                        sums[9][j] += terms[9] * own[2][lane];
                        for (sum, term) in sums[10..12].iter_mut().zip(&terms[10..12]) {
                            sum[j] += term * own[3][lane];
                        }
                        let taken = (terms[2] * facts[0][lane] + terms[3]).min(0.3);
                        let effect = taken - terms[4] * facts[1][lane] - facts[2][lane];
                        let people = own[0][lane] * effect;
                        sums[12][j] += people;
                        sums[13][j] += terms[5] * people;
                        sums[14][j] += terms[6] * people;
                        sums[15][j] -= terms[7] * people;
                        sums[16][j] += terms[8] * own[0][lane];
                        sums[17][j] += own[1][lane] * facts[3][lane];
                        sums[18][j] += own[3][lane] * (facts[4][lane] * facts[5][lane] + facts[6][lane]);
                    }
                }
                for (lanes, sums) in floor.sums.iter_mut().zip(&sums) {
                    span.write(lanes, sums);
                }
            }
            black_box(&mut floor.sums);
        }
    }
}

struct Moments<'a>(&'a mut Floor, u64);

impl NullaryFnOnce for Moments<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Moments(floor, tiles) = self;
        for _ in 0..tiles {
            let measured = black_box(&floor.measured);
            for (values, [sums, squares]) in measured.iter().zip(floor.moments.iter_mut()) {
                for lane in 0..TILE {
                    let off = values[lane] - 0.5;
                    sums[lane] += off;
                    squares[lane] += off * off;
                }
            }
            black_box(&mut floor.moments);
        }
    }
}
