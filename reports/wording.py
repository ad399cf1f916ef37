"""The words of the management review pack alone; those that pages share: smsdata.display."""

from __future__ import annotations

TITLE = "Management review"
SUBJECT = "Management review of the service management system, {period}"
KEYWORDS = ("management review", "service management system", "ISO/IEC 20000-1", "objectives")
CREATOR = "SMS {version}"

AS_KNOWN_AT = "As known at {moment}"
AS_KNOWN_EARLY = "As known at {moment}, before the period ended"
HEADER = "Management review, {period}"
LAYING_OUT = "Laying out section {number} of {count}: {section}"
WRITING = "Writing page {page}"
REVIEWED = "ISO/IEC 20000-1, clause 9.3"
SCOPE = "Scope"

CONTENTS = "Contents"
NO_GOVERNANCE = "No plan and no improvement were recorded by then, so nothing is said of them here."
HOW_TO_READ = "How to read this pack"
CHART_KEY = (
    ("series", "The figures, one point a period; a gap is a period without a figure"),
    ("target", "What is required; the band beside it is the tolerance agreed"),
    ("limits", "The usual range: nearly every figure falls between these lines by chance alone"),
    ("forecast", "The trend to the due date, with the range that holds it four times in five"),
    ("ring", "A figure that was corrected after it had been reported"),
    ("flag", "The day on which the target changed"),
)

OFF_TARGET = "What is off target"
OFF_TARGET_OR_MISSED = "What is off target or missed"
NOTHING_OFF = "Nothing is off target."
AT_RISK = "At risk, within tolerance: {names}."
SILENT = "Without a current figure: {names}."
LOWERED = "On target against an eased target: {names}."
LOWERED_ITEM = "{name} ({change})"
MOVED = "What moved {since}"
NOTHING_MOVED = "No objective slipped, improved, began or ended."
FORECASTS = "Forecast to miss"
ALREADY_OFF = "{count} of those off target"
AND_ALREADY_OFF = "and {count} of those off target"
NO_FORECASTS = "No trend points to a miss."
FORECAST_LINE = "{name}: {value} by {due}, {required} required"
DECISIONS = "Decisions asked for"
NO_DECISIONS = "None beyond taking note of this pack."
DATA = "Data"
PLAN_LINE = "Plan"
IMPROVEMENTS_LINE = "Improvements"
FURTHER_DECISIONS = "Further decisions asked for"
MORE_ON_PAGE = "and {count} more, page {{page}}"
MORE_ON_DASHBOARD = "and {count} more, on the dashboard."
MORE_MOVED = "and {kinds}, page {{page}}"
SILENT_ITEM = "{name} ({status})"

COLUMN_OBJECTIVE = "Objective"
COLUMN_WORST_FIRST = "Objective, worst first"
COLUMN_WHY = "Why"
COLUMN_RECOVERY = "Recovery"
COLUMN_WHO = "Who, by when"
COLUMN_STATUS = "Status"
COLUMN_ACTUAL = "Actual"
COLUMN_REQUIRED = "Required"
COLUMN_GAP = "Gap"
COLUMN_COURSE = "Course"
COLUMN_PAGE = "Page"
COLUMN_MEASURE = "Measure"

AGAINST = "against {required}"
OWNER_OF = "{name} (owner)"
WAS_DUE = "was due {day}"
SUMMARY = "Summary"

WALL = "The last twelve months"
CONTINUED = "Continued: {title}"
WALL_FINDING = "{before} at the end of {then}{then_more}, {now} at the end of {end}{end_more}."
TO_BEGIN = " ({count} not begun)"
ON_TARGET_COUNT = "On target or achieved"
TO_BEGIN_COUNT = "Not begun yet"
NO_OBJECTIVES = "No objectives are known at these clocks."
TABLE = "All objectives"
TABLE_LEAD = "The figures are those of the measure that decides the status."
TABLE_LEAD_OUTCOMES = (
    "By intended outcome; the figures are those of the measure that decides the status."
)
NO_OUTCOME = "Without an intended outcome"
WORST_OF = "{owner}; worst of {count}"
FIGURE_OF = "{owner}; figure of {period}"
EACH = "Each objective"
UNMEASURED_ADVICE = "An objective counts once it has a metric and a target point."
DUE = "due {day}"
CLAUSE = "clause {clause}"
TOLERANCE = ", tolerance {tolerance}"
FACT_ACTUAL = "Actual"
FACT_REQUIRED = "Required"
FACT_ATTAINMENT = "Attainment"
FACT_MET = "Met"
FACT_FORECAST = "Forecast"
FACT_VARIATION = "Variation"
FACT_ASSURANCE = "Assurance"
FACT_DATA = "Data"
PARTS_OVERDUE = "{data}; {services} overdue"
FACT_MONTHS = "Last twelve months"
EXPLANATIONS = "What was said about it"
OPEN = "open"
OPEN_LATE = "open, past its date"
CLOSED = "closed on {day}"
BY = "by {day}"
EARLIER = "and {earlier}, on the dashboard"

