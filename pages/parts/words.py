"""The words of the dashboard alone; those that packs share: smsdata.display."""

from __future__ import annotations

from smsdata import display

OVERVIEW = "Overview"
OBJECTIVES = "Objectives"
OBJECTIVE = "Objective"
PACK = "Pack"
SET_UP = "Set-up"

FAILED = "This page could not be shown. The log says why; try again, or choose another page."
PERIOD = "Period"
PERIOD_KINDS = {"month": "Month", "quarter": "Quarter", "year": "Year"}
EARLIER = "Earlier period"
LATER = "Later period"
TO_DATE = "{period}, to date"
KNOWN_NOW = "As known now"
KNOWN_AT = "As known {day}"
PERIOD_UNKNOWN = (
    "“{asked}” is no period that has begun; this is {shown}. Periods are written like 2026-09, "
    "2026-Q3 or 2026."
)
KNOWN_AT_FIELD = "As known at"
KNOWN_AT_HELP = (
    "Shows the figures as they were known at that time: what was recorded or corrected later is "
    "left out. A date alone means its end, in {zone}. Empty: everything recorded."
)
KNOWN_AT_EXAMPLE = "2026-10-05 or 2026-10-05T09:30"
BACK_TO_NOW = "Back to now"
KNOWN_BANNER = "**As known at {moment}.** What was recorded later is left out."
ACTING = "Acting"
NOBODY = "Acting: nobody chosen"

# --- overview ------------------------------------------------------------------------------------

OFF_TARGET = "What is off target"
NOTHING_OFF = "Nothing is off target."
MISS_COLUMNS = ("What is off target", "Actual", "Why", "Recovery", "Who", "By when")
AGAINST = "against"
LATE = "was due {day}"
MORE_OFF = "and {count} more off target"
WALL = "The last twelve months, worst first"
MORE_OBJECTIVES = "and {count} more objectives"
MOVED = "What moved {since}"
NOTHING_MOVED = "No objective slipped, improved, began or ended."
FORECASTS = "Forecast to miss"
NO_FORECASTS = "No trend points to a miss."
FORECAST = "{value} by {due}, {required} required"
LUCK = "Objectives on target, and by what"
PLAN_NAME = "Plan"
PLAN_LATE = "late"
ON_TIME = "on time"
PROVEN = "with evidence"
CHECKS_FAILED = ("failed checks", "failed check")
IMPROVEMENTS_NAME = "Improvements"
IDEAS_OPEN = "open"
IDEAS_OVERDUE = "overdue"
IDEAS_PROVEN = "proven"
LUCKY = "Green by luck:"
AND_MORE = "and {count} more"
DATA = "Data"
RESTATED = "Restated"

# --- terms that are not everyday -----------------------------------------------------------------

GLOSSARY = {
    "capable": (
        "Capable: the usual range of the process, as its last 24 figures show it, lies wholly on "
        "the good side of the target. On target without being capable is luck: chance alone will "
        "bring a miss."
    ),
    "as known at": (
        "What had been recorded by that time. Later corrections are left out, so that an old "
        "verdict can be read as it was given."
    ),
    "attainment": (
        "How much of what is required has been reached, from 0 to 100 %. Read it only beside its "
        "status: 91 % attained can still be a miss."
    ),
    "stale": "Readings are overdue, so that the last figure proves nothing about today.",
    "forecast": (
        "Where the straight trend of the last figures leads on the due date, with the range that "
        "holds it four times in five."
    ),
}

# --- objectives ----------------------------------------------------------------------------------

