//! The market's five levers: what each contract says beside what is usual.

use super::facts::{ContractAsked, GoesBy, SigningFacts, TermsBy, goes_by};
use super::readiness::{percent, points};
use crate::model::MarketLevels;
use crate::payer::benchmark::Benchmark;
use crate::payer::{RiskBand, Terms};
use crate::terms::reaches;
use crate::units::words;

words! {
    /// A term that a market has a level for.
    pub enum MarketLever {
        key: "Its key in results.";
        /// The share of savings, and of losses.
        Split = "split",
        /// What savings must reach before anything is shared.
        MinimumRate = "minimum_savings_rate",
        /// What quality can earn.
        QualityPool = "quality_pool",
        /// Fees per member and month, less what is delegated.
        Fees = "fees",
        /// How the benchmark is built, grows and is rebased.
        Benchmark = "benchmark",
    }
}

words! {
    /// How a term stands beside the market, seen from the system.
    pub enum AgainstMarket {
        word: "The word for it.";
        /// Worse than usual.
        Worse = "worse",
        /// As usual.
        Usual = "usual",
        /// Better than usual.
        Better = "better",
        /// The contract has no such term, or the law sets it.
        NotComparable = "not comparable",
    }
}

/// A contract's term beside the market.
#[derive(Clone, Debug)]
pub struct LeverStanding {
    /// Which.
    pub lever: MarketLever,
    /// The contract.
    pub contract: String,
    /// How it stands.
    pub against: AgainstMarket,
    /// The contract's own number, where there is one.
    pub own: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
    /// What the contract says, in words.
    pub says: String,
    /// What is usual, in words.
    pub usual: String,
    /// The level that decides, with its source.
    pub by: GoesBy,
    /// What else counts against it, in words; empty where nothing does.
    pub why: String,
}

impl MarketLever {
    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            MarketLever::Split => "Split of savings and losses",
            MarketLever::MinimumRate => "Minimum savings rate",
            MarketLever::QualityPool => "Quality pool",
            MarketLever::Fees => "Fees less delegation",
            MarketLever::Benchmark => "Benchmark and rebasing",
        }
    }
}

impl AgainstMarket {
    /// Its place from worst to best; what cannot be compared stands with what is usual.
    #[must_use]
    pub const fn rank(self) -> usize {
        match self {
            AgainstMarket::Worse => 0,
            AgainstMarket::Usual | AgainstMarket::NotComparable => 1,
            AgainstMarket::Better => 2,
        }
    }
}

/// Every lever of a contract.
#[must_use]
pub fn against_market(facts: &SigningFacts, asked: &ContractAsked) -> Vec<LeverStanding> {
    let beside = BesideMarket { facts, asked, levels: &facts.review.market };
    vec![beside.split(), beside.minimum(), beside.quality_pool(), beside.fees(), beside.benchmark()]
}

struct BesideMarket<'a> {
    facts: &'a SigningFacts,
    asked: &'a ContractAsked,
    levels: &'a MarketLevels,
}

fn by(key: &str, value: f64) -> GoesBy {
    goes_by("review.market", key, value, MarketLevels::FIELDS)
}

/// Where a number stands between a level below which it is worse and one from which it is better.
fn rising(own: f64, least: f64, good: f64) -> AgainstMarket {
    if !reaches(own, least) {
        AgainstMarket::Worse
    } else if reaches(own, good) && good > least {
        AgainstMarket::Better
    } else {
        AgainstMarket::Usual
    }
}

/// Where a number stands between a level down to which it is better and one above which it is worse.
fn falling(own: f64, good: f64, most: f64) -> AgainstMarket {
    rising(-own, -most, -good)
}

