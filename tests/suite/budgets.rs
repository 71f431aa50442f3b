//! Withholds against budgets: what is expected is the mean of what is paid, and moves as a saved dollar does.

use super::common::{ByPlace as _, build, run};
use cascade::engine::{Metric, PoolSource, explain_physician};
use cascade::ledger::SystemFlow;

/// Four physicians with 500 members each, whose care usually costs 720 a head. By the luck of who falls ill
/// each one's cost has a standard deviation of 0.5 / sqrt(500) = 2.236 %.
fn scenario(of: &str) -> String {
    format!(
        "behaviour = \"none\"\n[scenario]\ntitle = \"Withhold\"\n[run]\nyears = 1\n[system]\nname = \"Clinic\"\n[roster]\nfile = \"roster.csv\"\n\
         [outlook]\npay_growth = 0\n[workforce]\nturnover = false\n[chance]\nwrvu_cv = 0\nregional_sd = 0\nperson_cv = 0.5\n\
         [contract.book]\npayer = \"All\"\nline = \"commercial\"\nrevenue_share = 1.0\nspending = 720\ntrend = 0\ntrend_sd = 0\nattribution = {{ churn = 0 }}\nterms = \"fee_for_service\"\n\
         [[plan.p.pay]]\ncapitation = {{ per_member_month = 30, withhold = 0.2, budget = {{ of = \"{of}\" }} }}\n"
    )
}

const ROSTER: &str = "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.book\n\
    a,family_medicine,p,1,4000,500,500\nb,family_medicine,p,1,4000,500,500\n\
    c,family_medicine,p,1,4000,500,500\nd,family_medicine,p,1,4000,500,500\n";

#[test]
fn half_of_the_futures_take_from_the_withhold() {
    // The budget is what care costs at the average style: D has mean 0. Alone its sd is 360,000 x 2.236 % =
    // 8,050 and E[max(0, D)] = 8,050 / sqrt(2 pi) = 3,211; the group's sd is twice that and everybody's part of
    // it a quarter: 1,606. 144,000 are paid, and 36,000 of withhold less that. A dollar saved is worth the
    // chance of one half, and in the group a quarter of that.
    for (of, lost, felt) in [("own", 3_211.3, 0.5), ("group", 1_605.7, 0.125)] {
        let model = build(&scenario(of), Some(ROSTER));
        let outcome = run(&model, 2_048, 2);
        for id in ["a", "d"] {
            let pay = outcome.of(0, 0).physician(id).unwrap().get(Metric::Pay);
            assert!(
                (pay.mean - 180_000.0 + lost).abs() < 4.0 * pay.mc_se,
                "{of}: {} {}",
                pay.mean,
                pay.mc_se
            );
        }
        let place = model.directory.physician(0, "a").unwrap();
        let story = explain_physician(&model, 0, 3, 0, place).unwrap();
        assert!((story.stimulus.saved_share - felt).abs() < 1e-5, "{of}: {}", story.stimulus.saved_share);
    }
}

#[test]
fn what_a_group_withholds_is_returned_or_taken() {
    let model = build(&scenario("group"), Some(ROSTER));
    let place = model.directory.physician(0, "b").unwrap();
    let mut taken = 0;
    for trial in 0..12 {
        let story = explain_physician(&model, 0, trial, 0, place).unwrap();
        let [pool] = &story.pools[..] else { panic!("one pool") };
        let PoolSource::Withhold { year, returned } = pool.source else { panic!("a withhold") };
        assert!((year.withheld - 144_000.0).abs() < 1e-6 && (year.budget - 1_440_000.0).abs() < 1e-6);
        let over = (year.cost - year.budget).max(0.0);
        assert!((returned.dollars() - (144_000.0 - over)).abs() < 0.006, "{returned}");
        assert!((pool.pay.dollars() - returned.dollars() / 4.0).abs() < 0.011);
        taken += u32::from(over > 0.0);
    }
    assert!((1..12).contains(&taken), "{taken} of 12 years above the budget");
    let outcome = run(&model, 64, 1);
    let flow = |flow: SystemFlow| {
        let purpose = flow.describe().2;
        let of = outcome.of(0, 0);
        of.rows().find(|row| row.row.metric == purpose).expect("a flow").summary.mean
    };
    let [held, returned, kept] =
        [SystemFlow::WithholdHeld, SystemFlow::WithholdReturned, SystemFlow::WithholdKept].map(flow);
    assert!((held - 144_000.0).abs() < 0.01 && kept > 0.0 && (held - returned - kept).abs() < 0.05);
}