FILTER_TEXT = "Search"
FILTER_STATUS = "Status"
FILTER_OWNER = "Owner"
FILTER_CLAUSE = "Clause"
FILTER_SERVICE = "Service"
SHOWN = "{shown} of {total}."
NONE_SHOWN = "No objective fits. Clear a filter to see more."
SHOW_ALL = "Show all {count}"
COLUMN_OBJECTIVE = "Objective, worst first"
COLUMN_STATUS = "Status"
COLUMN_MONTHS = "Twelve months"
COLUMN_ACTUAL = "Actual"
COLUMN_REQUIRED = "Required"
COLUMN_GAP = "Gap"
COLUMN_FORECAST = "Forecast"
COLUMN_DATA = "Readings"
COLUMN_ATTAINMENT = "Attainment"
STRIP = "{title}: its status at the end of the last {months} months"
WORST_OF = "{name}, the worst of {count} measures"
DATA_OF = "{received} of {expected}{freshness}"
FRESHNESS = {"current": "", "due": ", newest due", "overdue": ", overdue"}

# --- one objective ---

UNKNOWN = "No objective has the code “{code}” in what was known at this time."
UNNAMED = "The address does not say which objective to show."
TO_LIST = "See all objectives"
ALL_OBJECTIVES = "All objectives"
PLACE = "{number} of {total}, worst first"
TO_PREVIOUS = "\u2039 Previous"
TO_NEXT = "Next \u203a"
PREVIOUS = "Previous: {title}"
NEXT = "Next: {title}"
DUE = "due {day}"
CLAUSE = "clause {clause}"
UNMEASURED_ADVICE = "An objective counts once it has a metric and a target point."
CHART_ALT = "{title}. {subtitle}. The table of periods below has the same figures."
DASHED = "dashed: required of all together"
SHOW_RANGE = "Show the usual range"
DOWNLOAD = "Periods as CSV"
FACTS = "Facts"
FACT_STATUS = "Status"
FACT_ACTUAL = "Actual"
FACT_REQUIRED = "Required"
FACT_TOLERANCE = "Tolerance"
FACT_PATH = "Target path"
FACT_MET = "Met"
FACT_FORECAST = "Forecast"
FACT_VARIATION = "Variation"
FACT_ASSURANCE = "Assurance"
FACT_DATA = "Data"
FACT_MONTHS = "Last twelve months"
FACT_OWNER = "Owner"
FACT_DEFINITION = "Measured as"
FACT_APPROACH = "Approach"
FACT_SOURCE = "Source"
FACT_HOW = "Figures"
FACT_BY = "Measured by"
FACT_RESOURCES = "Resources"
ATTAINED = "{share} attained"
EXPLANATIONS = "What was said about it"
NO_EXPLANATIONS = "Nothing has been said about it."
ASK_EXPLANATION = "No explanation yet."
CAUSE = "Why"
RECOVERY = "Recovery"
BY_WHEN = "by {day}"
STATE_OPEN = "open"
STATE_LATE = "open, past its date"
STATE_CLOSED = "closed {day}"
EARLIER_SAID = "{count} earlier"
PERIODS = "Periods, newest first"
PERIODS_OF = "Periods of {name}, newest first"
PERIOD_COLUMNS = ("Period", "Figure", "Actual", "Required", "Gap", "Meets")
MEETS = {True: "yes", False: "no", None: display.NOTHING}
EARLIER_PERIODS = "{count} earlier"
PERIODS_LEFT = "{count} more are in the CSV."
NO_PERIODS = "No period has a reading yet."
HISTORY = "Its history"
HISTORY_ALL = "All {count}, first readings among them"
NO_CHANGES = "Nothing but first readings was recorded."
COMPARE = "Compare with"
COMPARE_FIELD = "Another period"
COMPARE_SAME = "the same period"
COMPARE_KNOWN = "As known at"
COMPARE_KNOWN_HELP = (
    "A day or a time in {zone}, or the word now. Empty: at the same time as this page."
)
COMPARE_NOW = "now"
COMPARE_STOP = "Stop comparing"
COMPARE_BAD = "“{text}” is no period to compare with; write it like 2026-06, 2026-Q1 or 2026."
COMPARED = "Two points in time"
COMPARED_SAME = "Both are the same point in time: choose another period or another time."
COMPARED_COLUMN = "{period}, {known}"
KNOWN_SHORT_NOW = "as known now"
KNOWN_SHORT_AT = "as known {moment}"
THIS_PAGE = "this page"
NOT_THERE = "not known yet"
UNMOVED = "Its status is unchanged: {status}."
MOVED_FROM_TO = "{moved}: from {before} to {after}."
ALSO_CHANGED = "Changed: {what}."
NOTHING_CHANGED = "No other figure changed."
BETWEEN = "Recorded in between"
NOTHING_BETWEEN = "Nothing was recorded about it in between."
VERDICT = "Verdict"

