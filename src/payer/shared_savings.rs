//! Commercial shared savings, one- or two-sided.
//!
//! # What it pays
//! A share of what the attributed population costs less than its benchmark; in a two-sided contract
//! the system also owes a share of what it costs more.
//!
//! # Formula
//! `g = (B − E)/B`. With `g ≥ MSR`: earned = `min(s·q·(B − E), cap·B)`, from the first dollar, or
//! with `deductible` only on the part above `MSR·B`. With `−g ≥ MLR`: owed = `min(l·(E − B), cap·B)`.
//! `q` is the part of the quality ladder that the score earns. `B` and `E` count each person up to the
//! 99th percentile of persons' cost, or up to `truncation`; the contract's `spending` states what is counted
//! so, to the cent, unless `truncation.stated_at` says at which other limit it was cut. Where nothing is said,
//! `check` says which basis was taken.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! A dollar of lower cost of care, at `s` times the chance of passing the gate plus the density at
//! the gate; quality, by the slope of the ladder; coding, through the benchmark.
//!
//! # Edge cases
//! Without truncation (`percentile = 1`) the savings rate varies by a fifth more; 6 % more dollars are at
//! stake than in the same persons' cost cut at the 99th percentile (`stated_at = 0.99`). Zero sharing is fee-for-service. Exactly at the minimum rate savings are shared. A benchmark of
//! zero settles to nothing.
//!
//! # Law and market notes
//! 50/50 is the most common split, up to 80/20; caps of 5–15 % of target; 41 % of private contracts
//! are upside-only; 79 % make savings contingent on quality. Under 50 % in a two-sided contract
//! leans to the payer; a minimum above 3 % erases small panels.
//!
//! # Sources
//! Managed Care, June 2013; AJMC 2014;20(12):1008–14 (NSACO, n = 173); Axene, "Minimum savings
//! rates" (worked example in the tests).
//!
//! # Example
//! ```toml
//! [contract.blue.terms.shared_savings]
//! sharing_rate = 0.5
//! minimum_savings_rate = 0.01
//! benchmark = "historical"
//! ```

use super::benchmark::Benchmark;
use super::family::Family;
use super::outlook::POINT;
use super::{Category, Experience, Forecast, History, Market, Payoff, PayoffCase, Year};
use crate::schema::{Grade, ReadTable, flag, number, optional, parameters, word};
use crate::terms::{Counted, Ladder, Settlement, SettlementRule, Sharing, Truncation};
use crate::units::{Cents, Share, SignedShare};

parameters! {
    /// Commercial shared savings.
    pub struct SharedSavings {
        /// Share of savings the system keeps.
        sharing_rate: Share = number(0.5).from(Grade::Published, "50/50 most common (Managed Care, June 2013)");
        /// Savings below this share of the benchmark earn nothing.
        minimum_savings_rate: Share = number(0.02).range(0.0, 0.2).from(Grade::Published, "2 % of target (Managed Care 2013; Axene)");
        /// Share of losses the system owes; 0 is a one-sided contract.
        loss_rate: Share = number(0.0).from(Grade::Published, "41 % of private contracts are upside-only (NSACO 2014)");
        /// Losses below this share of the benchmark owe nothing.
        minimum_loss_rate: Share = number(0.02).range(0.0, 0.2).because("symmetric with the savings side");
        /// Most the system can earn, as a share of the benchmark.
        savings_cap: Share = number(0.10).from(Grade::Published, "5-15 % of target (Managed Care 2013)");
        /// Most the system can owe, as a share of the benchmark.
        loss_cap: Share = number(0.05).because("lower end of the savings caps");
        /// Share only the part above the minimum rate instead of everything from the first dollar.
        deductible: bool = flag(false);
        /// How much of the sharing rate quality earns; without it quality does not matter.
        quality: Option<Ladder> = optional();
        /// What one person's yearly cost counts at most; the 99th percentile when left out.
        truncation: Option<Truncation> = optional();
        /// How the benchmark is built.
        benchmark: Benchmark = word("historical");
        /// Most the risk score may raise the benchmark above its base, as a share.
        risk_cap: SignedShare = number(0.03).range(0.0, 1.0)
            .because("the upward cap of MSSP, 3 % (42 CFR 425.605), stands in: what commercial contracts write was not found");
        /// Years between rebasings; 0 never rebases.
        rebase_every: u64 = number(3.0).range(0.0, 50.0).because("three-year contract terms");
        /// Discount the payer takes from the benchmark before sharing.
        discount: Share = number(0.0).range(0.0, 0.5).because("none unless the contract says so");
    }
    check SharedSavings::check
}

