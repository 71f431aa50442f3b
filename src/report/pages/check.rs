//! What a scenario comes to before it runs: its arms, what it relies on, what has no effect.

use super::funding::{funded_lines, unfunded_line};
use super::reconciliation::PaidBeside;
use super::{LawPage, Page};
use crate::compliance::Finding;
use crate::model::{AnchoredPay, Funded, Model, Neutral, Note, anchored};
use crate::report::write::MANIFEST;
use crate::review::Reconciled;
use crate::schema::{Grade, InForce, Refused};
use crate::study::PayBill;
use crate::units::{count, on_one_line};
use serde::Serialize;
use std::collections::BTreeSet;

/// A scenario that can run.
#[derive(Debug, Serialize)]
pub struct CheckPage<'a> {
    valid: bool,
    scenario: &'a str,
    title: &'a str,
    arms: Vec<CheckedArm<'a>>,
    defaults: usize,
    assumptions: usize,
    notes: &'a [Note],
    /// What is paid from the start, so that it reads as no response.
    anchored: Vec<AnchoredPay>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reconciliation: Option<PaidBeside<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    law: Option<LawPage<'a>>,
}

/// What an arm is made of.
#[derive(Debug, Serialize)]
struct CheckedArm<'a> {
    arm: &'a str,
    title: &'a str,
    physicians: usize,
    contracts: usize,
    plans: usize,
    uncertain_numbers: usize,
    budget_neutral: &'a [Neutral],
    #[serde(skip_serializing_if = "Option::is_none")]
    funded: Option<&'a Funded>,
    /// By how much pay over the horizon differs from the baseline's if nobody responds, as a share of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_bill_off: Option<f64>,
}

impl<'a> CheckPage<'a> {
    /// Of a model with what is worth a second look in it; `findings` arm by arm, where the rules of law were
    /// asked.
    #[must_use]
    pub fn of(
        scenario: &'a str,
        model: &'a Model,
        notes: &'a [Note],
        findings: Option<&'a [Vec<Finding>]>,
    ) -> CheckPage<'a> {
        let arm = |arm: &'a crate::model::Arm| CheckedArm {
            arm: &arm.name,
            title: &arm.title,
            physicians: arm.roster.iter().flatten().count(),
            contracts: arm.scenario.contract.len(),
            plans: arm.scenario.plan.len(),
            uncertain_numbers: arm.drawn.len(),
            budget_neutral: &arm.neutral,
            funded: arm.funded.as_ref(),
            pay_bill_off: None,
        };
        let distinct = |keep: fn(&InForce) -> bool| {
            let all = model.arms.iter().flat_map(|arm| &arm.defaults);
            let kept = all.filter(|default| keep(default));
            kept.map(|default| (&default.path, &default.value)).collect::<BTreeSet<_>>().len()
        };
        CheckPage {
            valid: true,
            scenario,
            title: &model.title,
            arms: model.arms.iter().map(arm).collect(),
            defaults: distinct(|_| true),
            assumptions: distinct(|default| default.grade == Grade::Assumption),
            notes,
            anchored: anchored(model),
            reconciliation: None,
            law: findings.map(|findings| LawPage::of(model, findings)),
        }
    }

    /// With what arms that do not say what funds them are expected to pay over the horizon if nobody responds, less
    /// the baseline's.
    #[must_use]
    pub fn with_bills(mut self, bills: &[PayBill]) -> CheckPage<'a> {
        for arm in &mut self.arms {
            let bill = bills.iter().find(|bill| bill.arm == arm.arm);
            arm.pay_bill_off = bill.map(|bill| (bill.off * 1e6).round() / 1e6);
        }
        self
    }

    /// With the model's pay of the year before the start beside what was paid, where the roster says so.
    #[must_use]
    pub fn with_reconciled(self, year: u16, found: Option<&'a [Reconciled]>) -> CheckPage<'a> {
        CheckPage { reconciliation: found.map(|found| PaidBeside::of(year, found)), ..self }
    }
}

impl Page for CheckPage<'_> {
    fn text(&self) -> String {
        let mut lines = vec![
            format!("{} is valid.", on_one_line(self.scenario)),
            format!("  {}", on_one_line(self.title)),
        ];
        for arm in &self.arms {
            lines.push(format!(
                "  {} ({}): {}, {}, {}, {}",
                arm.arm,
                on_one_line(arm.title),
                count(arm.physicians, "physician"),
                count(arm.contracts, "contract"),
                count(arm.plans, "plan"),
                count(arm.uncertain_numbers, "uncertain number"),
            ));
        }
        for (arm, neutral) in
            self.arms.iter().flat_map(|arm| arm.budget_neutral.iter().map(move |n| (arm, n)))
        {
            lines.push(format!(
                "  {}: budget-neutral plan {} pays its rates per wRVU x {:.4}, {:.0} $ a year for {}",
                arm.arm,
                neutral.plan,
                neutral.factor,
                neutral.budget,
                count(neutral.members, "physician"),
            ));
        }
        for arm in &self.arms {
            match (arm.funded, arm.pay_bill_off) {
                (Some(funded), _) => {
                    lines.extend(funded_lines(arm.arm, funded).map(|line| format!("  {line}")));
                }
                (None, Some(off)) => {
                    lines.extend(unfunded_line(arm.arm, off).map(|line| format!("  note: {line}")));
                }
                (None, None) => {}
            }
        }
        lines.push(format!(
            "  {} in force, {} of them assumptions; a run lists them in its {}",
            count(self.defaults, "default"),
            self.assumptions,
            MANIFEST,
        ));
        if !self.anchored.is_empty() {
            let each = self.anchored.iter().map(|pay| format!("{} ({})", pay.what, pay.paid_by.join(", ")));
            lines.push(format!(
                "  paid from the start, which the roster holds and nobody responds to: {}; to see what it does, compare with an arm that pays otherwise",
                each.collect::<Vec<_>>().join("; "),
            ));
        }
        lines.extend(self.notes.iter().map(|note| on_one_line(&format!("  note: {note}")).into_owned()));
        if let Some(beside) = &self.reconciliation {
            lines.extend([String::new(), beside.text()]);
        }
        if let Some(law) = &self.law {
            lines.extend([String::new(), law.text()]);
        }
        lines.join("\n")
    }
}

/// A scenario that cannot run.
#[derive(Debug, Serialize)]
pub struct RefusedPage<'a> {
    valid: bool,
    #[serde(flatten)]
    refused: &'a Refused,
}

impl<'a> From<&'a Refused> for RefusedPage<'a> {
    fn from(refused: &'a Refused) -> RefusedPage<'a> {
        RefusedPage { valid: false, refused }
    }
}

impl Page for RefusedPage<'_> {
    fn text(&self) -> String {
        let (problems, more) = (self.refused.problems(), self.refused.more());
        let mut lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let listed = if more > 0 { format!(", the first {} listed", problems.len()) } else { String::new() };
        lines.push(format!("{}{listed}. Nothing was run.", count(problems.len() + more, "problem")));
        lines.join("\n")
    }
}
