//! Broken scenarios: files, numbers and words, parts that do not fit together, variants.

#![expect(clippy::too_many_lines, reason = "tables of cases")]

use super::*;

#[test]
fn files_that_are_no_scenario() {
    let with_name = |name: &str| sound().replace("Clinic", name);
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(sound().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut latin = with_name("Clinique ").into_bytes();
    let at = latin.windows(9).position(|w| w == b"Clinique ").unwrap() + 9;
    latin.splice(at..at, [HERE.as_bytes(), b"\xE9"].concat());
    every_one_is_refused(vec![
        case("nothing at all", "⇢", &["the file is empty; `cascade init DIR` writes a starter"]),
        case("only spaces", "⇢ \n\n", &["the file is empty"]),
        case(
            "only a comment",
            "⇢⇢⇢⇢# later\n",
            &[
                "scenario: missing; write a section [scenario]",
                "system: missing; write a section [system]",
                "contract: missing; write at least one `[contract.<name>]`",
                "plan: missing; write at least one `[plan.<name>]`",
            ],
        ),
        case("UTF-16", [HERE.as_bytes(), &utf16].concat(), &["the file is UTF-16; save it as UTF-8"]),
        case("Latin-1", latin, &["found the byte 0xE9, which is not UTF-8; save the file as UTF-8"]),
        case("prose", "this ⇢is not a scenario", &["this is not TOML … write `name = value`"]),
        case("JSON", "⇢{\"run\": 1}", &["this is not TOML"]),
        put(
            "a quote that does not close",
            "\"Clinic\"",
            "\"Clinic⇢",
            &["the text does not end; close it with a quote"],
        ),
        put("a zero byte", "Clinic", "Cli⇢\0nic", &["the text holds a hidden character; take it away"]),
        put(
            "a written-out control character",
            "\"Clinic\"",
            "⇢\"Cli\\u0007nic\"",
            &["system.name: found the hidden character U+0007"],
        ),
        put(
            "a switch of writing direction",
            "\"Clinic\"",
            "⇢\"Cli\u{202e}nic\"",
            &["system.name: found the hidden character U+202E"],
        ),
        put(
            "a key given twice",
            "years = 2",
            "years = 2\n⇢years = 3",
            &["stands twice … keep one of the two"],
        ),
        put("a section given twice", "[system]", "[⇢run]\n[system]", &["stands twice in the same section"]),
        case(
            "brackets without end",
            format!("a = {}⇢{}{}", "[".repeat(80), "[".repeat(20_000), "]".repeat(20_080)),
            &["too many deep"],
        ),
        case("tables without end", format!("⇢{}a = 1", "a.".repeat(5_000)), &["too many deep"]),
        case("a line of 5 MB", format!("{}⇢", "z".repeat(5_000_000)), &["this is not TOML"]),
        case(
            "a text of 5 MB",
            sound().replace("\"Clinic\"", &format!("⇢\"{}\"", "x".repeat(5_000_000))),
            &["system.name: found a text of 5000000 characters; write at most 200"],
        ),
        case(
            "a key of 5 MB",
            format!("{}⇢{} = 1\n", sound(), "y".repeat(5_000_000)),
            &["unknown key `yyy … more characters"],
        ),
    ]);
}

#[test]
fn numbers_words_and_names() {
    every_one_is_refused(vec![
        put("a key misspelt", "years = 2", "⇢yers = 2", &["run: unknown key `yers`; did you mean `years`?"]),
        put(
            "a section misspelt",
            "[allocation]",
            "[⇢alocation]",
            &["unknown key `alocation`; did you mean `allocation`?"],
        ),
        add(
            "a section nobody knows",
            "[⇢weather]\nrain = 1\n",
            &["unknown key `weather`; allowed here: `engine`, `scenario`, `run` … or `review`"],
        ),
        put(
            "text for a number",
            "years = 2",
            "years = ⇢\"two\"",
            &["run.years: found \"two\"; `years` is a whole number between 1 and 50"],
        ),
        put(
            "a fraction of a year",
            "years = 2",
            "years = ⇢2.5",
            &["run.years: found 2.5; `years` is a whole number between 1 and 50"],
        ),
        put(
            "no years",
            "years = 2",
            "years = ⇢0",
            &["run.years: found 0; `years` is a whole number between 1 and 50"],
        ),
        put(
            "more years than anyone plans",
            "years = 2",
            "years = ⇢51",
            &["run.years: found 51; `years` is a whole number between 1 and 50"],
        ),
        put(
            "no trials",
            "trials = 16",
            "trials = ⇢0",
            &["run.trials: found 0; `trials` is a whole number between 1 and 100000000"],
        ),
        put(
            "a flag for a number",
            "trials = 16",
            "trials = ⇢true",
            &["run.trials: found true; `trials` is a whole number"],
        ),
        put(
            "a date for a number",
            "seed = 1",
            "seed = ⇢2026-01-01",
            &["run.seed: found \"2026-01-01\"; `seed` is a whole number"],
        ),
        put(
            "a seed below zero",
            "seed = 1",
            "seed = ⇢-1",
            &["run.seed: found -1; `seed` is a whole number between 0 and 9223372036854775807"],
        ),
        put(
            "a whole number without end",
            "seed = 1",
            "seed = ⇢123456789012345678901234567890",
            &["found 123456789012345678901234567890; whole numbers go up to 9223372036854775807"],
        ),
        put(
            "rules that are not written yet",
            "engine = 1",
            "engine = ⇢2",
            &["engine: found 2; `engine` can only be 1"],
        ),
        put(
            "a share as a percentage",
            "revenue_share = 0.4",
            "revenue_share = ⇢40",
            &[
                "contract.aco.revenue_share: found 40; `revenue_share` is a share between 0 and 1 (write 0.12 for 12 %)",
            ],
        ),
        put(
            "a share with a percent sign",
            "revenue_share = 0.4",
            "revenue_share = ⇢\"40 %\"",
            &[
                "contract.aco.revenue_share: found \"40 %\"; `revenue_share` is a share between 0 and 1, or a distribution (write 0.12 for 12 %)",
            ],
        ),
        put(
            "spending of a nation",
            "spending = 6000",
            "spending = ⇢9e15",
            &[
                "contract.aco.spending: found 9000000000000000; `spending` lies between 100 and 200000 $/person/year",
            ],
        ),
        trend("infinity", "⇢inf", &["found inf; write a finite number"]),
        trend("no number", "⇢nan", &["found nan; write a finite number"]),
        trend("beyond every number", "⇢1e400", &["found 1e400; write a finite number"]),
        trend(
            "a list for a number",
            "⇢[0.05]",
            &[
                "contract.aco.trend: found a list of 1; `trend` is a share between -0.2 and 0.3, or a distribution",
            ],
        ),
        put(
            "a list of a million for a number",
            "seed = 1",
            &format!("seed = ⇢[{}]", "1,".repeat(1_000_000)),
            &["run.seed: found a list of 1000000; `seed` is a whole number"],
        ),
        put(
            "a required text left out",
            "[contract.aco]\npayer = \"Payer\"",
            "⇢[contract.aco]",
            &["contract.aco.payer: missing; write `payer = \"…\"`"],
        ),
        put(
            "an empty text",
            "\"Clinic\"",
            "⇢\"  \"",
            &["system.name: `name` is empty; write some text between the quotes"],
        ),
        put(
            "a number for a title",
            "\"To be broken\"",
            "⇢12",
            &["scenario.title: found 12; expected text in quotes"],
        ),
        put(
            "a name with a blank",
            "[contract.book]",
            "[contract.⇢\"the book\"]",
            &[
                "contract: found the name \"the book\"; a name is made of up to 100 letters, digits, `_` and `-`",
            ],
        ),
        put(
            "a word misspelt",
            "line = \"commercial\"\nrevenue_share = 0.4",
            "line = ⇢\"comercial\"\nrevenue_share = 0.4",
            &["contract.aco.line: found \"comercial\"; did you mean `commercial`?"],
        ),
        put(
            "a word nobody knows",
            "line = \"commercial\"\nrevenue_share = 0.4",
            "line = ⇢\"barter\"\nrevenue_share = 0.4",
            &["contract.aco.line: found \"barter\"; allowed: `medicare`, … `commercial`"],
        ),
        put(
            "a family of contracts misspelt",
            "{ shared_savings = { sharing_rate",
            "{ ⇢shared_saving = { sharing_rate",
            &["contract.aco.terms: unknown choice `shared_saving`; did you mean `shared_savings`?"],
        ),
        put(
            "two families of contracts at once",
            "terms = { shared_savings = { sharing_rate = 0.5 } }",
            "terms = ⇢{ shared_savings = {}, mssp = {} }",
            &[
                "contract.aco.terms: found `shared_savings` and `mssp`; choose exactly one of `fee_for_service`, … `mssp`",
            ],
        ),
        put(
            "no family of contracts",
            "terms = { shared_savings = { sharing_rate = 0.5 } }",
            "terms = ⇢{}",
            &["contract.aco.terms: found nothing; choose exactly one of `fee_for_service`"],
        ),
    ]);
}

#[test]
fn parts_that_do_not_fit_together() {
    every_one_is_refused(vec![
        put("an interim settlement after the final one", "terms = { shared_savings", "interim = ⇢{ month = 30 }\nterms = { shared_savings", &["contract.aco.interim: found month 30; an interim settlement comes before the final payment in month 21; write 21 or less"]),
        put("a termination by nobody", "terms = { shared_savings", "clauses = { termination = ⇢{ forfeits = true } }\nterms = { shared_savings", &["contract.aco.clauses.termination.by_payer: nobody ends the agreement; write by_payer or by_system above 0, or no termination"]),
        put("clauses where nothing settles", "terms = \"fee_for_service\"", "clauses = ⇢{ audit = { chance = 0.1, share = 0.2 } }\nterms = \"fee_for_service\"", &["contract.book.clauses: a fee-for-service contract settles nothing that a clause could change; remove them or name a contract that settles something"]),
        put("advance where nothing settles", "terms = \"fee_for_service\"", "advance = ⇢{ at_once = 250000 }\nterms = \"fee_for_service\"", &["contract.book.advance: a fee-for-service contract earns no savings that an advance could be taken from; remove it"]),
        put("prepayment where nothing settles", "terms = \"fee_for_service\"", "prepayment = ⇢{ share = 0.05 }\nterms = \"fee_for_service\"", &["contract.book.prepayment: a fee-for-service contract has no benchmark of which a part could be prepaid; remove it"]),
        put("interim where nothing settles", "terms = \"fee_for_service\"", "interim = ⇢{ month = 15 }\nterms = \"fee_for_service\"", &["contract.book.interim: a fee-for-service contract settles nothing, provisionally or finally; remove it"]),
        put("a wrong list where nothing settles", "terms = \"fee_for_service\"", "attribution = { error = ⇢0.05 }\nterms = \"fee_for_service\"", &["contract.book.attribution.error: a fee-for-service contract settles on no list"]),
        put("a change of measures that nobody hears of", "terms = { shared_savings = { sharing_rate = 0.5 } }", "clauses = { measure_change = ⇢{ chance = 0.5, rise = 0.1 } }\nterms = \"reporting\"", &["contract.aco.clauses.measure_change: nothing that this contract pays depends on the quality score"]),
        put("a system that leaves over losses it never has", "terms = { shared_savings = { sharing_rate = 0.5 } }", "clauses = { termination = { by_system = ⇢0.5 } }\nterms = { mssp = { level = \"basic_b\" } }", &["contract.aco.clauses.termination.by_system: the system ends the agreement after a year in which it owed money, and under this contract it never owes any"]),
        put("a forfeiture to nobody", "terms = { shared_savings = { sharing_rate = 0.5 } }", "clauses = { termination = { by_system = 0.5, forfeits = ⇢true } }\nterms = { reach = { arrangement = \"global\" } }", &["contract.aco.clauses.termination.forfeits: found true, but only a payer who ends"]),
        put("a prospective list that is not known", "terms = { shared_savings = { sharing_rate = 0.5 } }", "attribution = { list_known = ⇢0.8 }\nterms = { shared_savings = { sharing_rate = 0.5 } }", &["contract.aco.attribution.list_known: found 0.8, but a prospective list is known before the year"]),
        put("an interim month that may come too late", "terms = { shared_savings = { sharing_rate = 0.5 } }", "interim = { month = ⇢{ uniform = { min = 14, max = 26 } } }\nterms = { shared_savings = { sharing_rate = 0.5 } }", &["contract.aco.interim.month: the interim settlement may come as late as month 26.00 and the final payment as early as month 21.00"]),
        put("a drawn share of a population", "terms = { shared_savings = { sharing_rate = 0.5 } }", "terms = { reach = { arrangement = \"global\", enrolment = [{ kind = \"esrd\", share = ⇢{ uniform = { min = 0.9, max = 1.0 } } }, { kind = \"aged_disabled\", share = 0.05 }] } }\nafter_end = \"fee_for_service\"", &["contract.aco.terms.reach.enrolment[0].share: found a distribution; the shares of enrolment types add up to 1"]),
        put("shares that binary arithmetic does not add up", "terms = { shared_savings = { sharing_rate = 0.5 } }", "terms = { reach = { arrangement = \"global\", enrolment = ⇢[{ kind = \"esrd\", share = 0.1 }, { kind = \"high_needs\", share = 0.7 }, { kind = \"aged_disabled\", share = 0.15 }] } }", &["the shares add up to 0.95; write"]),
        put("a contract's key among its terms", "terms = { shared_savings = { sharing_rate = 0.5 } }", "terms = { shared_savings = { ⇢clauses = { audit = { chance = 0.1, share = 0.2 } } } }", &["contract.aco.terms.shared_savings: unknown key `clauses`; it belongs to [contract.aco]; write it there"]),
        put("two limits of truncation", "{ sharing_rate = 0.5 }", "{ truncation = { percentile = ⇢0.99, dollars = 100000 } }", &["contract.aco.terms.shared_savings.truncation.percentile: write either percentile, such as 0.99, or dollars, such as 150000"]),
        put("enrolment types that leave some out", "{ shared_savings = { sharing_rate = 0.5 } }", "{ reach = { arrangement = \"global\", enrolment = ⇢[{ kind = \"esrd\", share = 0.1 }] } }", &["contract.aco.terms.reach.enrolment: the shares add up to 0.1; write shares that add up to 1, such as 0.99 and 0.01"]),
        put("types of an MSSP population that leave some out", "{ shared_savings = { sharing_rate = 0.5 } }", "{ mssp = { level = \"basic_b\", enrolment = ⇢[{ kind = \"esrd\", share = 0.1 }] } }", &["contract.aco.terms.mssp.enrolment: the shares add up to 0.1; write shares that add up to 1, such as 0.99 and 0.01"]),
        put("a type of an MSSP population twice", "{ shared_savings = { sharing_rate = 0.5 } }", "{ mssp = { level = \"basic_b\", enrolment = ⇢[{ kind = \"disabled\", share = 0.5 }, { kind = \"disabled\", share = 0.5 }] } }", &["contract.aco.terms.mssp.enrolment: a kind stands twice; write each kind once"]),
        put("a kind that another programme knows", "{ shared_savings = { sharing_rate = 0.5 } }", "{ mssp = { level = \"basic_b\", enrolment = [{ kind = ⇢\"high_needs\", share = 1 }] } }", &["contract.aco.terms.mssp.enrolment[0].kind: found \"high_needs\"; allowed: `esrd`, `disabled`, `aged_dual` or `aged_non_dual`"]),
        put("more revenue than there is", "revenue_share = 0.6", "revenue_share = 0.7", &["contract: the revenue shares of all contracts add up to 1.1000; together they must not exceed 1"]).at("[contract.aco]", "[⇢contract.aco]"),
        put("pools of more than the whole", "share = 1.0", "share = 0.5\n[allocation.pool.b]\nshare = 0.6", &["allocation.pool: the shares of the pools add up to 1.1; they must add up to 1"]).at("[allocation.pool.all]", "[allocation.⇢pool.all]"),
        put("money for more than the whole", "physicians = 0.3", "physicians = ⇢0.9\ninfrastructure = 0.5", &["allocation.physicians: infrastructure, redesigned_care, physicians and staff add up to 1.4; together they must not exceed 1"]),
        put("a pool misspelt", "pool = \"all\"", "pool = \"al\"", &["plan.base.pay: there is no pool \"al\"; did you mean `all`?"]).at("[[plan.base.pay]]\nsalary", "⇢[[plan.base.pay]]\nsalary"),
        put("a component misspelt", "salary = {", "⇢salry = {", &["plan.base.pay[0]: unknown choice `salry`; did you mean `salary`?"]),
        put("two components in one place", "[[plan.base.pay]]\nsalary = { per_fte = 250000 }", "⇢[[plan.base.pay]]\nsalary = { per_fte = 250000 }\nstipend = { hours_per_week = 1 }", &["plan.base.pay[0]: found `salary` and `stipend`; choose exactly one of `salary`,"]),
        put("tiers that fall", "salary = { per_fte = 250000 }", "wrvu = { tiers = ⇢[{ rate = 50, above = 10 }, { rate = 60, above = 5 }] }", &["plan.base.pay[0].wrvu.tiers: thresholds must rise from tier to tier; sort them, lowest first"]),
        put("no tiers", "salary = { per_fte = 250000 }", "wrvu = { tiers = ⇢[] }", &["plan.base.pay[0].wrvu.tiers: the list is empty; write at least one tier, such as [{ rate = 55 }]"]),
        put("a ladder that leads down", "salary = { per_fte = 250000 }", "quality_bonus = { per_fte = 9, ladder = { threshold = 0.9, target = ⇢0.8 } }", &["ladder.target: found 0.8; the target must lie above the threshold of 0.9"]),
        add("redesign of plans that do not exist", "[[redesign]]\nfrom = ⇢\"bas\"\nto = ⇢\"new\"\n", &["redesign[0].from: there is no plan \"bas\"; did you mean `base`?", "redesign[0].to: there is no plan \"new\"; known: `base`"]),
        add("redesign of a plan into itself", "[[redesign]]\nfrom = \"base\"\nto = ⇢\"base\"\n", &["redesign[0].to: found \"base\" for both; a redesign replaces a plan by another"]),
        put("cohorts beside a roster", "[contract.aco]", "[⇢cohort.a]\ncount = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\n[contract.aco]", &["cohort: found cohorts beside a roster file; keep one of the two"]),
        put("no physicians at all", "[roster]\nfile = \"roster.csv\"\n", "", &["there are no physicians; write [roster] with file = \"roster.csv\", or at least one [cohort.<name>]"]).at("# A small", "⇢# A small"),
        cohort("a specialty nobody knows", "count = 2\nspecialty = ⇢\"cardio\"\nplans = { base = 1.0 }\nwrvu = 100\n", &["cohort.a.specialty: unknown specialty \"cardio\"; … use a standard one (`cascade catalogue defaults` lists them) or write [specialty.cardio] with `field`,"]),
        cohort("a plan misspelt", "count = 2\nspecialty = \"cardiology\"\nplans = { bas = ⇢1.0 }\nwrvu = 100\n", &["cohort.a.plans.bas: there is no plan \"bas\"; did you mean `base`?"]),
        cohort("a contract misspelt", "count = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\nlives = { acco = ⇢30 }\n", &["cohort.a.lives.acco: there is no contract \"acco\"; did you mean `aco`?"]),
        cohort("plans for a part of the cohort", "count = 2\nspecialty = \"cardiology\"\nplans = ⇢{ base = 0.9 }\nwrvu = 100\n", &["cohort.a.plans: the shares add up to 0.9; they must add up to 1"]),
        cohort("a cohort of nobody", "count = ⇢0\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\n", &["cohort.a.count: found 0; `count` is a whole number between 1 and 100000"]),
        cohort("wRVUs that reach beyond a roster's", "count = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = ⇢{ lognormal = { median = 9000, sigma = 0.6 } }\n", &["cohort.a.wrvu: the distribution reaches from 397.572500 to 203736.425525; `wrvu` lies between 0 and 100000 wRVU/year; confine it"]),
        cohort("physicians of eighteen", "count = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\nage = ⇢{ uniform = { min = 18, max = 60 } }\n", &["cohort.a.age: the distribution reaches from 18.000004 to 59.999996; `age` lies between 25 and 90 years"]),
        cohort("patients without number", "count = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\npanel = ⇢30000\n", &["cohort.a.panel: found 30000; `panel` lies between 0 and 20000 people"]),
        cohort("more than one and a half positions", "count = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\nclinical_fte = 1.2\nfte_ratio = ⇢1.4\n", &["cohort.a.fte_ratio: at the highest clinical_fte of 1.200 the FTE reaches 1.680; one position is at most 1.5 FTE"]),
        cohort("lives beyond a roster's at the highest FTE", "count = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\nclinical_fte = 1.5\nlives = ⇢{ aco = 15000 }\n", &["cohort.a.lives: under aco it reaches 22500 at the highest FTE"]),
        cohort("a base salary that is not given", "count = 2\nspecialty = \"cardiology\"\nplans = { base = ⇢1.0 }\nwrvu = 100\n", &["cohort.a.plans.base: plan `base` pays each physician's own base salary; give the cohort a base_salary, or state per_fte in the plan"]).at("per_fte = 250000", ""),
    ]);
}

#[test]
fn variants() {
    every_one_is_refused(vec![
        add(
            "a patch of a contract that does not exist",
            "⇢⇢⇢⇢⇢[variant.a.contract.acco]\ntrend = 0.1\n",
            &[
                "contract.acco.payer: missing; … (in variant `a`, which adds `contract.acco`; the scenario itself has `aco` and `book`)",
                "contract.acco.line: missing; choose one of",
                "contract.acco.revenue_share: missing; `revenue_share` is a share between 0 and 1",
                "contract.acco.spending: missing; `spending` lies between 100 and 200000 $/person/year",
                "contract.acco.terms: missing; choose one of `fee_for_service`",
            ],
        ),
        add(
            "a key misspelt",
            "[variant.a.allocation]\n⇢physician = 0.1\n",
            &["allocation: unknown key `physician`; did you mean `physicians`? (in variant `a`)"],
        ),
        add(
            "removal of what is not there",
            "[variant.a]\nremove = [⇢\"allocation.reserve\"]\n",
            &[
                "variant.a.remove: there is no \"allocation.reserve\" to remove; `allocation` has `physicians` and `pool`",
            ],
        ),
        add(
            "removal of what is needed",
            "[variant.a]\nremove = [\"system.name\"]\n",
            &["system.name: missing; write `name = \"…\"` (in variant `a`)"],
        )
        .at("[system]", "⇢[system]"),
        add(
            "a circle",
            "[variant.⇢a]\nbuilds_on = \"b\"\n[variant.⇢b]\nbuilds_on = \"a\"\n",
            &[
                "variant.a.builds_on: variant \"a\" builds on itself; break the circle",
                "variant.b.builds_on: variant \"b\" builds on itself",
            ],
        ),
        add(
            "an ancestor misspelt",
            "[variant.a]\nbuilds_on = ⇢\"mor\"\n",
            &["variant.a.builds_on: there is no variant \"mor\"; did you mean `more`?"],
        ),
        add(
            "other years than the baseline",
            "[variant.a.⇢run]\nyears = 3\n",
            &["variant.a.run: `run` is the same in every arm … change it in the scenario itself"],
        ),
        add(
            "the baseline as a variant",
            "[variant.⇢baseline]\n",
            &["variant.baseline: found the name \"baseline\"; … and not `baseline`"],
        ),
        add(
            "a name that is a path",
            "[variant.⇢\"a/b\"]\n",
            &["found the name \"a/b\"; name a variant with up to 100 letters, digits, `_` and `-`"],
        ),
        add(
            "a number for a variant",
            "[variant]\na = ⇢3\n",
            &["variant.a: write a variant as a table: [variant.<name>]"],
        ),
        add(
            "a number for a title",
            "[variant.a]\ntitle = ⇢3\n",
            &["variant.a.title: found 3; expected text in quotes"],
        ),
        add(
            "a hidden character in a title",
            "[variant.a]\ntitle = ⇢\"Pass\\u202ethrough\"\n",
            &["variant.a.title: found the hidden character U+202E in the text; take it away"],
        ),
        add(
            "a title in two lines",
            "[variant.a]\ntitle = ⇢\"Pass\\nthrough\"\n",
            &["variant.a.title: found a line break or tab in `title`; write it in one line"],
        ),
        add(
            "an empty title",
            "[variant.a]\ntitle = ⇢\" \"\n",
            &["variant.a.title: `title` is empty; write some text between the quotes"],
        ),
        add(
            "a title without end",
            &format!("[variant.a]\ntitle = ⇢\"{}\"\n", "long ".repeat(60)),
            &["variant.a.title: found a text of 300 characters; write at most 200"],
        ),
        add(
            "a name without end",
            &format!("[variant.⇢{}]\n", "long-".repeat(60)),
            &["name a variant with up to 100 letters, digits, `_` and `-`"],
        ),
        add(
            "more variants than anybody reads",
            &(1..=100).map(|n| format!("[variant.v{n}]\n")).collect::<String>(),
            &["variant: found 101 variants; at most 100 are possible in one run"],
        )
        .at("[variant.more]", "[⇢variant.more]"),
    ]);
}