GLOSSARY |= {
    "tolerance": "Tolerance: a figure that falls short by no more than this is at risk, not off.",
    "variation": (
        "Variation: whether the last figures differ from the ones before by more than chance, "
        "judged by their usual ups and downs."
    ),
    "usual range": (
        "Usual range: where nearly all figures fall by chance alone, as the last 24 show it: "
        "their mean ± 2.66 times the mean step from one to the next."
    ),
    "target path": "Target path: what is required from which day on.",
}

# --- pack ----------------------------------------------------------------------------------------

PACK_OF = "Management review pack, {period}, as known at {moment}"
PAPER = "Paper"
PAPERS = {"a4": "A4", "letter": "Letter"}
PACK_MAKE = "Make the pack"
PACK_READING = "Reading the figures"
PACK_OUTDATED = "The figures have changed since a pack of this period was last made."
PACK_DOWNLOAD = "Download the pack"
PACK_SIZE = "PDF, {pages}, {size}"
PACK_INSIDE = "What is inside"

# --- my readings ---------------------------------------------------------------------------------

READINGS = "My readings"
READINGS_CHOOSE = "Choose who acts, at the top right, to see which readings are due from you."
READINGS_NONE = "No reading is due from {name}."
READINGS_DUE = "{due} from {name}."
READINGS_LATE = "{due} from {name}, {late} overdue."
DUE_READINGS = ("reading is due", "readings are due")
OVERDUE_READINGS = ("reading is overdue", "readings are overdue")
EVERYBODY = "everybody"
READINGS_DEPUTY = "{more} of them as deputy of {others}."
READINGS_NO_DEPUTY = "Nothing is due from {others}, whose deputy {name} is."
READINGS_NOW = "Readings are entered as known now, whatever time is shown at the top."
READINGS_EVERYBODY = "Everybody's readings"
READINGS_MAY_NOT = "{name} may read, not enter: {access}. Ask a manager to change that."
STORED = "Stored: {count}"
ENTRY_COLUMNS = (
    "Reading, oldest first",
    "Beside it",
    "Value",
    "Numerator of denominator",
    "Nothing to measure",
    "Note",
    "Reads as",
)
ENTRY_KEYS = "Enter goes down the column, Tab to the next cell, Ctrl+Enter stores."
ENTRY_ALL = "{stored} stored."
ENTRY_LEFT = "{left} not stored yet: why stands beside each."
ENTRY_LAST = "Last:"
ENTRY_REQUIRED = "Required:"
ENTRY_CONFLICT = "{who} entered {theirs} on {when}."
ENTRY_WORDS = {
    "value": "Value",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "quotient": "Or numerator of",
    "of": "of",
    "nothing": "Nothing to measure",
    "note": "Note",
    "again": "Copy last note",
    "beside": "Beside it",
    "sure": "Yes, it is right",
    "theirs": "Keep theirs",
    "mine": "Replace it with mine",
    "reason": "Why is it replaced?",
    "store_none": "Store",
    "store_one": "Store 1 reading",
    "store": "Store {count} readings",
    "storing": "Storing \u2026",
}
EXPLAIN = "Misses to explain"
EXPLAIN_FOR = "{title}: {actual} against {required}"
EXPLAIN_THIS = "Explain the miss: {actual} against {required}"
EXPLAIN_CAUSE = "Why was it missed?"
EXPLAIN_RECOVERY = "What is done about it?"
EXPLAIN_OWNER = "Who does it?"
EXPLAIN_DUE = "By when?"
EXPLAIN_STORE = "Store the explanation"
EXPLAIN_INCOMPLETE = (
    "A recovery needs who does what by when: auditors ask for it. Not given: {missing}. Add it, or "
    "store without it by pressing again."
)
EXPLAIN_NO_CAUSE = "Say why it was missed."
EXPLAIN_EARLIER = "Still open from earlier"
EXPLAIN_CARRY = "Carry on the one of {day}"
EXPLAINED = "Explained: {title}"
LATE_TITLE_COUNT = "Who has not entered ({count})"
LATE_REMIND = "A reminder to copy, for"
LATE_COLUMNS = ("Who", "Overdue", "Due", "Oldest")
LATE_NONE = "Every reading is in."
RECENT = "Entered lately"
RECENT_COLUMNS = ("Reading: open it for its history, or to correct it", "Figure", "By", "When")