LUCK = "On target, and by what"
SERVICES = "By service"
SERVICES_LEAD = "Each service by its own targets; indented, its part in measures of all services."
NO_SERVICES = "No service has targets or readings."
MORE_SERVICES = (
    "{count} more services send readings and have no target of their own; "
    "the view metric_period has their figures."
)
SILENT_SERVICES = (
    "{services} without a target of their own and without a figure in a measure of all services."
)
COLUMN_AGAINST = "Against"
ALL_SERVICES = "{value} for all services"
PLAN = "The plan"
STANDING = "Under way and late"
TIMELINE_KEY = (
    "Grey: planned; dark: worked on; dotted: how far it slips; the line: {day}. "
    "Items with dates that run now, are late or slip."
)
LATE_ITEMS = "Late, blocked or slipping"
NONE_LATE = "No item is late, blocked or slipping."
COLUMN_ITEM = "Item"
COLUMN_DUE = "Due since, or on"
COLUMN_HOW_LATE = "How far, how late"
CHECKS = "What an auditor would object to"
COLUMN_CHECK = "Objection"
COLUMN_COUNT = "Found"
COLUMN_TODO = "Why it matters, and what to do"
WAIVED = "Waived for a time"
COLUMN_UNTIL = "Until, by whom"
APPROVED = "Since the approved version"
APPROVED_WITH = "Said when it was approved: {summary}"
COLUMN_CHANGE = "Change"

IMPROVEMENTS = "Improvements"
OVERDUE_IDEAS = "Overdue"
COLUMN_IMPROVEMENT = "Improvement"
COLUMN_STATE = "State"
COLUMN_AGE = "Open for"
BROUGHT = "What they brought"
TOO_EARLY = "Too early to tell: {names}."

