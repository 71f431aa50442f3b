//! Commercial shared savings, one- or two-sided.
//!
//! # What it pays
//! A share of what the attributed population costs less than its benchmark; in a two-sided contract
//! the system also owes a share of what it costs more.
//!
//! # Formula
//! `g = (B − E)/B`. With `g ≥ MSR`: earned = `min(s·q·(B − E), cap·B)`, from the first dollar, or
//! with `deductible` only on the part above `MSR·B`. With `−g ≥ MLR`: owed = `min(l·(E − B), cap·B)`.
//! `q` is the part of the quality ladder that the score earns.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! A dollar of lower cost of care, at `s` times the chance of passing the gate plus the density at
//! the gate; quality, by the slope of the ladder; coding, through the benchmark.
//!
//! # Edge cases
//! Zero sharing is fee-for-service. Exactly at the minimum rate savings are shared. A benchmark of
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
use super::{Case, Category, Experience, Forecast, History, Market, Payoff, Year};
use crate::schema::{Grade, Table, flag, number, optional, parameters, word};
use crate::terms::{Ladder, Rule, Settlement, Sharing};
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
        /// How the benchmark is built.
        benchmark: Benchmark = word("historical");
        /// Most the risk score may raise the benchmark above its base, as a share.
        risk_cap: SignedShare = number(0.03).range(0.0, 1.0)
            .from(Grade::Official, "3 % upward cap of MSSP (42 CFR 425.605), taken over by most commercial contracts");
        /// Years between rebasings; 0 never rebases.
        rebase_every: u64 = number(3.0).range(0.0, 50.0).because("three-year contract terms");
        /// Discount the payer takes from the benchmark before sharing.
        discount: Share = number(0.0).range(0.0, 0.5).because("none unless the contract says so");
    }
    check SharedSavings::check
}

impl SharedSavings {
    fn check(&self, table: &mut Table<'_, '_, '_>) {
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
        let case = match &self.quality {
            None => Case::certain(self.at_part(1.0).payoff()),
            Some(ladder) => {
                let expected = ladder.expected(forecast.quality.mean, forecast.quality.sd);
                let higher = self.at_part(expected.part + POINT * expected.slope).payoff();
                Case { higher: Some(higher), ..Case::certain(self.at_part(expected.part).payoff()) }
            }
        };
        Payoff { cases: vec![case], reward: None }
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.sharing(e.quality).settle(Cents::round(e.benchmark), Cents::round(e.spending))
    }

    fn rules(&self, e: &Experience) -> Vec<Rule> {
        self.sharing(e.quality).rules()
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
