//! What is advised is enough when it is done as it is printed; and what nobody can do is not advised.

use super::*;

/// The last way up, as it is printed.
fn advice(facts: &SigningFacts) -> Vec<WantedChange> {
    what_changes(facts, 0, None, verdict(facts)).up.last().unwrap().changes.clone()
}

#[test]
fn cash_that_is_advised_bears_the_year_that_it_is_for() {
    // $973,083 as worked out for a bad year: in whole thousands above it, and not the $973,000 that lie nearest.
    let has = |cash: f64| {
        with(|facts| {
            facts.noise = 2.0;
            facts.review.cash = Some(UsdAmount(cash));
        })
    };
    let told = consider(&has(973_000.0), 0, None).decision;
    assert_eq!(told.verdict, SigningVerdict::WalkAway);
    assert_eq!(told.against[0].says, "one year in twenty takes $974,000, and $973,000 are set aside");
    let advised = advice(&has(973_000.0));
    assert_eq!(advised[0].says, "$974,000 set aside in cash, which bears a bad year");
    assert_eq!((advised.len(), advised[0].place.as_str()), (1, "review.cash"));
    assert_eq!(verdict(&has(974_000.0)), SigningVerdict::Sign);
}

#[test]
fn two_contracts_do_not_bear_their_bad_years_on_the_same_cash() {
    // Twice $973,083, of luck of their own: √2 times that is $1,376,147. A million bears one of them, not both.
    let both = |cash: f64| {
        with(|facts| {
            facts.noise = 2.0;
            facts.contracts.push(facts.contracts[0].clone());
            facts.review.cash = Some(UsdAmount(cash));
        })
    };
    assert_eq!(gates(&both(1e6)), [SigningGate::BadYear]);
    assert_eq!(gates(&both(1_376_000.0)), [SigningGate::BadYear]);
    assert_eq!(verdict(&both(1_377_000.0)), SigningVerdict::Sign);
    assert_eq!(advice(&both(1e6))[0].says, "$1,377,000 set aside in cash, which bears a bad year");
    // What the programmes need until first money is spent by then: $2 × 27,000 lives × 19 months is $1,026,000 for
    // one contract, with $973,083 $1,999,083.
    let unpaid = |cash: f64| {
        with(|facts| {
            facts.noise = 2.0;
            facts.contracts[0].contract.care_management_fee = PerMemberMonth(2.0);
            facts.review.cash = Some(UsdAmount(cash));
        })
    };
    assert_eq!(gates(&unpaid(1_999_000.0)), [SigningGate::BadYear]);
    assert!(!gates(&unpaid(2_000_000.0)).contains(&SigningGate::BadYear));
}

#[test]
fn a_contract_that_owes_in_the_mean_is_not_borne_by_luck_alone() {
    // $10M owed over five years are $2M in a mean year, whatever luck around the benchmark takes.
    let seen = SeenContract {
        name: "blue".to_owned(),
        years: 5,
        trials: 64,
        earned: 30e6,
        owed: 10e6,
        programme: -1e6,
        error: 1.0,
        earns: 0.5,
        owes: 0.5,
        benchmarks: Vec::new(),
        is_whole: true,
    };
    let has = |cash: f64| with(|facts| facts.review.cash = Some(UsdAmount(cash)));
    let told = |cash: f64| consider(&has(cash), 0, Some(&seen)).decision;
    assert_eq!(told(2e6).verdict, SigningVerdict::Sign);
    assert_eq!(
        told(1.9e6).against[0].says,
        "as simulated a mean year takes $2,000,000, and $1,900,000 are set aside"
    );
    let up = what_changes(&has(1.9e6), 0, Some(&seen), SigningVerdict::WalkAway).up;
    assert_eq!(up[0].changes[0].says, "$2,000,000 set aside in cash, which bears a bad year");
    // Where it leaves less than it takes and nothing else speaks against it, no way up is told that lists nothing.
    let losing = SeenContract { earned: 0.0, ..seen.clone() };
    let now = consider(&has(50e6), 0, Some(&losing)).decision.verdict;
    assert_eq!(now, SigningVerdict::Negotiate);
    assert!(what_changes(&has(50e6), 0, Some(&losing), now).up.is_empty());
    assert_eq!(seen.programme_told(), "$1.0M of fees beyond what its programme costs");
}

#[test]
fn care_managers_that_are_advised_are_enough() {
    // 53,060 lives at 5,000 each: 10.612.
    let at = |managers: f64| {
        with(|facts| {
            facts.contracts[0].lives = 53_060.0;
            facts.review.care_managers = Some(Real(managers));
            facts.review.decision.ready_to_sign = 6;
        })
    };
    assert_eq!(verdict(&at(10.6)), SigningVerdict::Negotiate);
    let advised = advice(&at(10.6));
    assert_eq!((advised.len(), advised[0].says.as_str()), (1, "10.7 care managers at work"));
    assert_eq!(verdict(&at(10.7)), SigningVerdict::Sign);
    assert_eq!(state_in(&at(10.6), ReadinessDimension::CareManagers), ReadinessState::Short);
    let found = readiness(&at(10.6));
    let found = found.iter().find(|check| check.dimension == ReadinessDimension::CareManagers).unwrap();
    assert_eq!(found.asks, "10.7 care managers at least");
    assert!(found.says.starts_with("10.6 care managers"), "{}", found.says);
    assert!(found.missing.starts_with("0.1 care managers"), "{}", found.missing);
    // Exactly at the level it is met.
    assert_eq!(state_in(&at(10.612), ReadinessDimension::CareManagers), ReadinessState::Ready);
}