# --- one reading ---

READING = "Reading"
READING_UNKNOWN = "The address names no reading that was known at this time."
READING_OF = "{name}. Owner: {owner}"
READING_QUOTIENT = "{name}: {numerator} of {denominator}"
READING_SERVICES = "It is made of the services' readings"
READING_OVER_PARTS = (
    "A figure that is entered here takes the place of what the services' readings make together. "
    "To correct one of them, open it above."
)
VERSION_COLUMNS = ("Figure, newest first", "By", "When", "Why it was changed")
PART_COLUMNS = ("Service", "Reading", "Recorded by")
READING_FASTER = (
    "{who} changed this on {when}, while you were at it: {theirs}. What you typed is still here."
)
READING_LOOK_AGAIN = (
    "Nothing was stored: somebody was faster. Look at theirs; then take it, or say that yours "
    "takes its place."
)
MINE_INSTEAD = "Mine takes the place of theirs"
READING_TAKE_THEIRS = "Take what is recorded"
READING_SURE = "It is right"
READING_CHOOSE = "Choose who acts, at the top right, to correct it."
READING_REASON = "Why is it changed? (needed)"
READING_REMARK = "Why, if there is more to say"
READING_CORRECT = "Store the correction"
READING_ENTER = "Store the reading"
READING_WITHDRAW = "Withdraw the reading"
READING_STORED = "Stored: {stored}."
READING_TAKEN_BACK = "Withdrawn: {name}."

# --- from a file ---------------------------------------------------------------------------------

FROM_FILE = "From a file"
FILE_TITLE = "Readings from a file"
FILE_CHOOSE = "Choose who acts, at the top right, to bring readings in."
FILE_UPLOAD = "A table with readings, CSV or Excel, at most 50 MB"
FILE_MAPPING = "Read it like"
FILE_NO_MAPPING = "look and ask"
FILE_READING = "Reading the file"
FILE_QUESTIONS = "Before it can be read"
FILE_ANSWER = "Read it so"
FILE_UNANSWERED = "{count} still to be answered."
FILE_ROLES = {
    "metric": "Metric",
    "service": "Service",
    "period": "Period",
    "year": "Year",
    "value": "Value",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "not_applicable": "Nothing to measure",
    "note": "Note",
}
FILE_COLUMN = "{role} in \u201c{column}\u201d"
FILE_LAYOUTS = {
    "long": "a reading in each row",
    "wide": "a period in each column",
    "metrics_wide": "a metric in each column",
}
FILE_UNDERSTOOD = "Read as {layout}: {columns}"
FILE_NO_COLUMN = "none"
FILE_READ_SO = "Read the columns so"
FILE_KEEP_NAME = "Keep this way of reading under a name, for the next file of the kind"
FILE_KEEP = "Keep"
FILE_KEPT = "Kept as {name}."
FILE_PREVIEW = "What would be stored: {told}"
FILE_COLUMNS = ("Becomes", "Row", "Metric", "Service", "Period", "Reading", "Now", "Why")
FILE_ORDER = ("problem", "revised", "new", "unchanged", "left out")
FILE_COUNTED = {"problem": "with a problem"}
FILE_REJECTED = "The {count} with a problem, each with its reason"
FILE_NOTHING = "There is nothing to store: every reading that can be read is there already."
FILE_NONE_GOOD = "There is nothing to store yet: mend the rows with a problem, then bring them in."
FILE_ANEW = "Answer the questions anew"
FILE_SURE = "Looked at, and right: the {count} asked about"
FILE_ASK_SURE = "Look at the figures that are asked about, or mend them in the file."
FILE_REASON = "Why are readings changed?"
FILE_NOTE = "Note, if there is anything to say"
FILE_KNOWINGLY = "Store the good ones and leave out the {count} with a problem"
FILE_ASK_KNOWINGLY = "Mend the rows with a problem, or say that they are left out."
FILE_STORE = "Store {count}"
FILE_STORED = "Stored {count} from {name}."
TEMPLATE_GET = "Workbook to fill in: {count}"
TEMPLATE_FILE = "readings-due.xlsx"
TEMPLATE_HELP = "What is due from you; fill it in and hand it in here."

