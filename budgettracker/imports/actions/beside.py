"""The tables that an import writes row by row: beside an embedded database until everything is checked."""

from dataclasses import replace

from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.costing.paid.models import PaidLine
from budgettracker.costing.rates.models import PostCost
from budgettracker.families.models import Child, Family, FamilyDetails, FamilyLead, FamilyPeriod
from budgettracker.outcomes.models import FamilyOutcome
from budgettracker.people.models import (
    Authority,
    ContractedWeek,
    Person,
    Post,
    PostHolding,
    RoleGrant,
    Team,
    TeamMembership,
)
from budgettracker.schemes.models import Band, Category, Scheme
from budgettracker.spend.models import PlanPart, PlanSchedule, Spend, SpendDetails
from budgettracker.staging import Beside
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyAuthority, StudyEvaluator
from budgettracker.worktime.models import Absence, Activity, Intervention

BESIDE = Beside(
    copied=(
        *(Authority, Team, Person, RoleGrant, TeamMembership, ContractedWeek, Post, PostHolding, PostCost, PaidLine),
        *(Scheme, Band, Category, Family, FamilyDetails, FamilyLead, FamilyPeriod, Child, FamilyOutcome),
        *(Intervention, Activity, Absence, Budget, BudgetPeriod),
        *(Study, StudyAuthority, StudyEvaluator, EvaluatorAgreement),
    ),
    only_added=(AuditRecord,),
    looked_up=(AuditChain,),
)
"""Limits, purchases and work time are not among them: they are long, and written many rows at a time."""
WITH_PLANS = replace(BESIDE, copied=(*BESIDE.copied, Spend, SpendDetails, PlanSchedule, PlanPart))
"""Plans of regular payments are written row by row, and stand on limits that wait beside the database themselves."""