impl SharedSavings {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.loss_rate.0 > 0.0 && self.loss_cap.0 <= 0.0 {
            table.problem(
                "loss_cap",
                "found 0 with a loss rate; write a cap above 0, or a loss rate of 0 for a one-sided contract",
            );
        }
    }

    /// The sharing rules at a quality score.
    #[must_use]
    pub fn sharing(&self, quality: f64) -> Sharing {
        self.at_part(self.quality.as_ref().map_or(1.0, |ladder| ladder.part(quality)))
    }

    /// What truncation leaves of a benchmark and of the spending beside it.
    fn counted(&self, benchmark: f64, year: &Year) -> Counted {
        let mean = benchmark / year.lives.max(1.0);
        self.truncation.as_ref().map_or(Counted::AS_STATED, |truncation| truncation.counted(mean))
    }

    fn at_part(&self, part: f64) -> Sharing {
        Sharing {
            full_rate: self.sharing_rate.0,
            rate: self.sharing_rate.0 * part,
            minimum_savings_rate: self.minimum_savings_rate.0,
            rate_below_minimum: 0.0,
            savings_cap: self.savings_cap.0,
            loss_rate: self.loss_rate.0,
            minimum_loss_rate: self.minimum_loss_rate.0,
            loss_cap: self.loss_cap.0,
            sequestration: 0.0,
            loss_sequestration: 0.0,
            deductible: self.deductible,
        }
    }
}

impl Family for SharedSavings {
    fn category(&self) -> Category {
        if self.loss_rate.0 > 0.0 { Category::SharedRisk } else { Category::SharedSavings }
    }

    fn benchmark(&self, year: &Year, history: &History, market: &Market<'_>) -> f64 {
        let risk = year.risk_ratio.min(1.0 + self.risk_cap.0);
        self.benchmark.per_person(year.index, history, market) * (1.0 - self.discount.0) * risk
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        let counted = self.counted(forecast.benchmark, &forecast.year).share;
        let at = |part: f64| self.at_part(part).payoff().times(counted);
        let case = match &self.quality {
            None => PayoffCase::certain(at(1.0)),
            Some(ladder) => {
                let expected = ladder.expected(forecast.quality.mean, forecast.quality.sd);
                let higher = at(expected.part + POINT * expected.slope);
                PayoffCase { higher: Some(higher), ..PayoffCase::certain(at(expected.part)) }
            }
        };
        Payoff { cases: vec![case], rewards: Vec::new() }
    }

    fn settle(&self, e: &Experience) -> Settlement {
        let counted = self.counted(e.benchmark, &e.year).share;
        self.sharing(e.quality)
            .settle(Cents::round(counted * e.benchmark), Cents::round(counted * e.spending))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = self.sharing(e.quality).rules();
        if self.truncation.is_none() {
            rules.push(SettlementRule::share("cost counted, of the spending stated", 1.0));
        }
        if let Some(truncation) = &self.truncation {
            rules.extend(match (truncation.percentile, truncation.dollars) {
                (Some(Share(1.0)), _) => Some(SettlementRule::share("every person's cost counts whole", 1.0)),
                (Some(Share(percentile)), _) => {
                    Some(SettlementRule::share("a person's cost counts up to the percentile", percentile))
                }
                (None, limit) => {
                    limit.map(|limit| SettlementRule::dollars("a person's cost counts up to", limit.0))
                }
            });
            let counted = self.counted(e.benchmark, &e.year).share;
            rules.push(SettlementRule::share("cost counted, of the spending stated", counted));
        }
        rules
    }

    fn noise(&self, spending: f64) -> f64 {
        self.truncation.as_ref().map_or(1.0, |truncation| truncation.counted(spending).noise)
    }

    fn forecast_exposure(&self) -> f64 {
        self.benchmark.forecast_exposure()
    }

