//! The record a benchmark is built from.

/// Base years of a benchmark.
pub const BASE_YEARS: usize = 3;

/// Spending per person by year: three base years, then performance years as they are settled.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// Spending per person, base year 1 first; performance year *t* stands at `BASE_YEARS + t`.
    pub spending: Vec<f64>,
    /// Place of the last base year of the agreement in force.
    pub last_base: usize,
    /// Gross savings per person of the years in `spending`, for prior-savings adjustments; zero for
    /// the first base years.
    pub saved: Vec<f64>,
    /// People assigned in performance years, as far as they are noted.
    assigned: Vec<f64>,
}

impl History {
    /// A record that begins with three base years, oldest first.
    #[must_use]
    pub fn new(base: [f64; BASE_YEARS], years: usize) -> History {
        let mut spending = Vec::with_capacity(BASE_YEARS + years);
        spending.extend(base);
        History { spending, last_base: BASE_YEARS - 1, saved: vec![0.0; BASE_YEARS], assigned: Vec::new() }
    }

    /// Starts over with three base years, keeping the memory.
    pub fn restart(&mut self, base: [f64; BASE_YEARS]) {
        self.spending.clear();
        self.spending.extend(base);
        self.saved.clear();
        self.saved.extend([0.0; BASE_YEARS]);
        self.assigned.clear();
        self.last_base = BASE_YEARS - 1;
    }

    /// Notes the people assigned in a performance year, before it is recorded.
    pub fn assign(&mut self, lives: f64) {
        self.assigned.push(lives);
    }

    /// Mean of the people assigned in those base years of the agreement in force that were performance years;
    /// 0 where none was noted.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "three at most")]
    pub fn mean_assigned(&self) -> f64 {
        let end = (self.last_base + 1).saturating_sub(BASE_YEARS).min(self.assigned.len());
        let years = &self.assigned[end.saturating_sub(BASE_YEARS)..end];
        if years.is_empty() { 0.0 } else { years.iter().sum::<f64>() / years.len() as f64 }
    }

    /// Adds a settled performance year: spending and gross savings per person.
    pub fn record(&mut self, spending: f64, saved: f64) {
        self.spending.push(spending);
        self.saved.push(saved);
    }

    /// Continues another record, which counts spending in another way: so many times as much here.
    pub fn take_over(&mut self, before: &History, counts: f64) {
        for (own, other) in [(&mut self.spending, &before.spending), (&mut self.saved, &before.saved)] {
            own.clear();
            own.extend(other.iter().map(|dollars| counts * dollars));
        }
        self.last_base = before.last_base;
    }

    /// Makes the last three years on record the base years.
    pub fn rebase(&mut self) {
        self.last_base = self.spending.len() - 1;
    }

    /// The base years of the agreement in force, oldest first, each trended to the last by an
    /// index of growth.
    #[must_use]
    pub fn trended(&self, index: &[f64]) -> [f64; BASE_YEARS] {
        let last = self.last_base;
        std::array::from_fn(|k| {
            let year = last + 1 + k - BASE_YEARS;
            self.spending[year] * index[last] / index[year]
        })
    }

    /// Mean gross savings per person over the base years.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "three")]
    pub fn mean_saved(&self) -> f64 {
        let years = self.last_base + 1 - BASE_YEARS..=self.last_base;
        self.saved[years].iter().sum::<f64>() / BASE_YEARS as f64
    }
}

/// Growth of spending around the contract, as indices over the same years as [`History`].
#[derive(Clone, Copy, Debug)]
pub struct Market<'a> {
    /// The nation.
    pub national: &'a [f64],
    /// The region.
    pub regional: &'a [f64],
    /// Expected spending per person of the attributed population, without any response, in the
    /// last of the scenario's own base years.
    pub level: f64,
}

impl Market<'_> {
    /// Growth of an index from the last base year to a performance year.
    #[must_use]
    pub fn growth(index: &[f64], history: &History, year: usize) -> f64 {
        index[BASE_YEARS + year] / index[history.last_base]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rebasing_takes_the_last_three_years() {
        let mut history = History::new([90.0, 95.0, 100.0], 3);
        history.record(108.0, 3.0);
        history.record(110.0, 0.0);
        history.rebase();
        // Index grows by 5 a year: the base years 100, 108, 110 trend to the last at index 120.
        let index = [100.0, 105.0, 110.0, 115.0, 120.0];
        assert_eq!(history.trended(&index), [100.0 * 120.0 / 110.0, 108.0 * 120.0 / 115.0, 110.0]);
        assert_eq!(history.mean_saved(), 1.0);
        // A contract that counts half of that continues the record: 50, 54, 55 and half the savings.
        let mut next = History::new([1.0; BASE_YEARS], 3);
        next.take_over(&history, 0.5);
        next.rebase();
        assert_eq!(next.trended(&[1.0; 5]), [50.0, 54.0, 55.0]);
        assert_eq!((next.mean_saved(), next.last_base), (0.5, 4));
    }

    #[test]
    fn people_are_counted_over_the_base_years_that_were_performance_years() {
        let mut history = History::new([100.0; 3], 5);
        for lives in [1_000.0, 1_100.0, 1_200.0, 1_300.0] {
            history.assign(lives);
            history.record(100.0, 0.0);
        }
        assert_eq!(history.mean_assigned(), 0.0);
        history.rebase();
        // The last three of four: (1,100 + 1,200 + 1,300)/3.
        assert_eq!(history.mean_assigned(), 1_200.0);
        history.restart([100.0; 3]);
        assert_eq!(history.mean_assigned(), 0.0);
    }
}
