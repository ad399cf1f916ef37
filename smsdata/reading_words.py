"""What is said of files with readings: questions, problems, what was left out."""

from __future__ import annotations

# --- what a cell cannot be read as ---------------------------------------------------------------

UNCOMPUTED = "a formula without a value; open and save it in the spreadsheet"
SHEET_ERROR = "'{cell}' is an error of the spreadsheet; mend its formula, or leave the cell empty"
NO_NUMBER = "'{cell}' is no number; write it like 1234.5"
TWO_NUMBERS = "'{cell}' reads as two numbers; say whether . or , is the decimal sign"
DATE_FOR_NUMBER = "{cell} is a date where a number is wanted; look at the cell's format"
NO_YES = "'{cell}' is neither yes nor no; write one of them"
NO_PERIOD = "'{cell}' names no period; write it like 2026-09, 2026-Q3, 2026-W36 or 2026-09-30"
NO_YEAR = "'{cell}' names no year; write it like Sep 2026"
TWO_DATES = "'{cell}' reads as two dates; say whether the day or the month comes first"
NO_DATE = {
    "day_first": "'{cell}' is no date with the day first; write it like 2026-09-30",
    "month_first": "'{cell}' is no date with the month first; write it like 2026-09-30",
}

# --- what is wrong with a row --------------------------------------------------------------------

MISSING = "is missing; name it in each row"
UNKNOWN = "'{cell}' is not in {register}; choose what it stands for, or add it there{hint}"
SEVERAL = "'{cell}' names several {register}: {codes}; choose one of them"
MISFIT = (
    "'{cell}' is {kind}, and {metric} is measured {frequency}; "
    "name the period like {example}, or any day in it"
)
KINDS = {
    "year": "a year",
    "half": "a half-year",
    "quarter": "a quarter",
    "month": "a month",
    "week": "a week",
    "day": "a day",
}
EXAMPLES = {
    "daily": "2026-09-30",
    "weekly": "2026-W36",
    "monthly": "2026-09",
    "quarterly": "2026-Q3",
    "half-yearly": "2026-H1",
    "yearly": "2026",
}
NOT_A_SHARE = "'{cell}' is a percentage, and {metric} is measured in {unit}; give the number alone"
NO_FRACTION = "'{cell}' is no fraction, and shares are fractions here; write it like 95 %"
COUNT_AS_SHARE = "'{cell}' is a percentage; give the number of things counted"
BELOW = "{value} lies below the metric's minimum, {bound}; correct the reading, or the metric"
ABOVE = "{value} lies above the metric's maximum, {bound}; correct the reading, or the metric"
NO_RATIO = "is, like a denominator, for ratio metrics alone, and {metric} is none; give a value"
DISAGREES = "{value} is not numerator divided by denominator, which is {ratio}; correct one of them"
TWICE = "is the same metric, service and period as row {row}; say which of them counts"
PART_IS_WRONG = "cannot be put together: row {row} has a problem"
NOTHING_PROPOSED = "holds no reading to store; look whether the columns are the right ones"
NO_TABLE = "holds no table of readings; name metric, period and value above the columns"
NO_COLUMN = "there is no column '{column}', which the mapping names; choose the columns anew"
NO_SHEET = "has no sheet '{sheet}', which the mapping names; choose the sheet anew"

# --- what was left out ---------------------------------------------------------------------------

LEFT_TOTAL = "left out: a total row"
LEFT_EMPTY = "left out: no reading"
LEFT_BY_CHOICE = "left out: '{name}' is to be left out"
LEFT_FOR = "left out: row {row} counts for the same period"
LEFT_INTO = "put together with row {row}"
REASON = "reason"

# --- questions -----------------------------------------------------------------------------------