CHANGES = "What changed"
CHANGES_LEAD = (
    "Against the previous period, {period}, {moved} moved; {still} did not. "
    "Both ends are shown as known now."
)
COLUMN_MOVED = "Moved"
COLUMN_OWNER = "Owner"
NOT_KNOWN = "Not there yet"
NO_MORE = "Not there any more"
REVISED = "Requirements changed after the fact"
NO_REVISIONS = "None since the previous pack."
LOWERED_BEFORE = "Targets eased within the year before"
COLUMN_FROM_TO = "Requirement"
FROM_TO = "{before} became {after}, for {day}"
COLUMN_RECORDED = "Recorded"
RECORDED = "{day}, {by}"
COLUMN_REASON = "Reason given"
NO_REASON = "none given"
RESTATEMENTS = "Restatements"
NOT_RESTATED = "It is too early to restate {end}: this pack is known no later than its own."
NOTHING_THEN = "Nothing can be restated: no objective was recorded by {then}, when {end} was told."
THEN = (
    "The earlier figures are those known at {then}: {days} after {end}, when the last reading "
    "for it was due."
)
SAID_THEN = "Said then"
KNOWN_NOW = "Known now"
SAME_VERDICTS = "Every objective's status reads as it did then."
RESTATED_TARGETS = "Requirements changed since then, for days up to that end"
THESE_CORRECTIONS = "Readings corrected since then, for periods up to that end"
LATER_CORRECTIONS = "Readings corrected since then, for periods after it"
COLUMN_BEFORE_AFTER = "Change"
ONE_CORRECTION = "{before} became {after}"
MANY_CORRECTIONS = "{gaps} each"
FIRST_FIGURE = "given a figure"
EARLIER_ONES = "and {count} earlier, on the dashboard."
COMPLETENESS = "How complete the data is"
FIGURES_THERE = (
    "{received} of {expected} figures. One of all services together is there once any of them has "
    "sent its reading; below, each service owes its own."
)
OVERDUE_BY_OWNER = "Overdue by owner: {owners}."
COLUMN_LATE = "Waiting"
COLUMN_PERIODS = "Readings"
LATE_PERIODS = "{count}, {periods}"
COMPUTED = "How the figures are computed"
COMPUTED_LEAD = "Every figure comes from a view of the store, the same one for pages and packs."
COLUMN_SECTION = "Section"
COLUMN_VIEW = "View"
COLUMN_RULE = "Rule"
WORDS = "What the words mean"
VIEWS = (
    (
        "Summary, all objectives",
        "objective_status, target_status",
        (
            "A target compares its actual with what its points require on the day of its last "
            "figure. An objective takes the status of the worst of its targets."
        ),
    ),
    (
        "The last twelve months",
        "objective_wall",
        "The same rule at the end of each month, as known at this pack's time.",
    ),
    (
        "Charts and courses",
        "target_period, metric_period",
        (
            "One figure a period. Where a metric has no reading for the whole, the services' "
            "readings are taken together as the metric says."
        ),
    ),
    (
        "Forecasts",
        "target_status, target_goal",
        (
            "A straight line through the last 12 figures, read at the due date with its 80 % "
            "interval: it will meet where the whole interval meets, will miss where none of "
            "it does."
        ),
    ),
    (
        "Variation and assurance",
        "target_status",
        (
            "The usual range is the mean of the last 24 figures ± 2.66 times their mean "
            "moving range. A process is capable where the whole range meets the target."
        ),
    ),
    (
        "What changed, restatements",
        "objective_change, reading_correction, target_revision",
        "The status on two days as known at this pack's time, or on one day as known at two times.",
    ),
    (
        "Eased targets",
        "target_easing",
        "A point that was revised, or added later, and asks less than the one before.",
    ),
    (
        "How complete the data is",
        "objective_status, reading_due",
        (
            "A reading is expected for every period since an objective's start, and overdue "
            "once its days of grace are over."
        ),
    ),
    (
        "Where this pack comes from",
        "register_count",
        "The rows in force at this pack's time.",
    ),
)
GOVERNANCE_VIEWS = (
    (
        "The plan",
        "plan_item_status, plan_health, plan_check, plan_approval, change",
        (
            "An item with dates is behind where it is more than 10 points short of what was "
            "planned by the day. Rates are those of the 365 days before it."
        ),
    ),
    (
        "Improvements",
        "improvement_status",
        (
            "The mean of up to 12 figures before and after; an effect is a shift that chance "
            "does not explain."
        ),
    ),
)
GLOSSARY = (
    ("Actual", "The latest figure, or several periods together, as the target says."),
    ("Required", "What the target's points ask for on the day that the actual speaks for."),
    ("Gap", "The distance between the two; positive is good, whichever way the metric runs."),
    ("Tolerance", "How far a figure may fall short and still be at risk rather than off target."),
    ("Attainment", "How much of the requirement, or of the way to it, is reached."),
    ("Met", "In how many of the periods that could be judged the target was met."),
    ("Grace", "The days after a period's end in which its reading may still arrive."),
    ("Usual range", "Where a steady process keeps nearly all of its figures by chance alone."),
    ("As known at", "What had been recorded by then. Later entries never change an earlier pack."),
)
PROVENANCE = "Where this pack comes from"
PROVENANCE_LEAD = "Made again with the same clocks, it says the same."
P_ORGANIZATION = "Organisation"
P_PERIOD = "Period under review"
P_ON = "Figures speak for"
P_KNOWN = "As known at"
P_KNOWN_UTC = "The same in UTC"
P_SOFTWARE = "Software"
SOFTWARE = "version {version}, rules version {rules}"
KNOWN_THEN = "What was known then"

ANSWERS_SUMMARY = "Where do we stand, and what is asked of us?"
ANSWERS_WALL = "Is it getting better or worse?"
ANSWERS_TABLE = "What is reached, and what was required?"
ANSWERS_EACH = "How did it come about, and what is done?"
ANSWERS_LUCK = "Will what is green stay green?"
ANSWERS_SERVICES = "Which services carry it, which hold it back?"
ANSWERS_PLAN = "Is the plan kept, and would it stand an audit?"
ANSWERS_IMPROVEMENTS = "What do we improve, and does it work?"
ANSWERS_CHANGES = "What is different from last time?"
ANSWERS_RESTATEMENTS = "Does what we said last time still hold?"
ANSWERS_COMPLETENESS = "Can we rely on the figures?"
ANSWERS_COMPUTED = "By which rules, from which views?"
ANSWERS_PROVENANCE = "Who knew what when?"