    fn rebase_every(&self) -> Option<usize> {
        usize::try_from(self.rebase_every).ok().filter(|every| *every > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Cents, Share};

    fn contract(rate: f64, minimum: f64, loss: f64) -> SharedSavings {
        SharedSavings {
            sharing_rate: Share(rate),
            minimum_savings_rate: Share(minimum),
            loss_rate: Share(loss),
            minimum_loss_rate: Share(0.0),
            savings_cap: Share(1.0),
            loss_cap: Share(1.0),
            deductible: false,
            quality: None,
            truncation: None,
            benchmark: Benchmark::Historical(super::super::benchmark::Historical { base_weights: vec![] }),
            risk_cap: SignedShare(0.03),
            rebase_every: 3,
            discount: Share(0.0),
        }
    }

    fn net(contract: &SharedSavings, benchmark: i64, spending: i64) -> Cents {
        contract.sharing(1.0).settle(Cents(benchmark), Cents(spending)).net()
    }

    #[test]
    fn published_axene_example() {
        // 125,000 member-months at 500.00 against 495.50: 50 % of 562,500 = 281,250 without a
        // minimum; with 1 % (495.00 needed) nothing.
        let (benchmark, spending) = (6_250_000_000, 6_193_750_000);
        assert_eq!(net(&contract(0.5, 0.0, 0.0), benchmark, spending), Cents(28_125_000));
        assert_eq!(net(&contract(0.5, 0.01, 0.0), benchmark, spending), Cents(0));
    }

    /// A group whose cost per person lies on its benchmark in expectation is paid all the same; published
    /// (AJMC, August 2013): with half of savings 3.1 % of cost at 500 patients, 0.3 % at 60,000.
    #[test]
    fn published_value_of_the_option_without_any_saving() {
        // Half of the mean of the positive part: 0.5 × sd × 0.398942. An untruncated year with CV 2.5 in
        // base and performance year: sd = 2.5 √2/√N: 0.15811 at 500: 3.154 %; 0.014434 at 60,000: 0.288 %.
        let payoff = contract(0.5, 0.0, 0.0).sharing(1.0).payoff();
        for (patients, printed, to) in [(500.0_f64, 0.031, 0.0006), (60_000.0, 0.003, 0.0005)] {
            let sd = 2.5 * std::f64::consts::SQRT_2 / patients.sqrt();
            let value = payoff.expected(0.0, sd).value;
            assert!((value - 0.5 * sd * 0.398_942_280_4).abs() < 1e-9, "{value}");
            assert!((value - printed).abs() < to, "{patients}: {value} against {printed}");
        }
    }

    #[test]
    fn truncation_counts_part_of_both_sides_and_calms_the_year() {
        // 95th percentile: 0.847730 of benchmark and spending, noise 0.804732 (worked in
        // `terms::truncation`). 10,000 at 6,000 = 60M, saved 5 % = 3M; half of 0.847730 × 3M = 1,271,595.
        let year = Year { lives: 10_000.0, ..Year::FIRST };
        let e = Experience { year, benchmark: 60e6, spending: 57e6, quality: 1.0, professional: 0.0 };
        let whole = contract(0.5, 0.0, 0.0);
        let cut = SharedSavings {
            truncation: Some(Truncation {
                percentile: Some(Share(0.95)),
                dollars: None,
                stated_at: Some(Share(0.99)),
            }),
            ..whole.clone()
        };
        let settled = cut.settle(&e);
        assert!(settled.balances());
        assert!((settled.net().dollars() - 1_271_595.0).abs() < 4.0, "{}", settled.net());
        assert_eq!(whole.settle(&e).net(), Cents(150_000_000));
        assert!((cut.noise(6_000.0) - 0.804_732).abs() < 2e-6 && whole.noise(6_000.0) == 1.0);
        // What is expected is what is settled.
        let quality = super::super::QualityOutlook { mean: 1.0, sd: 0.0 };
        let forecast = Forecast {
            year,
            benchmark: 60e6,
            savings_rate: 0.05,
            savings_sd: 0.0,
            quality,
            professional: 0.0,
        };
        let payoff = cut.payoff(&forecast).cases.remove(0).payoff;
        assert!((60e6 * payoff.value(0.05) - settled.net().dollars()).abs() < 0.01);
    }

    #[test]
    fn three_offers_on_one_benchmark() {
        // B = $72M (payer note §8): 50/50 MSR 2 %, 60/40 MSR 1 %, 70/30 MSR 0; losses 0, 40 %, 30 %.
        let offers = [contract(0.5, 0.02, 0.0), contract(0.6, 0.01, 0.4), contract(0.7, 0.0, 0.3)];
        let benchmark = 7_200_000_000_i64;
        for (gross_permille, nets) in [
            (9, [0, 0, 45_360_000]),
            (40, [144_000_000, 172_800_000, 201_600_000]),
            (-30, [0, -86_400_000, -64_800_000]),
        ] {
            let spending = benchmark - benchmark / 1000 * gross_permille;
            for (offer, expected) in offers.iter().zip(nets) {
                assert_eq!(net(offer, benchmark, spending), Cents(expected), "{gross_permille}");
            }
        }
    }
}
