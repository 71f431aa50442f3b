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
    draft.key("title", "\"Base plus wRVU bonus, small quality bonus\"");
    draft.yours("guarantee", "{ per_fte = 240000, months = 24 }", "for new hires");
    draft.yours("fair_market_value", "{ cap_per_fte = 480000 }", "your valuer's opinion");
    draft.put("[[plan.primary_care.pay]]");
    draft.yours("wrvu_threshold", "{ base_per_fte = 220000, rate = 50 }", "base and rate");
    draft.put("[[plan.primary_care.pay]]");
    draft.yours(
        "quality_bonus",
        "{ per_fte = 20000, ladder = { threshold = 0.70, target = 0.90 } }",
        "bonus and ladder",
    );
    if with_specialists {
        draft.gap();
        draft.table("plan.specialist");
        draft.key("title", "\"wRVU in tiers\"");
        draft.put("[[plan.specialist.pay]]");
        draft.yours("wrvu", "{ tiers = [{ rate = 58 }, { above = 8000, rate = 64 }] }", "rates");
    }
}

/// One idea of what could change.
pub(super) fn variant(draft: &mut Manuscript) {
    draft.section("what could be done about it");
    draft.say(
        "A variant states only what differs; it meets the same luck as the baseline. More: docs/VARIANTS.md.",
    );
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
}
