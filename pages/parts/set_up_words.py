"""The words of set-up: what each column is called and means, and what the first hour says."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from smsdata import display, improvement_words, plan_words
from smsdata.checks import checks
from smsdata.models import BY_NAME, ZONES, Column

SET_UP = "Set-up"
SECTIONS = {
    "first-hour": "The first hour",
    "organization": "Organisation",
    "people": "People",
    "services": "Services",
    "outcomes": "Outcomes",
    "metrics": "Metrics",
    "objectives": "Objectives",
    "library": "From the library",
    "plan_items": "Plan",
    "starter-plans": "Starter plans",
    "raci": "RACI chart",
    "plan_approvals": "Approvals",
    "improvements": "Improvements",
    "evidence": "Evidence",
    "waivers": "Waivers",
    "handing-over": "Handing over",
    "bundles": "Import and export",
}
# One row of each register, as it is spoken of.
ONE = {
    "organization": "organisation",
    "people": "person",
    "services": "service",
    "outcomes": "intended outcome",
    "metrics": "metric",
    "objectives": "objective",
    "targets": "target",
    "target_points": "target point",
    "readings": "reading",
    "explanations": "explanation",
    "plan_items": "plan item",
    "plan_progress": "progress report",
    "plan_occurrences": "occurrence",
    "raci": "part in an activity",
    "plan_approvals": "approval",
    "improvements": "improvement",
    "evidence": "piece of evidence",
    "waivers": "waiver",
}
# Several of them, where adding an s does not say it.
SEVERAL = {
    "people": "people",
    "raci": "parts in activities",
    "evidence": "pieces of evidence",
}
# The columns that a list shows beside the name.
LISTED = {
    "people": ("role_title", "access", "deputy", "active"),
    "services": ("owner", "customer", "sla_reference"),
    "outcomes": ("defined_in",),
    "metrics": ("unit", "direction", "frequency", "owner"),
    "objectives": ("clause", "owner", "starts_on", "due_on"),
    "plan_items": ("phase", "clause", "owner", "timing", "due_on"),
    "raci": ("part",),
    "plan_approvals": ("approved_on", "approved_by", "summary"),
    "improvements": ("state", "owner", "raised_on", "due_on"),
    "evidence": ("register", "code", "due_on", "dated_on"),
    "waivers": ("reason", "until"),
}
# Registers whose rows begin on another page, with the way there; here they are corrected.
BEGUN_ON = {
    "plan_progress": ("plan", "Progress is reported on the page of its item of the plan."),
    "plan_occurrences": ("plan", "What is done is marked on the page of its item of the plan."),
    "plan_approvals": ("plan", "The plan is approved where it is shown."),
    "improvements": ("improvements", "Improvements are raised, and moved on, on their own page."),
    "evidence": ("plan", "Evidence is attached on the page of what it proves."),
    "waivers": ("health", "What a check objects to is waived where it stands."),
}
# What a form leaves alone, with what a new row begins with: improvements are moved on by steps.
MOVED = {
    "improvements": {"state": "proposed", "implemented_on": "", "closed_on": "", "validation": ""}
}
UNKNOWN_SECTION = "Set-up has no section “{section}”."
AS_OF_NOW = "Set-up shows what is recorded now, whatever time the board is known at."
CHOOSE_WHO = "Choose at the top right who acts; then this can be changed."
NOTHING_CHOSEN = "–"
NEEDED = "{label} (needed)"
ADD = "Add {one}"
ADD_TITLE = "A new {one}"
NONE_YET = "Nothing is recorded here yet."
SEARCH = "Search"
FITTING = "{shown} of {total} fit."
MORE_ROWS = "and {count} more; search for what you need"
BACK = "\u2039 {many}"
SHOWN_ON = "On its page"
UNKNOWN_ROW = "There is no {one} with the code “{code}”. It may have been withdrawn."
CODE_MADE = "{told} Left empty, it is made from the name."
REASON = "Why is this changed?"
REASON_HELP = "One sentence. It stays in the history beside your name and the time."
SAVE = "Save"
STORED = "Saved: {what}."
UNCHANGED = "Nothing was changed, so nothing was saved."
WITHDRAW = "Withdraw"
WITHDRAW_TITLE = "Withdraw this {one}"
WITHDRAW_TOLD = (
    "It leaves every page and pack from now on. Its history stays, and its code stays taken: "
    "adding it again under the same code brings it back."
)
WITHDRAW_REASON = "Why is it withdrawn?"
WITHDRAWN = "Withdrawn."
HISTORY = "Its history"
HISTORY_NONE = "Nothing is recorded about it yet."
EVENT_BY = "{day}, {who}"
NOT_STORED = "Nothing was saved yet. Please mend this:"
LOOK_AGAIN = "{who} changed this on {when}, while you were at it. What you typed is still here."
LOOK_AGAIN_WITHDRAWN = "{who} withdrew this on {when}, while you were at it."
TAKEN = "This code is taken: {who} recorded it on {when}. What you typed is still here."
TAKEN_WAY = "Give yours another code, or change what is recorded where it stands."
CONFLICT_COLUMNS = ("", "Yours", "Recorded now")
CONFLICT_WAY = "To put yours in its place, save again. Columns that you left alone keep theirs."
TAKE_THEIRS = "Take what is recorded"
OUTCOME_WORDS = {"new": "added", "revised": "revised", "withdrawn": "withdrawn"}
NOTHING_NEW = "all of it was there already"

# --- the first hour ------------------------------------------------------------------------------

FIRST_HOUR_TITLE = "From an empty store to your first chart"
FIRST_HOUR_TOLD = (
    "Five steps, within an hour, and a sixth if you like. What is done stays done; go on "
    "whenever you like."
)
FIRST_HOUR_ON = "{done} of {total} steps of the first hour are done."
FIRST_HOUR_END = "Your first chart is drawn."
FIRST_HOUR_CHART = "See it"
FIRST_HOUR_GO = "Go on with the first hour"
STEP_TITLES = {
    "organization": "Organisation and scope",
    "people": "People",
    "objectives": "Objectives",
    "readings": "First readings",
    "chart": "First chart",
    "plan": "A plan to begin with",
}
STEP_DONE = "done"
STEP_OPTIONAL = "if you like"
STEP_OPEN = "to do"
GOOD = "What good looks like"
OBJECTED = "What auditors object to"


class Guidance(NamedTuple):
    """What is said at a step of the first hour."""

    good: str
    objected: str


GUIDANCE = {
    "organization": Guidance(
        good="The scope names the services, customers, units and sites that belong to it, "
        "and gives a reason for each exclusion.",
        objected="A scope so vague that nobody can tell whether a service belongs to it, "
        "or an exclusion without a reason (clause 4.3).",
    ),
    "people": Guidance(
        good="Every part of the SMS has a named person in a role, and somebody who stands "
        "in for them.",
        objected="An owner that is a team such as “IT”, or a person who has left (clause 5.3).",
    ),
    "objectives": Guidance(
        good="A few objectives that matter, each with a figure, a date, an owner and a way "
        "of measuring, such as “95 % of incidents resolved within SLA by December”.",
        objected="An objective without a quantified target or without a measurement "
        "approach, such as “improve incident response” (clause 6.2).",
    ),
    "readings": Guidance(
        good="Every period has its reading within its days of grace, and “nothing to "
        "measure” is entered as such, never as 0.",
        objected="A green status that rests on a reading of eight months ago, or gaps that "
        "nobody explains (clause 9.1).",
    ),
    "chart": Guidance(
        good="The chart shows figure and target over time, so that a miss is seen early "
        "and explained with a cause, a recovery, an owner and a date.",
        objected="Figures that are collected and looked at by nobody, and misses without "
        "an action (clauses 9.3 and 10.1).",
    ),
    "plan": Guidance(
        good="The plan says who does what, when and how, from establishing the SMS to improving "
        "it, planned changes included, and names the record that each item leaves.",
        objected="A project plan that stops at go-live, an item that a team owns, or nobody, "
        "and done without evidence (clause 6.3).",
    ),
}
SCOPE_TOLD = "This step is done once the scope is written."
FIRST_PERSON = (
    "Begin with yourself, as the one who may do everything. You then act under your name."
)
NOBODY_MAY = (
    "There are people, but nobody of them is active and may do everything. Give one of them that "
    "access, or add somebody who has it."
)
TO_PEOPLE = "To the people"
READINGS_TOLD = (
    "Enter what you have for the periods since each objective began: six figures make a chart that "
    "says something."
)
READINGS_GO = "Enter readings"
CHART_TOLD = "It draws itself with the first reading that counts."
SAMPLE_TOLD = (
    "Only looking? Stop the dashboard and run `python -m smsdata demo --fresh` for a sample "
    "organisation. You have a bundle already? Bring it in under Import and export."
)

# --- from the library ----------------------------------------------------------------------------

LIBRARY_TOLD = "{count} ready objectives with their metrics. Choose some and change what you like."
PRACTICE = "Practice"
PRACTICE_NAME = "{clause} {practice}"
TARGET_OF = "Target, {unit}"
LOWER_OF = "From, {unit}"
UPPER_OF = "To, {unit}"
STARTS_ON = "Counts from"
STARTS_ON_HELP = "Readings are asked for from this day on; a past day lets you enter past figures."
DUE_ON = "Due on"
DUE_ON_HELP = "The day by which the objective is to be reached."
OWNER = "Owner"
OWNER_HELP = "Who answers for the objective and enters its readings."
CHOSEN_ALREADY = "Already among your objectives."
CHOOSE = "Add what is ticked"
TICKED_TOO = "Ticked under other practices, and added too: {titles}."
NONE_TICKED = "Tick at least one objective."
MEASURED = "{name}: {definition} Computed as {formula}; read {frequency}; from: {source}."

# --- starter plans -------------------------------------------------------------------------------

STARTER_TOLD = (
    "A plan to begin with. What you take over becomes your own: change, add and withdraw items as "
    "you like. Each item is linked to the objectives of its clause."
)
STARTER_WHICH = "Which plan"
STARTER_PLANS = {
    "starter-plan": "A whole plan: establish, implement, maintain, improve, planned changes",
    "first-90-days": "The first 90 days: what to have after 30, 60 and 90 days",
}
STARTER_FROM = "It begins on"
STARTER_FROM_HELP = "All days of the plan are counted from it."
STARTER_NOBODY = "nobody yet"
STARTER_THERE = "{count} of it stand in your plan already, by their codes, and stay as they are."
STARTER_BESIDE = (
    "Your plan has {count} of its own. What you take over comes beside them; to take it back, "
    "items are withdrawn one by one."
)
STARTER_SURE = "Yes, beside the items there are"
STARTER_TAKE = "Take over {count}"
STARTER_GET = "Download to edit first"
STARTER_GET_HELP = "The file of a bundle; bring it in again under Import and export."
STARTER_COLUMNS = ("What", "Phase", "When", "Who", "How, and what proves it", "Clause")

# --- handing over --------------------------------------------------------------------------------

GIVER = "From"
RECEIVER = "To"
HANDING_TOLD = (
    "Everything that one person owns goes to another in one step: objectives, metrics, services, "
    "plan items, open explanations and improvements."
)
RECEIVER_READS = (
    "{name} ({access}) may enter nothing of what they will own; give them another access first, "
    "under People."
)
STILL_OWNS = "{name} can enter nothing now, and still owns {what}: see Handing over."
OWNS_NOTHING = "{name} owns nothing."
OWNS = "{name} owns {what}."
HELD_COLUMNS = ("What", "Name", "Code")
HAND_OVER = "Hand over"
HANDED = "Handed over from {giver} to {receiver}: {what}."
CHOOSE_RECEIVER = "Choose who takes it over."
MEANWHILE = "Some of it was changed meanwhile; nothing was handed over. Look again, then try again."
HELD_WORDS = {
    "objectives": ("objective", "objectives"),
    "metrics": ("metric", "metrics"),
    "services": ("service", "services"),
    "explanations": ("open explanation", "open explanations"),
    "plan_items": ("plan item", "plan items"),
    "improvements": ("open improvement", "open improvements"),
}

# --- import and export ---------------------------------------------------------------------------

IMPORT_TITLE = "Import a bundle"
IMPORT_TOLD = (
    "CSV files, one a register, also zipped, or one XLSX with a sheet a register. First you see "
    "what would change; nothing is stored before you say so."
)
IMPORT_FILES = "Files"
IMPORT_NOTE = "Why, for rows that do not say so themselves"
IMPORT_LOOK = "See what would change"
IMPORT_DO = "Import it"
IMPORT_CHANGED = "Somebody has changed the store meanwhile. Look again before you import."
IMPORT_MORE_PROBLEMS = "and {count} more; mend these first and look again"
IMPORT_SUMMARY_COLUMNS = ("Register", "New", "Revised", "Withdrawn", "Unchanged")
IMPORT_ROWS = "The rows that would change"
IMPORT_ROW_COLUMNS = ("What", "Register", "Row")
IMPORT_MORE = "and {count} more rows"
IMPORT_NOTHING = "All of it is in the store already; importing it changes nothing."
EXPORT_TITLE = "Export everything"
EXPORT_TOLD = (
    "A bundle with every version of every row: who recorded what, when and why. Imported into an "
    "empty store it answers every question as this one does."
)
EXPORT_FORMS = {"csv": "As CSV files, zipped", "xlsx": "As one workbook"}

# --- a target that changes -----------------------------------------------------------------------

RETARGETED = "You are changing what is required"
RETARGETED_TOLD = (
    "Nothing is saved yet. The change will be marked on the chart and in the management review, "
    "with your name, today’s date and your reason."
)
BEFORE = "As it stands"
AFTER = "With this target"
RETARGET_SAVE = "Save with this target"
RETARGET_BACK = "Keep the target as it is"
NO_TARGET = "There is no such target."
NO_CHART = "No reading counts yet, so there is nothing to draw."
TARGETS = "Targets"
TARGET_NUMBER = "Target {number}"
TARGET_IN = "{target}, in {unit}"
TARGETS_TOLD = "What it is measured by, and what is required from which day on."
TARGET_MORE = "Another target"
POINT_MORE = "Another date"
REMOVE = "Remove"
REMOVE_TARGET = "Remove this target with all its dates"
NO_METRICS = "There is no metric yet. Take one from the library, or add one under Metrics."

# --- columns -------------------------------------------------------------------------------------

# By register and column where registers differ, else by column alone: the label and one sentence.
_COLUMNS: dict[str, tuple[str, str]] = {
    "organization.name": ("Name", "The organisation whose service management system this is."),
    "fiscal_year_start_month": (
        "Fiscal year starts in",
        "Quarters and half-years are counted from it; once there are readings it stays.",
    ),
    "time_zone": (
        "Time zone",
        "Decides what day it is. Type to search.",
    ),
    "scope": (
        "Scope",
        "Services, customers, units and sites inside, and what is excluded and why (clause 4.3).",
    ),
    "person": ("Code", "How other rows name this person, such as aino.niemi."),
    "people.name": ("Name", "First and last name, as colleagues know it."),
    "email": ("Email", "Where reminders will go."),
    "role_title": ("Role", "The role in the SMS, such as Incident manager."),
    "access": ("Access", "What this person may do in here."),
    "deputy": ("Deputy", "Who enters readings and reports progress in their absence."),
    "active": ("Active", "Without the tick this person can no longer act or own anything new."),
    "outcomes.outcome": ("Code", "How objectives name this outcome."),
    "outcomes.title": ("Outcome", "What the service management system is meant to achieve."),
    "defined_in": ("Defined in", "Where it was agreed, such as the policy or a board paper."),
    "services.service": ("Code", "How readings and targets name this service."),
    "services.name": ("Name", "As it stands in the service catalogue."),
    "customer": ("Customer", "Who uses it, or who pays for it."),
    "sla_reference": ("Agreement", "The service level agreement it is delivered under."),
    "description": ("Description", "What the customer gets, in a sentence or two."),
    "objectives.objective": ("Code", "How targets and plan items name this objective."),
    "objectives.title": (
        "Objective",
        "A measurable sentence, such as: 95 % of incidents are resolved within SLA.",
    ),
    "statement": (
        "In full",
        "The objective with its conditions, where one sentence is not enough.",
    ),
    "outcome": ("Serves the outcome", "The intended outcome that this objective serves."),
    "clause": ("Clause", "The clause of ISO/IEC 20000-1 it belongs to, such as 8.6.1."),
    "owner_role": ("Owner’s role", "The role that answers for it, whoever holds it."),
    "owner": ("Owner", "The one person who answers for it; a team is no owner."),
    "starts_on": ("Counts from", "Readings are expected from this day on."),
    "due_on": ("Due on", "The day by which it is to be reached."),
    "measurement_approach": (
        "How it is measured",
        "From which records, by whom, and how somebody else would get the same figure.",
    ),
    "resources": ("Resources", "People, money and tools set aside for it."),
    "metrics.metric": ("Code", "How targets and readings name this metric."),
    "metrics.name": ("Name", "Short, as it stands on charts."),
    "definition": (
        "Definition",
        "What is counted and what is not, and how it is computed: numerator ÷ denominator.",
    ),
    "unit": ("Unit", "%, hours, incidents. A ratio in % is multiplied by 100."),
    "direction": ("Good is", "Which way the figure should go."),
    "frequency": ("Read", "How often there is a reading; once there are readings it stays."),
    "aggregation": (
        "Taken together as",
        "How services and periods are combined. A share asks for numerator and denominator.",
    ),
    "source": ("Source", "The system or record that the figure comes from."),
    "minimum": ("Least possible figure", "A reading below it is refused."),
    "maximum": ("Largest possible figure", "A reading above it is refused."),
    "decimals": ("Decimals shown", "0 to 9."),
    "grace_days": ("Days of grace", "How long after the end of a period a reading may take."),
    "metric": ("Metric", "What is measured."),
    "service": ("Service", "Only this service’s readings; empty: all of them together."),
    "path": ("Between its points", "Whether the target jumps at each date or rises evenly."),
    "evaluation": (
        "Judged by",
        "The latest reading, the last few together, or all since the start.",
    ),
    "evaluation_periods": ("How many together", "Needed where the last few are taken together."),
    "tolerance": ("Tolerance", "A shortfall up to this is at risk, not off target."),
    "weight": ("Weight", "How much this target counts within the objective’s attainment."),
    "on_date": ("From", "The day from which this is required."),
    "value": ("Target", "The figure to reach; leave it empty for a range."),
    "lower": ("Not below", "For a range: its lower end."),
    "upper": ("Not above", "For a range: its upper end."),
    "objective": ("Objective", "The objective it belongs to."),
    "plan_items.plan_item": ("Code", "How progress, occurrences and evidence name this item."),
    "plan_items.title": ("Item", "What is done, in a few words, such as: Publish the catalogue."),
    "phase": ("Phase", "Where in the life of the management system it belongs."),
    "workstream": ("Workstream", "What belongs together, such as Governance or Service portfolio."),
    "activity": ("Activity", "What exactly is done."),
    "deliverable": ("Deliverable", "What there is at the end that was not there before."),
    "plan_items.owner_role": ("Owner’s role", "The role that does it, whoever holds it."),
    "timing": ("Timing", "By a day, again and again, or when something calls for it."),
    "plan_items.starts_on": ("Begins on", "For a recurring item the first time that it is due."),
    "plan_items.due_on": ("Due on", "A dated item is done by then; a recurring one ends then."),
    "cadence": ("Cadence", "How often a recurring item is done."),
    "trigger": ("Trigger", "What calls for it, such as a major organisational change."),
    "method": ("Method", "How it is done: a procedure, a workflow tool, a forum."),
    "expected_evidence": (
        "Expected evidence",
        "The record that it leaves: minutes, a report, a ticket, a signed document.",
    ),
    "objectives": ("Objectives", "What it is for: the objectives that it serves."),
    "plan_item": ("Plan item", "The item of the plan that it belongs to."),
    "plan_progress.on_date": ("As of", "The day it speaks for."),
    "percent": ("Percent", "How far it has come, from 0 to 100."),
    "plan_progress.state": ("State", "Left empty, the percent says it."),
    "forecast_on": ("Forecast", "When it will be done, where that is not as planned."),
    "note": ("Note", "What there is to say about it."),
    "plan_occurrences.due_on": ("Due on", "When it was due, by its cadence."),
    "done_on": ("Done on", "The day on which it was done."),
    "improvements.improvement": ("Code", "How evidence names this improvement."),
    "improvements.title": ("Improvement", "What is to become better, in a few words."),
    "improvements.description": ("Description", "What is wrong today, and what would help."),
    "improvements.source": ("Came from", "What brought it up."),
    "improvements.objective": ("Objective", "The objective that it helps to reach."),
    "improvements.metric": ("Metric", "The figure that will show whether it worked."),
    "improvements.due_on": ("Due on", "The day by which it is to be implemented."),
    "raised_on": ("Raised on", "The day on which it was brought up."),
    "benefit": ("Benefit, 1 to 5", "How much it would bring; 5 is most."),
    "effort": ("Effort, 1 to 5", "How much it takes; 5 is most."),
    "improvements.state": ("State", "How far it has come on its way."),
    "implemented_on": ("Implemented on", "Its effect is measured from this day on."),
    "closed_on": ("Closed on", "The day on which it was closed or rejected."),
    "validation": ("Validation", "How its effect was looked at, and what was found."),
    "raci.activity": ("Activity", "What somebody has a part in."),
    "who": ("Who", "A role as people have it, or the code of a person."),
    "part": ("Part", "Exactly one is accountable for an activity."),
    "version": ("Version", "How this state of the plan is spoken of."),
    "approved_on": ("Approved on", "The day on which it was approved."),
    "approved_by": ("Approved by", "Who approved it."),
    "summary": ("What changed, and why", "Since the approval before."),
    "rule": ("Check", "The check that is waived, by its name."),
    "register": ("Register", "Where the row is that this is about."),
    "code": ("Row", "The row that this is about, by its code."),
    "reason": ("Reason", "Why it is accepted."),
    "until": ("Until", "The last day on which it is accepted."),
    "evidence.evidence": ("Code", "How this piece of evidence is known."),
    "evidence.title": ("Evidence", "What it is, such as: Minutes of June."),
    "location": ("Where it lies", "A link or a path; a file that is kept here begins with kept:."),
    "dated_on": ("Dated", "It counts from this day on."),
    "sha256": ("Fingerprint", "The SHA-256 of the file, by which a swapped one is found."),
    "evidence.due_on": ("Proves the time due on", "For a recurring item: which time it proves."),
}
# What takes more than a line to say.
_LONG = frozenset(
    {
        *("scope", "description", "statement", "measurement_approach", "resources"),
        *("definition", "activity", "deliverable", "method", "expected_evidence", "trigger"),
        *("note", "validation", "summary", "reason"),
    }
)
# Columns that take anything fitting, of which everything is offered.
_OFFERED = {
    "fiscal_year_start_month": {
        str(number): calendar.month_name[number] for number in range(1, 13)
    },
    "time_zone": {zone: zone for zone in ZONES},
    "rule": {check.rule: check.title for check in checks()},
}
# The choices of a record, by column.
CHOICES: dict[str, dict[str, str]] = {
    "access": {
        "viewer": "read boards and packs",
        "process_owner": "enter what they own",
        "manager": "change every register",
        "auditor": "read everything, history too",
        "admin": "do everything, people too",
    },
    "direction": {"higher": "higher", "lower": "lower", "range": "within a range"},
    "frequency": {
        "daily": "every day",
        "weekly": "every week",
        "monthly": "every month",
        "quarterly": "every quarter",
        "half-yearly": "every half-year",
        "yearly": "every year",
    },
    "aggregation": display.AGGREGATION_WORDS,
    "phase": plan_words.PHASES,
    "timing": {
        "dated": "by a day",
        "recurring": "again and again",
        "trigger": "when something calls for it",
    },
    "cadence": plan_words.CADENCES,
    "state": plan_words.STATES | display.STATE_WORDS,
    "source": improvement_words.SOURCES,
    "part": {
        "R": "responsible",
        "A": "accountable",
        "C": "consulted",
        "I": "informed",
    },
    "register": {name: display.sentence(said) for name, said in display.REGISTERS.items()},
    "path": {"step": "jumps at each date", "linear": "rises or falls evenly"},
    "evaluation": {
        "latest": "the latest reading",
        "rolling": "the last few together",
        "to_date": "all since the start together",
    },
}


def held(registers: Iterable[str]) -> str:
    """What somebody owns, by the registers of its rows: "2 objectives and 1 metric"."""
    counts = Counter(registers)
    return display.listed(
        [display.counted(count, *HELD_WORDS[register]) for register, count in counts.items()],
        most=len(HELD_WORDS),
    )


def is_long(register: str, name: str) -> bool:
    """Whether a column takes more than a line; what a row is known by does not."""
    return name in _LONG and name not in BY_NAME[register].key


def choices(column: Column) -> dict[str, str] | None:
    """What may be chosen for a column, by code; None where anything may be typed."""
    if column.choices:
        return {code: CHOICES[column.name][code] for code in column.choices}
    return _OFFERED.get(column.name)


def column(register: str, name: str) -> tuple[str, str]:
    """What a column is called, and one sentence on what belongs there."""
    return _COLUMNS.get(f"{register}.{name}") or _COLUMNS[name]


def label(register: str, name: str) -> str:
    """What a column is called; its name where it is none of set-up's."""
    found = _COLUMNS.get(f"{register}.{name}") or _COLUMNS.get(name)
    return found[0] if found else name.replace("_", " ")