# --- the plan ------------------------------------------------------------------------------------

PLAN = "Plan"
PLAN_ITEM = "Plan item"
PLAN_NONE = "The plan says who does what, when and how."
PLAN_BEGIN = "Begin with a starter plan"
PLAN_ADD = "Add an item"
ITEM_CHANGE = "Change this item"
PLAN_FORMS = {"table": "Table", "timeline": "Timeline"}
LIST_FORM = "Shown as"
FILTER_PHASE = "Phase"
FILTER_WORKSTREAM = "Workstream"
FILTER_OBJECTIVE = "Objective"
PLAN_SHOWN = "{shown} of {total} in the plan."
PLAN_NONE_SHOWN = "No item fits. Clear a filter to see more."
PLAN_COLUMNS = ("What, most pressing first", "Status", "Progress", "Who", "When", "How", "Evidence")
EXPECTED = "expected: {what}"
TIMELINE_NAME = "Item, by phase and beginning"
TIMELINE_KEY = (
    "Upper bar: planned. Lower bar: worked on, from the first report until it was done or until "
    "{day}, the upright line. Dotted: how far it slips."
)
TO_PLAN = "All of the plan"
PLAN_UNKNOWN = "No item of the plan has the code “{code}” in what was known at this time."
PLAN_UNNAMED = "The address does not say which item of the plan to show."
ITEM_WHEN = "When"
ITEM_WHO = "Who"
ITEM_ACTIVITY = "Activity"
ITEM_DELIVERABLE = "Deliverable"
ITEM_HOW = "How"
ITEM_EXPECTED = "Expected evidence"
ITEM_RESOURCES = "Resources"
ITEM_OBJECTIVES = "Objectives"
ITEM_COURSE = "Planned and actual"
ITEM_NO_OBJECTIVE = "none: nothing says what it is for"
REPORTS = "Progress reported"
REPORT_COLUMNS = ("On", "Percent", "State", "Forecast", "Note")
NO_REPORTS = "No progress has been reported yet."
OCCURRENCES = "Occurrences, newest first"
OCCURRENCE_COLUMNS = ("Due", "Status", "Done on", "Evidence")
EVIDENCE = "Evidence"
EVIDENCE_COLUMNS = ("What", "Dated", "Proves")
NO_EVIDENCE = "Nothing proves it yet."
PROVES_ROW = "the item"
PROVES_OCCURRENCE = "the occurrence of {day}"
MARKS_KEY = "Each mark is a time it falls due. The upright line is {day}."
EARLIER_ROWS = "{count} earlier"