ASK_SHEET = "Which sheet holds the readings?"
ASK_VALUE = "Which column holds the value?"
ASK_METRIC = "No column names the metric. Which metric are these readings of?"
ASK_PERIOD = "No column names the period. Which period are these readings of? Such as 2026-09."
ASK_YEAR = "Periods such as {example} name no year. Which year are they of?"
ASK_NAME = "'{name}' is no known {what}. Which one is it?"
ASK_NAME_SEVERAL = "'{name}' is the name of several {what}s. Which one is it?"
ASK_ORDER = "Which comes first in dates like {example}?"
ASK_DECIMAL = "Is {example} the number {point} or {comma}?"
ASK_FRACTIONS = (
    "{metrics}: measured in %, and all values lie between 0 and 1. Is {example} meant as {share} %?"
)
ASK_SOME_FRACTIONS = (
    "{metrics}: measured in %, and some values lie between 0 and 1, others far above. "
    "Is {example} meant as {share} %?"
)
ASK_TWICE = "{metric}, {period}, is there more than once (rows {rows}). What counts?"
LEAVE_OUT = "Leave these rows out"
WITHOUT_SERVICE = "No service: the whole metric"
ORDERS = {"day_first": "Day first: {day}", "month_first": "Month first: {day}"}
DECIMALS = {".": "{number}: the point is the decimal sign", ",": "{number}: the comma is"}
FRACTIONS = {"yes": "Yes, {share} %", "no": "No, {example} %"}
DUPLICATES = {
    "first": "The first of them",
    "last": "The last of them",
    "sum": "Their sum",
    "mean": "Their mean",
}
LIKELY = " ({answers})"
OPEN = "{question}{likely} Answer it on the page From a file, or name a mapping that is kept there"
NAMED = {"metric": "metric", "service": "service"}
REGISTERS = {"metric": "metrics", "service": "services"}

# --- what becomes of a row -----------------------------------------------------------------------

BECOMES = {
    "new": "new",
    "revised": "revised",
    "unchanged": "unchanged",
    "left_out": "left out",
    "problem": "problem",
}
NOTHING_TO_MEASURE = "nothing to measure"
OF = "{part} of {whole}"
INSTEAD_OF_PARTS = (
    "takes the place of {parts}: several periods together are then the mean of their shares. Is it "
    "right?"
)

# --- kept mappings -------------------------------------------------------------------------------

NO_MAPPING_NAME = "is no name for a mapping; give one of at most {most} letters"
MAPPING_KEPT = "kept the mapping {name}"
NO_MAPPING = "no mapping is kept under the name '{name}'"
OLD_MAPPING = "the mapping '{name}' cannot be read any more; make it anew on the page From a file"

# --- the template --------------------------------------------------------------------------------

TEMPLATE_SHEET = "Readings"
TEMPLATE_HEADER = (
    "metric",
    "service",
    "period_start",
    "Metric code",
    "Metric name",
    "Service name",
    "Period",
    "Unit",
    "Last reading",
    "Requirement",
    "Value",
    "Numerator",
    "Denominator",
    "Nothing to measure",
    "Note",
)
TEMPLATE_REFUSED = "Not accepted"
TEMPLATE_YES = "Write yes or no, or leave it empty."
TEMPLATE_NUMBER = "Give a number."
TEMPLATE_LEAST = "Give a number, at least {least}."
TEMPLATE_MOST = "Give a number, at most {most}."
TEMPLATE_BETWEEN = "Give a number between {least} and {most}."
TEMPLATE_HELP_SHEET = "How to fill in"
TEMPLATE_HELP = (
    "How to fill in",
    "Each row is one reading that is due. Fill in the underlined cells; the others are locked.",
    "Value: the number alone, in the unit beside it: 95.4 where the unit is %, not 0.954.",
    "Numerator and denominator: for a ratio, instead of the value. The ratio is worked out.",
    "Nothing to measure: yes where there was nothing to count in the period. That is not zero.",
    "Note: whatever a reader of the figure should know.",
    "Leave a row empty to hand it in later: nothing is stored for it.",
    "Save the file as it is and hand it in on the page From a file, or by command.",
    "Handing it in twice does no harm.",
)
