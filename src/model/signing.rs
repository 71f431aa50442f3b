//! What a review of payer contracts goes by: facts about the system, and the thresholds that decide.

use crate::schema::{Grade, ReadTable, empty, number, optional, parameters};
use crate::units::{Members, Months, PerMemberMonth, Ratio, Real, Share, UsdAmount};

parameters! {
    /// From where on the system counts as ready, dimension by dimension.
    pub struct ReadinessLevels {
        /// Most days from a month's end until its claims and attribution files are there.
        claims_lag_days: Real = number(45.0).range(0.0, 730.0)
            .from(Grade::Published, "files monthly within 45 days (PayerPrice, value-based contracting)");
        /// Least part of the payer's list of a sample month that the system finds again.
        attribution_match: Share = number(0.95)
            .because("the published test asks for a sample month that can be reproduced and gives no level; one in twenty on the list by error is what the clause is priced at");
        /// Most Medicare or Medicare Advantage lives to a care manager.
        medicare_lives: Members = number(3_000.0).range(100.0, 100_000.0)
            .from(Grade::Published, "1 for 3,000 (Kozlowski, Advisory Board 2015); 2,500-5,000 by acuity (PayerPrice)");
        /// Most commercial lives to a care manager.
        commercial_lives: Members = number(5_000.0).range(100.0, 100_000.0)
            .from(Grade::Published, "1 for 5,000 (Kozlowski, Advisory Board 2015); 2,500-5,000 by acuity (PayerPrice)");
        /// Most Medicaid lives to a care manager.
        medicaid_lives: Members = number(1_500.0).range(100.0, 100_000.0)
            .from(Grade::Published, "1 for 1,500 (Kozlowski, Advisory Board 2015)");
        /// Least part of the chronic conditions on record that is documented again each year.
        recapture: Share = number(0.80)
            .because("the published test names the capability and gives no level");
        /// Most different quality measures that a physician with patients under every contract reports.
        measures: Real = number(57.0).range(0.0, 1_000.0)
            .from(Grade::Published, "57 measures in 7.6 contracts is what a primary care physician faces (Boone, JAMA Health Forum 2024;5(8):e242020)");
        /// Least months of programme cost that are set aside in cash; as many as the contract takes to pay where
        /// that is more.
        cushion: Months = number(18.0).range(0.0, 120.0)
            .from(Grade::Published, "an 18-month cushion: the first cheque comes after 18-20 months (PayerPrice)");
    }
}

parameters! {
    /// What is usual in the market, lever by lever: between `least` or `most` and `good` a term is usual, beyond `good`
    /// better, on the other side worse.
    pub struct MarketLevels {
        /// Least share of savings in a contract without losses.
        least_upside: Share = number(0.50)
            .from(Grade::Published, "50/50 most common (Managed Care, June 2013)");
        /// Share of savings in a contract without losses from which on it is better than usual.
        good_upside: Share = number(0.60)
            .from(Grade::Published, "60/40 for the well prepared (PayerPrice)");
        /// Least share of savings in a contract with losses.
        least_two_sided: Share = number(0.50)
            .from(Grade::Published, "under 50 % in a two-sided deal leans to the payer (PayerPrice)");
        /// Share of savings in a contract with losses from which on it is better than usual.
        good_two_sided: Share = number(0.70)
            .from(Grade::Published, "70/30 or better with symmetric downside (PayerPrice); up to 80/20 (Managed Care, June 2013)");
        /// Most that savings must reach before anything is shared.
        most_minimum: Share = number(0.03)
            .from(Grade::Published, "above 3 % erases small panels (PayerPrice)");
        /// Minimum savings rate down to which it is better than usual.
        good_minimum: Share = number(0.01)
            .from(Grade::Published, "2 % is usual (Managed Care 2013); an example with 1 % (Axene)");
        /// Least quality pool, as a part of professional revenue under the contract.
        least_quality_pool: Share = number(0.02)
            .from(Grade::Published, "under 2 % rarely pays for its reporting (PayerPrice)");
        /// Quality pool from which on it is better than usual.
        good_quality_pool: Share = number(0.04)
            .from(Grade::Published, "4-10 % does pay for it (PayerPrice)");
        /// Least that fees per member and month leave once what is delegated is paid for; less than nothing is not
        /// written, so 0 asks that delegation be paid.
        least_fees: PerMemberMonth = number(0.0)
            .because("44 % of private contracts pay no care-management fee (NSACO 2014); none should cost money");
        /// Fees per member and month, after what is delegated, from which on they are better than usual.
        good_fees: PerMemberMonth = number(3.79)
            .from(Grade::Published, "the least that care management cost, $3.79-6.43 (AJMC 2013;19(6):509)");
        /// Most of the benchmark that may move to the system's own record in a year: its weight in the benchmark over
        /// the years between rebasings.
        most_ratchet: Share = number(0.50)
            .from(Grade::Derived, "rebased every year on the own record alone a five-year contract of $7.7M loses $3.8M, at half the weight $2.1M (a worked contract of 10,000 lives)");
        /// The same, down to which it is better than usual.
        good_ratchet: Share = number(0.15)
            .because("half the own record every three years, or less");
        /// Most by which growth fixed in advance may lie below the growth of cost that the scenario expects.
        most_trend_gap: Share = number(0.01).range(0.0, 0.3)
            .from(Grade::Published, "Medicare's rail as proposed for 2027: no more than 1.0 point below national growth (91 FR 43842)");
        /// Most that the payer takes off the benchmark before sharing.
        most_discount: Share = number(0.02).range(0.0, 0.5)
            .because("commercial contracts usually take none; Medicare's full-risk models take 2 to 3.5 %");
        /// Most of what a good year pays that reporting for it may cost: savings of 3 % at full quality.
        most_reporting: Share = number(0.50)
            .because("no published level: beyond half, what is earned goes back into reporting");
    }
    check MarketLevels::check
}