#[test]
fn what_a_decision_is_said_to_hold_to_it_holds_to() {
    let facts = with(|facts| {
        facts.noise = 2.0;
        facts.review.cash = Some(UsdAmount(50e6));
    });
    let down = what_changes(&facts, 0, None, SigningVerdict::Sign).down;
    let cash = down.iter().find(|hold| hold.place == "review.cash").unwrap();
    // It falls below $973,083.x: the whole dollar above holds.
    let to = cash.says.rsplit('$').next().unwrap().replace(',', "").parse::<f64>().unwrap();
    let at = |cash: f64| {
        let mut facts = facts.clone();
        facts.review.cash = Some(UsdAmount(cash));
        verdict(&facts)
    };
    assert_eq!((at(to), at(to - 1.0)), (SigningVerdict::Sign, SigningVerdict::WalkAway), "{}", cash.says);
}

#[test]
fn a_cap_on_savings_is_no_tighter_than_that_on_losses() {
    let capped = |cap: f64| with(|facts| shared(facts).savings_cap = Share(cap));
    let split = |cap: f64| lever(&capped(cap), MarketLever::Split).against;
    assert_eq!([split(0.03), split(0.0299)], [AgainstMarket::Better, AgainstMarket::Worse]);
    assert_eq!(verdict(&capped(0.02)), SigningVerdict::Negotiate);
    let advised = advice(&capped(0.02));
    assert_eq!(advised.len(), 1);
    assert_eq!(advised[0].says, "70 % of savings up to 3 % of the benchmark (savings_cap), 30 % of losses");
    // Without losses there is no cap to compare it with.
    let upside = with(|facts| {
        (shared(facts).loss_rate, shared(facts).savings_cap) = (Share(0.0), Share(0.02));
    });
    assert_eq!(lever(&upside, MarketLever::Split).against, AgainstMarket::Better);
}

/// The Shared Savings Program, level E of its basic track, for 5,000 people at $12,700.
fn programme(per_measure: f64) -> SigningFacts {
    let text = CLEAN
        .replace("line = \"commercial\"\nrevenue_share = 0.4", "line = \"medicare\"\nrevenue_share = 0.4");
    let from = text.find("[contract.blue.terms.shared_savings]").unwrap();
    let to = text.find("[contract.blue.answers]").unwrap();
    let text = text.replace(&text[from..to], "[contract.blue.terms.mssp]\nlevel = \"basic_e\"\n");
    let mut facts = SigningFacts::of(&model(&text), 0);
    facts.contracts[0].lives = 5_000.0;
    facts.contracts[0].contract.spending.0 = 12_700.0;
    (facts.overlap, facts.per_measure) = (0.3, per_measure);
    facts
}

#[test]
fn a_good_year_of_a_programme_reaches_its_minimum_rate() {
    // 3.9 % for 5,000 people, half of it from the first dollar, less 2 % sequestration: 0.5 × 0.039 × 5,000 × $12,700 is
    // $1,238,250, of which $1,213,485 are paid.
    let facts = programme(100.0);
    let good = facts.contracts[0].good_year(&facts);
    assert!((good - 1_213_485.0).abs() < 1.0, "{good}");
}

#[test]
fn what_law_asks_for_is_not_asked_to_be_changed() {
    // Ten measures of which seven are its own, sixty physicians: at $1,445 each $606,900, more than half of $1,213,485.
    let flag = |per_measure: f64| {
        let facts = programme(per_measure);
        seven_flags(&facts, &facts.contracts[0]).pop().unwrap()
    };
    assert!(!flag(1_444.0).stands);
    let found = flag(1_445.0);
    assert!(found.stands && found.is_held && found.wants.is_empty(), "{found:?}");
    let facts = programme(1_445.0);
    let changes = what_changes(&facts, 0, None, verdict(&facts));
    let all = changes.up.iter().flat_map(|way| &way.changes);
    assert!(all.clone().all(|change| !change.place.contains("measures")), "{changes:?}");
    let reasons = consider(&facts, 0, None).decision.against;
    assert!(
        reasons.iter().any(|reason| reason.says.contains("the law of the programme has: reporting lift"))
    );
}

#[test]
fn measures_are_fewer_only_under_agreements_and_in_whole_ones() {
    // 40 by law and 40 by agreement, of which 30 % overlap: 0.7 × 80 + 0.3 × 40 = 68. With 24: 44.8 + 12 = 56.8; with
    // 25: 45.5 + 12 = 57.5. At most 57.
    let mut facts = programme(0.0);
    let mut agreed = clean().contracts[0].clone();
    agreed.name = "plan".to_owned();
    facts.contracts[0].contract.measures = Real(40.0);
    agreed.contract.measures = Real(40.0);
    facts.contracts.push(agreed);
    assert!((facts.measures() - 68.0).abs() < 1e-9);
    let made = changes::fewer_in_all(&facts, 57.0).unwrap();
    assert_eq!(
        made.change.says,
        "57 different measures at most for a physician under every contract: 24 under plan"
    );
    (made.make)(&mut facts);
    assert!((facts.measures() - 56.8).abs() < 1e-9);
    assert_eq!(facts.contracts[0].contract.measures, Real(40.0));
    // Where law alone asks for too many, nothing of it can be asked.
    assert!(changes::fewer_in_all(&facts, 20.0).is_none());
}
