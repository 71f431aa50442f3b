//! Programmes that have not begun, have ended, or closed a track; and what is to follow an end.

use super::*;

const TERMS: &str = "terms = { shared_savings = { sharing_rate = 0.5 } }";

/// The sound scenario, 2026 and 2027, with other lines in the place of the terms of `aco`.
fn aco(name: &'static str, lines: &str, says: &'static [&'static str]) -> Case {
    put(name, TERMS, lines, says)
}

#[test]
fn years_that_programmes_do_not_have() {
    every_one_is_refused(vec![
        aco(
            "a programme that has not begun",
            "terms = { lead = { arrangement = \"global\", spending_group = \"higher\" } }\nfirst_year = ⇢2026",
            &[
                "contract.aco.first_year: found 2026 as the first year of `lead`, which begins in 2027 … write first_year = 2027",
            ],
        ),
        aco(
            "a programme that is over",
            "terms = ⇢{ bpci_advanced = {} }",
            &[
                "contract.aco.terms: found 2026 as its first year in the scenario, and `bpci_advanced` ends after 2025 … write terms = \"fee_for_service\"",
            ],
        ),
        aco(
            "a last year after the programme's",
            "terms = { reach = { arrangement = \"global\" } }\nlast_year = ⇢2030",
            &["contract.aco.last_year: found 2030 as the last year of `reach`, which ends after 2026"],
        ),
        aco(
            "a last year before the first",
            "terms = { mssp = { level = \"enhanced\" } }\nfirst_year = 2024\nlast_year = ⇢2023",
            &["contract.aco.last_year: found 2023, before the first year, 2024; write 2024 or later"],
        ),
        aco(
            "a closed track",
            "terms = { mssp = { level = ⇢\"track_3\" } }",
            &[
                "contract.aco.terms.mssp.level: found \"track_3\" for 2026; that track closed after 2021; write a level of BASIC",
            ],
        ),
        aco(
            "a one-sided agreement from 2027 that is not the first",
            "terms = { mssp = { level = ⇢\"basic_b\", agreement = 2 } }\nfirst_year = 2027",
            &[
                "contract.aco.terms.mssp.level: found \"basic_b\", which is one-sided, for 2027, year 1 of agreement period 2",
            ],
        ),
    ]);
}

#[test]
fn what_follows_an_end() {
    let reach = "terms = { reach = { arrangement = \"global\" } }\n";
    let next = "[contract.next]\npayer = \"P\"\nline = \"commercial\"\nrevenue_share = 0\nspending = 6000\nterms = { mssp = { level = \"enhanced\" } }\n";
    let with = |name, lines: &str, says| {
        let mut case = aco(name, &format!("{reach}{lines}"), says);
        case.scenario.extend(next.bytes());
        case
    };
    every_one_is_refused(vec![
        case(
            "nobody says",
            sound()
                .replace(TERMS, "terms = { reach = { arrangement = \"global\" } }")
                .replace("[contract.aco]", "⇢[contract.aco]"),
            &[
                "contract.aco: `reach` ends after 2026 … and the scenario runs to 2027; write after_end = \"fee_for_service\" … or years = 1 in [run]",
            ],
        ),
        aco(
            "a contract that is not there",
            "terms = { reach = { arrangement = \"global\" } }\nafter_end = ⇢\"lead\"",
            &["contract.aco.after_end: there is no contract \"lead\"; write `fee_for_service`"],
        ),
        aco(
            "itself",
            "terms = { reach = { arrangement = \"global\" } }\nafter_end = ⇢\"aco\"",
            &["contract.aco.after_end: found \"aco\" itself; name the contract that takes over"],
        ),
        aco(
            "an end that never comes",
            "terms = { mssp = { level = \"enhanced\" } }\nafter_end = ⇢\"fee_for_service\"",
            &[
                "contract.aco.after_end: the agreement has no last year that anything could follow; write last_year",
            ],
        ),
        with(
            "a successor without its first year",
            "after_end = ⇢\"next\"",
            &[
                "contract.aco.after_end: `next` begins in 2026, and this agreement ends after 2026; write first_year = 2027 in [contract.next], which then has neither people nor revenue before, or name a contract that waits for this one",
            ],
        ),
        case(
            "lives under a successor",
            sound()
                .replace(TERMS, "terms = { reach = { arrangement = \"global\" } }\nafter_end = \"next\"")
                .replace("[roster]\nfile = \"roster.csv\"\n", "[cohort.a]\ncount = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 5000\nlives = { aco = 10, next = ⇢5 }\n")
                + &next.replace("revenue_share = 0\n", "revenue_share = 0.4\nfirst_year = 2027\n"),
            &["cohort.a.lives.next: found lives under `next`, which takes over those of `aco` when that ends; write them under `aco` alone"],
        ),
        aco(
            "base years of another agreement",
            "terms = { mssp = { level = \"enhanced\", benchmark = { base_years = { last = ⇢2023, types = [{ kind = \"aged_non_dual\", share = 1.0, spending = [1e4, 1e4, 1e4] }] } } } }",
            &["contract.aco.terms.mssp.benchmark.base_years.last: found 2023, and the agreement in force begins in 2026, so that its third base year is 2025; write 2025, or the agreement's first_year = 2024"],
        ),
        aco(
            "a benchmark of the agreement before",
            "terms = { mssp = { level = \"enhanced\", benchmark = { stated = { updated = 12000, year = ⇢2022 } } } }",
            &["contract.aco.terms.mssp.benchmark.stated.year: found 2022; a published benchmark is of the agreement in force, which begins in 2026"],
        ),
        aco(
            "prior savings of a first agreement",
            "terms = { mssp = { level = \"enhanced\", prior_savings = ⇢300 } }",
            &["contract.aco.terms.mssp.prior_savings: found 300 in a first agreement, which has none before it; write agreement = 2 or more"],
        ),
        aco(
            "a later agreement numbered as the first",
            "terms = { mssp = { level = \"basic_a\" } }\nlast_year = 2026\nafter_end = \"next\"\n[contract.next]\npayer = \"Medicare\"\nline = \"commercial\"\nrevenue_share = 0\nspending = 12000\nfirst_year = 2027\nterms = { mssp = ⇢{ level = \"basic_a\" } }",
            &["contract.next.terms.mssp.agreement: found 1, and `aco`, from which `next` takes over, ends in agreement period 1; write agreement = 2"],
        ),
        aco(
            "the factor of qualifying participants twice",
            "terms = { mips = { qualifying = { payment_share = 0.8 } } }\nprices = ⇢{ statutory = { qualifying = true } }",
            &[
                "contract.aco.prices: found the factor for qualifying participants beside terms.mips.qualifying",
            ],
        ),
        aco(
            "no price at all",
            "terms = \"fee_for_service\"\nprices = { by_year = { factors = ⇢[] } }",
            &["contract.aco.prices.by_year.factors: found no price; write one for each year"],
        ),
        aco(
            "a year stated twice",
            "terms = { mips = { qualifying = { payment_share = 0.8, years = ⇢[{ year = 2027 }, { year = 2027, lump_sum = 0.01 }] } } }",
            &["contract.aco.terms.mips.qualifying.years: found 2027 twice; state a performance year once"],
        ),
    ]);
}

/// Clauses are asked of terms by trying them out, which terms that are wrong cannot be.
#[test]
fn terms_that_are_wrong_are_not_tried_out() {
    let bands = "corridor = ⇢[{ to = 0.08, share = 1.0 }, { to = 0.03, share = 0.5 }]";
    let lines = format!(
        "terms = {{ percent_of_premium = {{ premium = 1250, share = 0.85, {bands} }} }}\nclauses = {{ termination = {{ by_system = 0.5 }} }}"
    );
    let says = &[
        "contract.aco.terms.percent_of_premium.corridor: the bands do not ascend; write each with a larger `to` than the one before",
    ];
    every_one_is_refused(vec![aco("bands that descend", &lines, says)]);
}