APPROVED_AS = "The plan as it was approved"
APPROVED_SINCE = "What changed since"
APPROVED_COLUMNS = ("Item, newest change first", "What changed", "By", "Why")
APPROVED_MORE = "and {count} earlier"
APPROVE = "Approve the plan as it stands"
APPROVE_TOLD = (
    "What stands in the plan now is approved, whatever time is shown at the top. It stays readable "
    "as it is, whatever is changed later."
)
APPROVE_VERSION = "Version"
APPROVE_ON = "Approved on"
APPROVE_BY = "Approved by"
APPROVE_SUMMARY = "What changed since the last approval, and why"
APPROVE_STORE = "Approve it"
APPROVE_STORED = "Approved: version {version} of the plan"
APPROVE_TAKEN = "Version {version} is taken: {who} recorded it on {when}. Give another."

# --- improvements --------------------------------------------------------------------------------

IMPROVEMENTS = "Improvements"
IMPROVEMENT = "Improvement"
IMPROVEMENTS_NONE = "They come from audits, incidents, retrospectives, metric trends and feedback."
IMPROVEMENTS_NONE_SHOWN = "No improvement fits. Clear a filter to see more."
FUNNEL = "How many improvements stand in each state"
FILTER_STATE = "State"
FILTER_SOURCE = "Source"
FILTER_OVERDUE = "Only overdue"
IMPROVEMENT_COLUMNS = (
    "What, overdue first, then by benefit for effort",
    "State",
    "Due",
    "Who",
    "Age",
    "Benefit for effort",
    "Effect",
    "Evidence",
)
TO_IMPROVEMENTS = "All improvements"
IMPROVEMENT_UNKNOWN = "No improvement has the code “{code}” in what was known at this time."
IMPROVEMENT_UNNAMED = "The address does not say which improvement to show."
IDEA_RAISE = "Raise an improvement"
IDEA_EDIT = "Change what is recorded of it"
IDEA_SOURCE = "Came from"
IDEA_RAISED = "Raised"
IDEA_DUE = "Due"
IDEA_PRIORITY = "Benefit for effort, 1 to 5"
IDEA_EFFECT = "Effect"
IDEA_IMPLEMENTED = "Implemented"
IDEA_CLOSED = "Closed"
IDEA_VALIDATION = "Validation"
IDEA_METRIC = "Metric"

# --- plan health ---------------------------------------------------------------------------------

HEALTH = "Plan health"
HEALTH_OF = {"error": "Errors", "warning": "Warnings"}
HEALTH_NONE = {"error": "No check fails.", "warning": "No check warns."}
HEALTH_WAIVED = "Waived: {count}"
HEALTH_CLAUSE = "clause {clause}"
HEALTH_TODO = "To do"
HEALTH_MORE = "{count} more"
HEALTH_LEFT = "And {count} more: the command check lists them all."
WAIVE = "Waive"
WAIVE_AGAIN = "Renew or withdraw the waiver"
WAIVE_TOLD = (
    "A waiver accepts this for a time. It stays in sight with its reason, your name and its last "
    "day, and counts again after it."
)
WAIVE_NOTHING = "Nothing is objected to there."
WAIVE_REASON = "Why is it accepted?"
WAIVE_UNTIL = "Until"
WAIVE_STORE = "Waive it"
WAIVE_RENEW = "Renew the waiver"
WAIVE_STORED = "Waived until {day}"
WAIVE_NO_DAY = "is missing, past or too far off; name a day within a year"
WAIVE_END = "Withdraw the waiver"
WAIVE_END_REASON = "Why is the waiver withdrawn?"
WAIVE_ENDED = "The waiver was withdrawn"

# --- traceability --------------------------------------------------------------------------------