impl BesideMarket<'_> {
    fn standing(&self, lever: MarketLever, unit: &'static str, by: GoesBy) -> LeverStanding {
        LeverStanding {
            lever,
            contract: self.asked.name.clone(),
            against: AgainstMarket::NotComparable,
            own: None,
            unit,
            says: String::new(),
            usual: String::new(),
            by,
            why: String::new(),
        }
    }

    /// What is said of a term that the law of a programme sets.
    fn is_law(&self) -> bool {
        self.asked.terms_by() != TermsBy::Agreement
    }

    /// The share of gains and of losses of the first dollar that is shared.
    fn shares(&self) -> Option<(f64, f64)> {
        let first = |bands: &[RiskBand]| bands.first().map_or(1.0, |band| band.share.0);
        let terms = &self.asked.contract.terms;
        if let Terms::SharedSavings(own) = terms {
            Some((own.sharing_rate.0, own.loss_rate.0))
        } else if let Terms::PercentOfPremium(own) = terms {
            Some((first(&own.corridor), first(&own.corridor)))
        } else if let Terms::DelegatedCapitation(own) = terms {
            Some((first(&own.corridor), first(&own.corridor)))
        } else {
            None
        }
    }

    /// The most that is paid of savings and owed of losses, of the benchmark.
    fn caps(&self) -> Option<(f64, f64)> {
        let Terms::SharedSavings(own) = &self.asked.contract.terms else { return None };
        Some((own.savings_cap.0, own.loss_cap.0))
    }

    fn split(&self) -> LeverStanding {
        let levels = self.levels;
        let shares = self.shares();
        let two_sided = shares.is_some_and(|(_, loss)| loss > 0.0);
        let (key, least, good) = if two_sided {
            ("least_two_sided", levels.least_two_sided.0, levels.good_two_sided.0)
        } else {
            ("least_upside", levels.least_upside.0, levels.good_upside.0)
        };
        let level = by(key, least);
        let mut standing = self.standing(MarketLever::Split, "share of savings", level);
        standing.usual = if two_sided {
            format!("{} to {} of savings and no larger part of losses", percent(least), percent(good))
        } else {
            format!("{} of savings, {} for the well prepared", percent(least), percent(good))
        };
        let Some((gain, loss)) = shares else {
            standing.says = self.no_such("it shares no savings");
            return standing;
        };
        standing.own = Some(gain);
        standing.says = if two_sided {
            format!("{} of savings, {} of losses", percent(gain), percent(loss))
        } else {
            format!("{} of savings, no losses", percent(gain))
        };
        standing.against = rising(gain, least, good);
        if !reaches(gain, loss) {
            standing.against = AgainstMarket::Worse;
            "more of losses than of savings".clone_into(&mut standing.why);
        } else if let Some((savings, losses)) = self.caps().filter(|_| two_sided)
            && !reaches(savings, losses)
        {
            standing.against = AgainstMarket::Worse;
            standing.why = format!(
                "savings are paid up to {} of the benchmark, losses owed up to {}",
                percent(savings),
                percent(losses)
            );
        }
        standing
    }

    fn minimum(&self) -> LeverStanding {
        let levels = self.levels;
        let level = by("most_minimum", levels.most_minimum.0);
        let mut standing = self.standing(MarketLever::MinimumRate, "share of the benchmark", level);
        standing.usual = format!("2 %, and no more than {}", percent(levels.most_minimum.0));
        let (rate, deductible) = match (&self.asked.contract.terms, self.shares()) {
            (Terms::SharedSavings(terms), _) => (terms.minimum_savings_rate.0, terms.deductible),
            (_, Some(_)) => (0.0, false),
            (_, None) => {
                standing.says = self.no_such("it shares no savings");
                return standing;
            }
        };
        let luck = points(self.asked.savings_sd(self.facts.noise));
        standing.own = Some(rate);
        standing.against = falling(rate, levels.good_minimum.0, levels.most_minimum.0);
        standing.says = if rate > 0.0 {
            format!(
                "{} of the benchmark; luck alone moves the rate by {luck} (one standard deviation)",
                percent(rate)
            )
        } else {
            "from the first dollar".to_owned()
        };
        if deductible && standing.against != AgainstMarket::Better && rate > 0.0 {
            standing.against = AgainstMarket::Worse;
            "only what lies above it is shared: the payer keeps that part for good"
                .clone_into(&mut standing.why);
        }
        standing
    }

    fn quality_pool(&self) -> LeverStanding {
        let levels = self.levels;
        let level = by("least_quality_pool", levels.least_quality_pool.0);
        let mut standing = self.standing(MarketLever::QualityPool, "share of professional revenue", level);
        standing.usual = format!(
            "{} of professional revenue or more; {} to 10 % pays for its reporting",
            percent(levels.least_quality_pool.0),
            percent(levels.good_quality_pool.0)
        );
        let Terms::PayForPerformance(terms) = &self.asked.contract.terms else {
            standing.says = self.no_such("it has no pool for quality alone");
            return standing;
        };
        standing.own = Some(terms.pool_share.0);
        standing.says = format!("up to {} of professional revenue", percent(terms.pool_share.0));
        standing.against =
            rising(terms.pool_share.0, levels.least_quality_pool.0, levels.good_quality_pool.0);
        if !reaches(terms.pool_share.0, terms.penalty_share.0) {
            standing.against = AgainstMarket::Worse;
            "more can be taken than can be earned".clone_into(&mut standing.why);
        }
        standing
    }

    fn fees(&self) -> LeverStanding {
        let levels = self.levels;
        let level = by("least_fees", levels.least_fees.0);
        let mut standing = self.standing(MarketLever::Fees, "$ per member and month", level);
        standing.usual = format!(
            "what is delegated is paid for; 56 % of private contracts pay a fee, and care management costs $3.79 to $6.43 (better from ${:.2})",
            levels.good_fees.0
        );
        if self.is_law() || !self.asked.contract.terms.counts_people() {
            standing.says = self.no_such("its lives are not people");
            return standing;
        }
        let (fees, delegated) = self.asked.fees_and_delegated();
        let left = fees - delegated;
        standing.own = Some(left);
        standing.against = rising(left, levels.least_fees.0, levels.good_fees.0);
        standing.says = if delegated > 0.0 {
            let left = format!("${left:.2}").replace("$-", "-$");
            format!("${fees:.2} in fees less ${delegated:.2} for delegated work: {left}")
        } else if fees > 0.0 {
            format!("${fees:.2} in fees, and nothing is delegated")
        } else {
            "no fee, and nothing is delegated".to_owned()
        };
        standing
    }

    fn benchmark(&self) -> LeverStanding {
        let levels = self.levels;
        let level = by("most_ratchet", levels.most_ratchet.0);
        let mut standing = self.standing(MarketLever::Benchmark, "of the benchmark a year", level);
        standing.usual = format!(
            "at most {} of the benchmark moves to the own record in a year, growth no more than {} below cost's, at most {} taken off",
            percent(levels.most_ratchet.0),
            points(levels.most_trend_gap.0),
            percent(levels.most_discount.0)
        );
        let Some(build) = self.build() else {
            standing.says = self.no_such("nothing is settled against a benchmark");
            return standing;
        };
        standing.own = Some(build.ratchet);
        standing.says = build.says;
        standing.against = falling(build.ratchet, levels.good_ratchet.0, levels.most_ratchet.0);
        let mut faults = Vec::new();
        if standing.against == AgainstMarket::Worse {
            faults.push(format!(
                "{} of the benchmark moves to the own record each year",
                percent(build.ratchet)
            ));
        }
        if !reaches(levels.most_trend_gap.0, build.gap) {
            faults.push(format!("it grows {} a year less than cost is expected to", points(build.gap)));
        }
        if !reaches(levels.most_discount.0, build.discount) {
            faults.push(format!("{} is taken off it before sharing", percent(build.discount)));
        }
        let spoilt = build.gap > 0.0 || build.discount > 0.0;
        if !faults.is_empty() {
            standing.against = AgainstMarket::Worse;
        } else if spoilt && standing.against == AgainstMarket::Better {
            standing.against = AgainstMarket::Usual;
        }
        standing.why = faults.join("; ");
        standing
    }

    /// How the benchmark is built.
    fn build(&self) -> Option<BenchmarkBuild> {
        let contract = &self.asked.contract;
        let premium = |growth: f64| BenchmarkBuild {
            ratchet: 0.0,
            gap: (contract.trend.0 - growth).max(0.0),
            discount: 0.0,
            says: format!(
                "a budget that grows {} a year, cost {}",
                percent(growth),
                percent(contract.trend.0)
            ),
        };
        if let Terms::PercentOfPremium(terms) = &contract.terms {
            return Some(premium(terms.premium_growth.0));
        }
        if let Terms::DelegatedCapitation(terms) = &contract.terms {
            return Some(premium(terms.growth.0));
        }
        let Terms::SharedSavings(terms) = &contract.terms else { return None };
        let (own, how, growth) = match &terms.benchmark {
            Benchmark::Historical(_) => (1.0, "the own record".to_owned(), None),
            Benchmark::Regional(_) => (0.0, "the region".to_owned(), None),
            Benchmark::Blended(blend) => {
                let own = blend.own_weight.0;
                (own, format!("{} the own record, the rest the region", percent(own)), None)
            }
            Benchmark::Prospective(fixed) => {
                let growth = fixed.growth.0;
                let says = format!("the own record, growing {} a year, fixed in advance", percent(growth));
                (1.0, says, Some(growth))
            }
        };
        #[expect(clippy::cast_precision_loss, reason = "at most 50 years")]
        let (years, when) = match terms.rebase_every {
            0 => (f64::INFINITY, "never rebased".to_owned()),
            1 => (1.0, "rebased every year".to_owned()),
            every => (every as f64, format!("rebased every {every} years")),
        };
        let discount = terms.discount.0;
        let off = if discount > 0.0 { format!(", less {}", percent(discount)) } else { String::new() };
        Some(BenchmarkBuild {
            ratchet: own / years,
            gap: growth.map_or(0.0, |growth| (contract.trend.0 - growth).max(0.0)),
            discount,
            says: format!("{how}, {when}{off}"),
        })
    }

    /// Why a term cannot be compared.
    fn no_such(&self, otherwise: &str) -> String {
        if self.is_law() { "set by the programme's law".to_owned() } else { otherwise.to_owned() }
    }
}

/// How a benchmark moves against the system.
struct BenchmarkBuild {
    /// Part of it that moves to the own record in a year.
    ratchet: f64,
    /// By how much its growth lies below that of cost, a year.
    gap: f64,
    /// What is taken off before sharing.
    discount: f64,
    /// In words.
    says: String,
}
