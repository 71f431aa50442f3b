//! Every flow of a performance year: where it comes from, where it goes and what it is for.

/// Makes an enum of flows from their list: `Variant = from => to, purpose;`.
macro_rules! flows {
    ($(#[doc = $about:literal])+ pub enum $name:ident {
        $( $(#[doc = $doc:literal])+ $variant:ident = $from:literal => $to:literal, $purpose:literal; )+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $( $(#[doc = $doc])+ $variant, )+ }

        impl $name {
            /// Every flow, in order.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )+ ];

            /// From, to, purpose; an account that ends in a colon is one of each contract.
            #[must_use]
            pub const fn describe(self) -> (&'static str, &'static str, &'static str) {
                match self { $( $name::$variant => ($from, $to, $purpose), )+ }
            }
        }
    };
}

flows! {
    /// A flow that each contract has.
    pub enum ContractFlow {
        /// Professional revenue.
        Professional = "payer:" => "system", "professional revenue";
        /// Care-management fees.
        Fees = "payer:" => "system", "care management fees";
        /// The payer's part of savings.
        PayerKeeps = "savings:" => "payer:", "kept by the payer";
        /// Savings below the minimum savings rate.
        BelowMinimum = "savings:" => "forfeited", "below the minimum savings rate";
        /// Savings lost to quality.
        Quality = "savings:" => "forfeited", "quality";
        /// Savings lost to sequestration.
        Sequestration = "savings:" => "forfeited", "sequestration";
        /// Savings above the cap.
        Cap = "savings:" => "forfeited", "cap";
        /// Savings earned by the system.
        Earned = "savings:" => "value", "earned by the system";
        /// The payer's part of losses.
        PayerBears = "payer:" => "losses:", "losses borne by the payer";
        /// Losses owed by the system.
        Owed = "system" => "payer:", "losses owed by the system";
        /// Capitation: paid for each person and month.
        Capitation = "payer:" => "system", "capitation";
        /// Paid for quality or reporting.
        Reward = "payer:" => "value", "rewards for quality or reporting";
        /// Taken for quality or reporting.
        Penalty = "system" => "payer:", "penalties for quality or reporting";
        /// Taken back of an earlier year after an audit.
        Recovered = "system" => "payer:", "taken back of an earlier year after an audit";
    }
}

flows! {
    /// A flow of the system as a whole.
    pub enum SystemFlow {
        /// Facility margin that accompanies physicians' own work.
        Facility = "facility" => "system", "facility margin on own work";
        /// Facility margin lost on care avoided (negative when more care is given).
        FacilityLost = "system" => "facility", "facility margin lost on care avoided";
        /// Value money used for programme cost.
        ValueToProgramme = "value" => "programme", "programme cost";
        /// Value money used for losses on other contracts.
        ValueToLosses = "value" => "losses", "losses on other contracts";
        /// Value money put into the reserve.
        ValueToReserve = "value" => "reserve", "reserve";
        /// Value money for infrastructure.
        ValueToInfrastructure = "value" => "infrastructure", "care management infrastructure";
        /// Value money for redesigned care processes and resources.
        ValueToRedesign = "value" => "redesigned care", "redesigned care processes and resources";
        /// Value money for staff.
        ValueToStaff = "value" => "staff", "staff who are not physicians";
        /// Value money that others keep on its way to the physicians' pools.
        ValueToHops = "value" => "hops", "kept on the way to physicians";
        /// Value money for physicians' pools.
        ValueToPools = "value" => "pools", "physicians' pools";
        /// Value money kept as margin.
        ValueToMargin = "value" => "system", "kept as margin";
        /// Pool money paid to physicians.
        PoolsPaid = "pools" => "physicians", "passed-through savings";
        /// Pool money that nobody was eligible for, or that the cap on pay sent back.
        PoolsReturned = "pools" => "system", "returned: nobody eligible, or above the cap on pay";
        /// Put into pools of fixed dollars by the system itself.
        PoolsFunded = "system" => "fixed pools", "put into pools of fixed dollars";
        /// Paid to physicians from pools of fixed dollars.
        FundedPaid = "fixed pools" => "physicians", "pools of fixed dollars";
        /// Of pools of fixed dollars: what nobody was eligible for, or that the cap on pay sent back.
        FundedReturned = "fixed pools" => "system", "returned of fixed dollars: nobody eligible, or above the cap on pay";
        /// Withheld of a group's capitation against a budget for its members' care.
        WithholdHeld = "system" => "withhold", "withheld against budgets of groups";
        /// Returned of it; part of pay for cost of care, before any cap on pay.
        WithholdReturned = "withhold" => "physicians", "withhold returned by members, part of pay for cost of care";
        /// Taken by care that cost more than its budget.
        WithholdKept = "withhold" => "system", "withhold taken by care above its budget";
        /// Losses paid from the reserve.
        LossesFromReserve = "reserve" => "losses", "losses paid from the reserve";
        /// Time pay.
        TimePay = "system" => "physicians", "time pay";
        /// Volume pay.
        VolumePay = "system" => "physicians", "volume pay";
        /// Quality pay.
        QualityPay = "system" => "physicians", "quality pay";
        /// Pay for cost of care that does not come from pools: gainsharing, referral accounts.
        CostPay = "system" => "physicians", "pay for cost of care, not from pools";
        /// Panel pay.
        PanelPay = "system" => "physicians", "panel pay";
        /// Service pay.
        ServicePay = "system" => "physicians", "service pay";
        /// Value pay repaid by physicians who left soon after earning it.
        PayRepaid = "physicians" => "system", "value pay repaid on leaving";
        /// Earned, and held back until it vests; part of the pay above.
        PayDeferred = "physicians" => "deferred", "pay held back until it vests";
        /// Held back in earlier years, vested and paid out.
        PayVested = "deferred" => "physicians", "deferred pay vested and paid out";
        /// Held back in earlier years, and lost by physicians who left before it vested.
        PayForfeited = "deferred" => "system", "deferred pay forfeited on leaving";
        /// Paid on draws beyond what was earned; part of time pay.
        DrawsAdvanced = "draws" => "physicians", "advanced on draws, part of time pay";
        /// Taken from what was earned, for earlier advances; volume pay is what is left.
        DrawsRecouped = "physicians" => "draws", "advances recouped from volume pay";
        /// Advances forgiven.
        DrawsForgiven = "draws" => "forgiven", "advances forgiven";
        /// Advances that those who left, or moved to another plan, had not earned.
        DrawsLeft = "draws" => "left", "advances left unpaid";
        /// Payroll tax of the employer on pay.
        PayrollTax = "system" => "payroll tax", "payroll tax of the employer";
        /// Benefits of physicians, retirement plans among them.
        Benefits = "system" => "benefits", "benefits and retirement of physicians";
        /// Malpractice cover of physicians.
        Malpractice = "system" => "malpractice", "malpractice cover";
        /// Locum tenens and advanced practice staff in positions that their physicians have left.
        Cover = "system" => "cover", "cover for positions left empty";
        /// Practice expense without physicians' pay and what employing them costs.
        PracticeExpense = "system" => "practice", "practice expense";
        /// Reporting of quality measures beyond what practice expense holds (negative when contracts have gone).
        ReportingBurden = "system" => "reporting", "reporting measures beyond those of the start";
        /// Programme cost, without reporting.
        ProgrammeCost = "system" => "programme", "programme cost beyond fees";
        /// Cost of reporting under contracts.
        ReportingCost = "system" => "reporting", "cost of reporting under contracts";
        /// Fees for what secures losses: letters of credit, bonds.
        SecurityFees = "system" => "security", "fees for letters of credit and bonds that secure losses";
        /// Parked in escrow as security for losses.
        EscrowParked = "system" => "escrow", "parked in escrow as security for losses";
        /// Losses paid from escrow; part of what is owed.
        EscrowDrawn = "escrow" => "losses", "losses paid from escrow";
        /// Given back from escrow when the risk is over.
        EscrowReleased = "escrow" => "system", "given back from escrow";
        /// Cost of policies: transparency, redesign.
        PolicyCost = "system" => "policy", "transparency, redesign, authorisation, honesty";
        /// Cost of replacing physicians who left.
        TurnoverCost = "system" => "replacement", "replacing physicians who left";
        /// What is left of everything: the system's margin.
        Margin = "system" => "margin", "what is left of everything";
    }
}

/// An account as [`ContractFlow::describe`] names it, of the contract called so.
#[must_use]
pub fn account_of(account: &str, contract: &str) -> String {
    account.to_owned() + if account.ends_with(':') { contract } else { "" }
}