parameters! {
    /// What decides between signing, negotiating and walking away.
    pub struct SigningRule {
        /// Dimensions of the six that must be ready before anything is signed.
        ready_to_sign: u64 = number(5.0).range(0.0, 6.0)
            .from(Grade::Published, "pass five or six of six: negotiate terms; fail two or more: readiness is the first project (PayerPrice)");
        /// Dimensions that fall short from which on losses exceed readiness: a contract that can take money is left.
        short_to_walk: u64 = number(3.0).range(1.0, 7.0)
            .from(Grade::Published, "fail three: a readiness problem before it is a contract problem; walk away when downside exceeds readiness (PayerPrice)");
        /// Clauses that cannot be struck from which on a contract is left.
        held_to_walk: u64 = number(2.0).range(1.0, 8.0)
            .from(Grade::Published, "walk away when two flags cannot be struck (PayerPrice)");
        /// Questions left unanswered from which on nothing is signed.
        unanswered_to_wait: u64 = number(3.0).range(1.0, 11.0)
            .from(Grade::Published, "three or more resisted is itself a finding (PayerPrice)");
        /// How bad the year is that cash must bear: standard deviations of the measured savings rate below nothing
        /// saved.
        bad_year: Ratio = number(1.645).range(0.0, 10.0)
            .because("one year in twenty, were results normal and nothing saved");
    }
}

parameters! {
    /// Facts about the system that a review asks for and nothing else in a scenario says, with the levels that it
    /// goes by. Nothing of it moves a simulated dollar.
    pub struct ReviewTerms {
        /// Care managers at work; those that the programmes' money pays for when left out.
        care_managers: Option<Real> = optional().range(0.0, 1e6);
        /// Part of the chronic conditions on record that is documented again each year.
        recapture: Option<Share> = optional();
        /// Cash set aside until the programmes pay.
        cash: Option<UsdAmount> = optional();
        /// From where on the system is ready.
        readiness: ReadinessLevels = empty();
        /// What is usual in the market.
        market: MarketLevels = empty();
        /// What decides.
        decision: SigningRule = empty();
    }
}

impl MarketLevels {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let pairs = [
            ("good_upside", self.least_upside.0, self.good_upside.0, "least_upside"),
            ("good_two_sided", self.least_two_sided.0, self.good_two_sided.0, "least_two_sided"),
            ("good_quality_pool", self.least_quality_pool.0, self.good_quality_pool.0, "least_quality_pool"),
            ("good_fees", self.least_fees.0, self.good_fees.0, "least_fees"),
            // Losses never make a smaller share of savings usual.
            ("least_two_sided", self.least_upside.0, self.least_two_sided.0, "least_upside"),
            ("good_two_sided", self.good_upside.0, self.good_two_sided.0, "good_upside"),
        ];
        for (key, least, good, other) in pairs {
            if good < least {
                table.problem(key, format!("found {good}, below {other}, {least}; write {least} or more"));
            }
        }
        let pairs = [
            ("good_minimum", self.most_minimum.0, self.good_minimum.0, "most_minimum"),
            ("good_ratchet", self.most_ratchet.0, self.good_ratchet.0, "most_ratchet"),
        ];
        for (key, most, good, other) in pairs {
            if good > most {
                table.problem(key, format!("found {good}, above {other}, {most}; write {most} or less"));
            }
        }
    }
}