TRACEABILITY = "Traceability"
TRACE = "Trace"
TRACE_NONE = "Outcomes, objectives and the plan are added in set-up."
TRACE_NONE_SHOWN = "Nothing fits. Clear a filter to see more."
TRACE_SHOWN = "On {day}: {shown} of {total} shown."
TRACE_ABOUT = (
    "On {day}, by outcome, objective, plan item, owner and evidence. A gap is what plan health "
    "objects to; what has ended is not asked for more."
)
TRACE_FORMS = {"matrix": "Matrix", "graph": "Graph"}
FILTER_OUTCOME = "Outcome"
FILTER_GAPS = "Only with gaps"
TRACE_COLUMNS = (
    "Objective, most gaps first",
    "Stands",
    "Outcome",
    "Plan items",
    "Owners",
    "Evidence",
)
TRACE_STEPS = ("Outcome", "Objective", "Plan item", "Owner", "Evidence")
TRACE_DRAWN = "Ways from outcome to evidence, drawn; the matrix says the same as a table"
TRACE_KEY = "Click on a name to see only what it is connected to."
TRACE_FOLDED = "Too much to draw one by one is folded, with its count. A filter unfolds it."
TRACE_NO_OBJECTIVE = "No objective"
TRACE_IMPROVEMENT = "(improvement)"
TRACE_MORE = "and {count} more"
TRACE_UNKNOWN = "“{code}” is on no way from outcome to evidence in what was known at this time."
TO_TRACES = "All of the traceability"
TO_ROW = "Its own page"

# --- what is done on these pages -----------------------------------------------------------------

DEED_CHOOSE = "Choose who acts, at the top, to do something here."
DEED_FASTER = "{who} recorded this on {when}, while you were at it. What you typed is still here."
REPORT = "Report progress"
REPORT_ON = "As of"
REPORT_BY_PERCENT = "as the percent says"
REPORT_FORECAST = "Will be done by, where not as planned"
REPORT_STORE = "Store the report"
REPORT_STORED = "Reported: {title}"
DONE = "Mark it done"
DONE_NONE = "Nothing is due within a year that is not done."
DONE_WHICH = "Which was due on"
DONE_ON = "Done on"
DONE_STORE = "It is done"
DONE_STORED = "Done: {title}, due {day}"
DONE_UNPROVED = (
    "Done: {title}, due {day}. Nothing proves it yet: attach its evidence under “Attach evidence”."
)
DONE_FASTER = "{who} has recorded this already, on {when}. Nothing was stored."
DONE_CORRECT = "Correct what is recorded"
PROOF_ADD = "Attach evidence"
PROOF_TITLE = "Evidence: what it is"
PROOF_LINK = "Where it lies: a link or a path"
PROOF_FILE = "Or the file itself, at most 50 MB"
PROOF_OF = "What it proves"
PROOF_OF_DAY = "what was due on {day}"
PROOF_OF_ALL = "the item as a whole"
PROOF_DATED = "Dated"
PROOF_DATED_HELP = "From this day on it counts; without a day it counts at any time."
PROOF_STORE = "Attach it"
PROOF_STORED = "Evidence attached"
PROOF_NONE = "is missing; give a link or choose a file"
PROOF_GONE = "No evidence names this file, or the store no longer has it."
MOVE = "Move it on"
MOVE_TO = "To"
MOVE_CHOOSE = "Choose a step"
MOVE_UNCHOSEN = "Choose to which step it is moved."
MOVE_ON = "On"
MOVE_VALIDATION = "How its effect was looked at, and what was found"
MOVE_REASON = "Why, if there is more to say"
MOVE_STORE = "Move it"
MOVE_STORED = "{title}: {state}"

# --- my work -------------------------------------------------------------------------------------

WORK = "My work"
WORK_CHOOSE = "Choose who acts, at the top, to see what waits for them."
WORK_COLUMNS = ("What", "To do", "Due", "Kind", "Owner")
WORK_DAY = "as of today, {day}"
WORK_CALENDAR = "Calendar file"
WORK_CALENDAR_FILE = "my-work.ics"
WORK_CALENDAR_HELP = (
    "A day's entry for each. Opened again later, it moves them and adds none twice."
)
