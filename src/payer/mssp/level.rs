//! Tracks and levels of participation, present and past, each with its numbers.

use crate::schema::keywords;

keywords! {
    /// Level of participation.
    pub enum Level {
        /// One-sided, 40 %.
        BasicA = "basic_a",
        /// One-sided, 40 %.
        BasicB = "basic_b",
        /// Two-sided, 50 % of savings, 30 % of losses up to 2 % of revenue or 1 % of benchmark.
        BasicC = "basic_c",
        /// Two-sided, 50 % of savings, 30 % of losses up to 4 % of revenue or 2 % of benchmark.
        BasicD = "basic_d",
        /// Two-sided, 50 % of savings, 30 % of losses up to 8 % of revenue or 4 % of benchmark.
        BasicE = "basic_e",
        /// Two-sided, 75 % of savings, 40-75 % of losses up to 15 % of benchmark.
        Enhanced = "enhanced",
        /// Closed: one-sided, 50 %; performance years to 2021.
        Track1 = "track_1",
        /// Closed: two-sided, 50 % of savings, 30 % of losses up to 8 % of revenue or 4 % of benchmark; 2018-2021.
        Track1Plus = "track_1_plus",
        /// Closed: two-sided, 60 % of savings, 40-60 % of losses up to 5, 7.5, then 10 % of benchmark; to 2021.
        Track2 = "track_2",
        /// Closed: two-sided, 75 % of savings, 40-75 % of losses up to 15 % of benchmark; 2016-2021.
        Track3 = "track_3",
    }
}

/// How much of a loss a level owes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum LossRate {
    /// Nothing: one-sided.
    None,
    /// The same whatever the quality.
    Flat(f64),
    /// What the sharing rate at this quality leaves of 1, at least 40 % and at most this.
    Rest {
        /// The most, owed when quality fails.
        most: f64,
    },
}

/// The numbers of a level.
///
/// 42 CFR 425.604 (Track 1), 425.605(d) (BASIC), 425.606 (Track 2), 425.610(d)–(g) (ENHANCED and
/// Track 3); Track 1+ by its participation agreement, which took over what became level E.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rules {
    /// Share of savings with every gate passed in full.
    pub(super) sharing_rate: f64,
    /// Most that can be earned, as a share of the benchmark.
    pub(super) savings_cap: f64,
    /// Whether losses are shared.
    pub(super) two_sided: bool,
    /// How much of them.
    pub(super) loss_rate: LossRate,
    /// Most that can be owed, as a share of participants' Part A and B revenue.
    pub(super) revenue_loss_cap: f64,
    /// Most that can be owed, as a share of the benchmark: in the agreement's first year, its
    /// second, and later.
    pub(super) benchmark_loss_caps: [f64; 3],
}

impl Level {
    pub(super) fn rules(self) -> Rules {
        let one_sided = |sharing_rate| Rules {
            sharing_rate,
            savings_cap: 0.10,
            two_sided: false,
            loss_rate: LossRate::None,
            revenue_loss_cap: 0.0,
            benchmark_loss_caps: [0.0; 3],
        };
        let flat = |revenue_loss_cap, benchmark_loss_cap| Rules {
            two_sided: true,
            loss_rate: LossRate::Flat(0.30),
            revenue_loss_cap,
            benchmark_loss_caps: [benchmark_loss_cap; 3],
            ..one_sided(0.50)
        };
        let rest = |sharing_rate, savings_cap, most, benchmark_loss_caps| Rules {
            sharing_rate,
            savings_cap,
            two_sided: true,
            loss_rate: LossRate::Rest { most },
            revenue_loss_cap: f64::INFINITY,
            benchmark_loss_caps,
        };
        match self {
            Level::BasicA | Level::BasicB => one_sided(0.40),
            Level::BasicC => flat(0.02, 0.01),
            Level::BasicD => flat(0.04, 0.02),
            Level::BasicE | Level::Track1Plus => flat(0.08, 0.04),
            Level::Enhanced | Level::Track3 => rest(0.75, 0.20, 0.75, [0.15; 3]),
            Level::Track1 => one_sided(0.50),
            Level::Track2 => rest(0.60, 0.15, 0.60, [0.05, 0.075, 0.10]),
        }
    }

    /// First and last performance year in which the level is open: BASIC and ENHANCED from July 2019 (83 FR
    /// 67816), the others to 2021 (42 CFR 425.600(a); 80 FR 32692 for Track 3; CMS, 2016, for Track 1+).
    #[must_use]
    pub const fn open(self) -> (u16, Option<u16>) {
        match self {
            Level::BasicA
            | Level::BasicB
            | Level::BasicC
            | Level::BasicD
            | Level::BasicE
            | Level::Enhanced => (2019, None),
            Level::Track1 | Level::Track2 => (2012, Some(2021)),
            Level::Track3 => (2016, Some(2021)),
            Level::Track1Plus => (2018, Some(2021)),
        }
    }

    /// Performance years that an agreement of a number, 1 for the first, may stay one-sided when it begins in a
    /// year: the five of a first agreement, and none of a later one that begins from 2027 on (42 CFR
    /// 425.600(a)(4), 90 FR 49266). Earlier agreements are left as they are: seven years in all over two
    /// agreements were the rule (87 FR 69404), and the record has ACOs that stayed longer.
    #[must_use]
    pub const fn one_sided_years(agreement: usize, begins: u16) -> usize {
        match (agreement, begins) {
            (0 | 1, _) | (_, ..=2026) => 5,
            _ => 0,
        }
    }

    /// Whether losses are shared.
    #[must_use]
    pub fn is_two_sided(self) -> bool {
        self.rules().two_sided
    }

    /// Share of savings with every gate passed in full.
    #[must_use]
    pub fn full_rate(self) -> f64 {
        self.rules().sharing_rate
    }

    /// Whether participants' revenue limits losses.
    #[must_use]
    pub fn is_limited_by_revenue(self) -> bool {
        self.is_two_sided() && self.rules().revenue_loss_cap.is_finite()
    }

    /// Whether it is a level of the BASIC track.
    #[must_use]
    pub fn is_basic(self) -> bool {
        Level::PATH.contains(&self)
    }

    const PATH: [Level; 5] = [Level::BasicA, Level::BasicB, Level::BasicC, Level::BasicD, Level::BasicE];

    /// The level `years` steps up the glide path; a track that is not BASIC stays.
    #[must_use]
    pub fn after(self, years: usize) -> Level {
        match Level::PATH.iter().position(|level| *level == self) {
            Some(place) => Level::PATH[(place + years).min(Level::PATH.len() - 1)],
            None => self,
        }
    }
}
