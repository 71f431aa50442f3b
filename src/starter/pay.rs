//! What no public file holds: other payers, what the system does with savings, how physicians are paid.

use super::manuscript::{Manuscript, plain};

/// Everything that is paid by the visit.
pub(super) fn other_payers(draft: &mut Manuscript, share: f64) {
    draft.section("payer -> system: everybody else");
    draft.say(
        "Nothing here is public. Add your other value contracts as [contract.NAME]; \
         `cascade catalogue contracts` lists the kinds. The shares of revenue add up to 1.",
    );
    draft.gap();
    draft.table("contract.book");
    draft.key("payer", "\"All other payers\"");
    draft.key("line", "\"commercial\"");
    draft.yours("revenue_share", &plain(share, 4), "what the value contracts leave");
    draft.yours("price_per_wrvu", "76", "all payers: $76.63 per wRVU in 2025 (Kaufman Hall)");
    draft.yours("spending", "6500", "cost of care of a person and year");
    draft.key("terms", "\"fee_for_service\"");
}

/// The waterfall.
pub(super) fn allocation(draft: &mut Manuscript) {
    draft.section("what the system does with what is earned");
    draft.gap();
    draft.table("allocation");
    draft.yours("infrastructure", "0.33", "mean of 176 ACOs (Schulz 2015)");
    draft.yours("physicians", "0.0", "what is passed on today");
}

/// The plans of physicians.
pub(super) fn plans(draft: &mut Manuscript, with_specialists: bool) {
    draft.section("system -> physician");
    draft.say("No pay is public. `cascade catalogue models` lists what a plan can be made of.");
    draft.gap();
    draft.table("plan.primary_care");
    draft.key("title", "\"Base re-set each year, wRVU bonus, quality bonus\"");
    draft.yours("guarantee", "{ per_fte = 279000, months = 24 }", "for new hires");
    draft.yours("fair_market_value", "{ cap_per_fte = 480000 }", "your valuer's opinion");
    pay(draft, "primary_care", "salary", "{ per_fte = 71000 }", "what does not move");
    pay(
        draft,
        "primary_care",
        "rebased_salary",
        "{ per_fte = 137000, target = 5430, most_change = 0.10 }",
        "what last year's wRVUs set anew",
    );
    pay(
        draft,
        "primary_care",
        "wrvu",
        "{ tiers = [{ rate = 0 }, { above = 3000, rate = 30.5 }] }",
        "threshold and rate",
    );
    pay(draft, "primary_care", "quality_bonus", &bonus(36_000.0), "bonus and ladder");
    if with_specialists {
        draft.gap();
        draft.table("plan.specialist");
        draft.key("title", "\"wRVU with a fixed part, small quality bonus\"");
        pay(draft, "specialist", "salary", "{ per_fte = 42000 }", "call and other fixed pay");
        pay(draft, "specialist", "wrvu", "{ tiers = [{ rate = 56 }] }", "rate");
        pay(draft, "specialist", "quality_bonus", &bonus(42_400.0), "bonus and ladder");
    }
}

/// One component of a plan.
fn pay(draft: &mut Manuscript, plan: &str, component: &str, terms: &str, what: &str) {
    draft.put(&format!("[[plan.{plan}.pay]]"));
    draft.yours(component, terms, what);
}

/// A bonus on the ladder from 65 to 85 %.
fn bonus(most: f64) -> String {
    format!("{{ per_fte = {}, ladder = {{ threshold = 0.65, target = 0.85 }} }}", plain(most, 0))
}

/// One idea of what could change.
pub(super) fn variant(draft: &mut Manuscript) {
    draft.section("what could be done about it");
    draft.say("A variant states only what differs; it meets the same luck as the baseline.");
    draft.gap();
    draft.table("variant.pass_through");
    draft.key("title", "\"A third for primary care\"");
    draft.table("variant.pass_through.allocation");
    draft.key("physicians", "0.33");
    draft.table("variant.pass_through.allocation.pool.primary_care");
    draft.key("share", "1.0");
    draft.key("weights", "{ equal = 0.5, attribution = 0.5 }");
    draft.table("variant.pass_through.plan.primary_care.pay.shared_savings");
    draft.key("pool", "\"primary_care\"");
    draft.say("What pays for it: solved so that all pay over the years, were nobody to respond, is today's.");
    draft.table("variant.pass_through.funding");
    draft.key("plans", "[\"primary_care\"]");
    draft.key("by", "\"rate_and_base\"");
}
