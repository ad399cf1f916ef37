"""The status rules in pandas and numpy: the peer of the benchmark, and an oracle for the tests.

Written from the contract (sections 2 to 5) alone, without a look at the product's SQL, so that a
mistake in one of them shows as a difference. Registers are frames with the bundle's columns;
defaults are filled in here. Nothing loops over targets or readings: a target's periods are rows
of one long frame, and its last periods are a row of one matrix.

    readings = current_at(versions, KEYS["reading"], known_at)
    status = target_status({"reading": readings, "target": ..., ...}, date(2026, 9, 30))
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import numpy as np
import pandas as pd

FREQUENCIES: Final = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")
MONTHS: Final = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
DAILY, WEEKLY = 0, 1
MONDAY: Final = 3  # day 0, 1970-01-01, is a Thursday: the Monday of its week lies three days before

KEYS: Final[dict[str, list[str]]] = {
    "organization": [],
    "objective": ["objective"],
    "metric": ["metric"],
    "target": ["objective", "metric", "service"],
    "target_point": ["objective", "metric", "service", "on_date"],
    "reading": ["metric", "service", "period_start"],
}
COLUMNS: Final = [
    *("objective", "metric", "service", "evaluated_on", "required", "required_lower"),
    *("required_upper", "actual", "gap", "attainment", "status", "last_known_status"),
    *("freshness", "readings_expected", "readings_received", "periods_evaluated", "periods_met"),
    *("forecast", "forecast_value", "forecast_low", "forecast_high", "variation", "assurance"),
    *("process_mean", "process_lower", "process_upper"),
]

# Student's t at 0.9 by degrees of freedom, n - 2 = 4..10.
STUDENT: Final = np.array([1.533206, 1.475884, 1.439756, 1.414924, 1.396815, 1.383029, 1.372184])
FORECAST_PERIODS, FORECAST_LEAST = 12, 6
PROCESS_PERIODS, PROCESS_LEAST = 24, 8
LIMIT, WARNING = 2.66, 1.33  # moving ranges between the mean and its limits; the warning line
SLACK: Final = 1e-9
FOR_EVER: Final = pd.Timestamp("9999-12-31", tz="UTC")
FAR: Final = np.int64(10**7)  # a day after every date

Array = np.ndarray


def current_at(
    versions: pd.DataFrame, keys: list[str], known_at: datetime | pd.Timestamp | None = None
) -> pd.DataFrame:
    """The rows in force at `known_at` of a frame with every version (None: everything recorded).

    The last version of a key by `recorded_at`, whatever the order of the rows, counts; where it
    is a withdrawal, the key has no row. A frame that says when each version was superseded (NaT:
    not yet) needs no search for the last.
    """
    at = FOR_EVER if known_at is None else pd.Timestamp(known_at)
    known = versions[versions["recorded_at"] <= at]
    if "superseded_at" in known:
        current = known[known["superseded_at"].isna() | (known["superseded_at"] > at)]
    else:
        known = known.sort_values("recorded_at", kind="stable")
        current = known.drop_duplicates(keys, keep="last") if keys else known.tail(1)
    if "withdrawn" not in current:
        return current
    return current[current["withdrawn"].isin([False]) | current["withdrawn"].isna()]


def target_status(tables: dict[str, pd.DataFrame], on_date: date) -> pd.DataFrame:
    """The view `target_status` at `on_date`, by objective, metric and service.

    `tables` holds organization, objective, metric, target, target_point and reading as current
    at `known_at`. Codes come back as they came, dates as datetime64, nothing as NaN, NaT or None.
    """
    today = _day(on_date)
    calendar = Calendar(_fiscal_month(tables["organization"]))
    plan = _plan(tables)
    points = Points(plan, tables["target_point"])
    with np.errstate(divide="ignore", invalid="ignore"):
        return _judge(plan, points, calendar, tables["reading"], today)


class Calendar:
    """Numbers the periods of each frequency; neighbours differ by one."""

    def __init__(self, fiscal_month: int) -> None:
        self.shift = fiscal_month - 1

    def number(self, days: Array, frequency: Array) -> Array:
        """The number of the period that holds each day."""
        if not len(days):
            return np.empty(0, dtype=np.int64)
        first = int(days.min())
        table = np.stack([self._numbers(code, first, int(days.max())) for code in range(6)])
        return table[frequency, days - first]

    def _numbers(self, frequency: int, first: int, last: int) -> Array:
        days = np.arange(first, last + 1)
        if frequency == DAILY:
            return days
        if frequency == WEEKLY:
            return (days + MONDAY) // 7
        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        return (months - self.shift) // MONTHS[FREQUENCIES[frequency]]

    def end(self, number: Array, frequency: Array) -> Array:
        """The last day of each period."""
        following = number + 1
        length = np.array([MONTHS.get(name, 1) for name in FREQUENCIES])[frequency]
        months = (following * length + self.shift).astype("datetime64[M]")
        by_months = months.astype("datetime64[D]").astype(np.int64)
        weekly = following * 7 - MONDAY
        start = np.select([frequency == DAILY, frequency == WEEKLY], [following, weekly], by_months)
        return start - 1


class Points:
    """The targets' points by date, and what they require on any day."""

    def __init__(self, plan: pd.DataFrame, points: pd.DataFrame) -> None:
        keys = KEYS["target"]
        points = points.merge(plan[keys].assign(t=np.arange(len(plan))), on=keys)
        day = _days(points["on_date"])
        order = np.lexsort((day, points["t"].to_numpy()))
        self.t = points["t"].to_numpy()[order]
        self.day = day[order]
        self.levels = {
            name: _floats(points[name])[order] if name in points else np.full(len(day), np.nan)
            for name in ("value", "lower", "upper")
        }
        targets = np.arange(len(plan))
        self.begin = np.searchsorted(self.t, targets, "left")
        self.end = np.searchsorted(self.t, targets, "right")
        self.count = self.end - self.begin
        self.linear = (plan["path"] == "linear").to_numpy()
        self.position = self.t * (2 * FAR) + self.day + FAR

    def first_day(self) -> Array:
        """The day of each target's first point; far away where it has none."""
        return _take(self.day, self.begin, self.count > 0, FAR)

    def first_value(self) -> Array:
        """The value of each target's first point."""
        return _take(self.levels["value"], self.begin, self.count > 0, np.nan)

    def last_value(self) -> Array:
        """The value of each target's last point."""
        return _take(self.levels["value"], self.end - 1, self.count > 0, np.nan)

    def required(self, t: Array, day: Array) -> dict[str, Array]:
        """What target `t` requires on `day`: value, lower, upper; NaN before the first point."""
        at = np.searchsorted(self.position, t * (2 * FAR) + day + FAR, "right") - 1
        reached = at >= self.begin[t]
        here = np.where(reached, at, 0)
        between = reached & self.linear[t] & (at + 1 < self.end[t])
        there = np.where(between, at + 1, here)
        result = {}
        for name, level in self.levels.items():
            if not len(level):
                result[name] = np.full(len(t), np.nan)
                continue
            span = np.where(between, self.day[there] - self.day[here], 1)
            share = np.where(between, (day - self.day[here]) / span, 0.0)
            value = level[here] + (level[there] - level[here]) * share
            result[name] = np.where(reached, value, np.nan)
        return result


class Requirement:
    """A requirement a row, and how values stand to it."""

    def __init__(self, levels: dict[str, Array], direction: Array) -> None:
        self.is_range = direction == "range"
        self.value = np.where(self.is_range, np.nan, levels["value"])
        self.lower = np.where(self.is_range, levels["lower"], np.nan)
        self.upper = np.where(self.is_range, levels["upper"], np.nan)
        self.sign = np.where(direction == "lower", -1.0, 1.0)
        bound = np.where(self.is_range, np.fmax(abs(self.lower), abs(self.upper)), abs(self.value))
        self.slack = SLACK * np.fmax(1.0, bound)
        self.known = ~np.isnan(np.where(self.is_range, self.lower + self.upper, self.value))

    def gap(self, actual: Array) -> Array:
        """How far `actual` is on the good side."""
        within = np.minimum(actual - self.lower, self.upper - actual)
        return np.where(self.is_range, within, self.sign * (actual - self.value))

    def meets(self, actual: Array) -> Array:
        """Whether `actual` meets the requirement; False where either is unknown."""
        return self.gap(actual) >= -self.slack

    def verdict(self, low: Array, high: Array, meets: str, fails: str, neither: str) -> Array:
        """The word for a span that meets as a whole, fails as a whole, or does neither."""
        whole = self.meets(low) & self.meets(high)
        apart = (high < self.lower - self.slack) | (low > self.upper + self.slack)
        none = np.where(self.is_range, apart, ~self.meets(low) & ~self.meets(high))
        return _words({meets: whole, fails: none}, neither)


def _judge(
    plan: pd.DataFrame, points: Points, calendar: Calendar, reading: pd.DataFrame, today: int
) -> pd.DataFrame:
    """The rules, in the order of the contract."""
    size = len(plan)
    targets, frequency = np.arange(size), plan["frequency_code"].to_numpy()
    starts, due = _days(plan["starts_on"]), _days(plan["due_on"])
    direction = plan["direction"].to_numpy(dtype=object)
    cumulative = ((plan["aggregation"] == "sum") & (plan["evaluation"] != "latest")).to_numpy()

    # Expected periods, by number: first..last.
    until = np.minimum(due, today)
    first = calendar.number(starts, frequency)
    last = np.where(today >= starts, calendar.number(until + 1, frequency), first) - 1
    expected = np.maximum(last - first + 1, 0)

    # The series of each target, as rows of one long frame; those that ended by E.
    series = _series(plan, calendar, reading, today)
    t, row = _expand(series["key"].to_numpy(), plan["key"].to_numpy())
    n = series["n"].to_numpy()[row]
    ended = n < calendar.number(until + 1, frequency)[t]
    t, row, n = t[ended], row[ended], n[ended]
    is_expected = (n >= first[t]) & (n <= last[t])
    received = np.bincount(t[is_expected], minlength=size)
    last_received = _last(t[is_expected], n[is_expected], size)

    grace = calendar.number(today - plan["grace_days"].to_numpy(dtype=np.int64), frequency) - 1
    freshness = _freshness(first, last, np.minimum(grace, last), last_received)

    # Actual, up to each expected period with a value.
    value = series["value"].to_numpy()[row]
    valued = ~np.isnan(value)
    t, row, n, value, is_expected = (a[valued] for a in (t, row, n, value, is_expected))
    te, ne = t[is_expected], n[is_expected]
    so_far = _evaluate(plan, series.iloc[row[is_expected]], te, ne)
    ends = calendar.end(ne, frequency[te])
    has_value = np.bincount(te, minlength=size) > 0
    at = np.cumsum(np.bincount(te, minlength=size)) - 1  # the last row of each target
    evaluated_on = _take(ends, at, has_value, FAR)
    actual = _take(so_far, at, has_value, np.nan)

    # Required, gap, attainment.
    required = Requirement(points.required(targets, evaluated_on), direction)
    for level in (required.value, required.lower, required.upper):
        level[~has_value] = np.nan
    gap, meets = required.gap(actual), required.meets(actual)
    attainment = _attainment(points, required, actual, gap, meets)
    attainment[np.isnan(gap)] = np.nan

    # Periods met; status.
    then = Requirement(points.required(te, ends), direction[te])
    reference = np.where(has_value, evaluated_on, until)
    not_started = (expected == 0) | (points.first_day() > reference)
    near = -gap <= plan["tolerance"].to_numpy() + required.slack
    blank = not_started | ~has_value
    final = (today >= due) & (freshness == "current")
    known = _words(
        {"achieved": final & meets, "missed": final, "on_target": meets, "at_risk": near},
        "off_target",
    )
    status = _words(
        {"not_started": not_started, "no_data": ~has_value, "stale": freshness == "overdue"}, known
    )

    # Forecast and process behaviour: the last periods with a value as a matrix, newest right.
    tail = _tail(t, value, size, PROCESS_PERIODS)
    unforeseen = blank | cumulative | (today >= due) | (due == FAR)
    due_day = np.where(due == FAR, today, due)
    forecast = _forecast(
        _tail(t, n.astype(float), size, FORECAST_PERIODS),
        tail[:, -FORECAST_PERIODS:],
        calendar.number(due_day, frequency).astype(float),
        Requirement(points.required(targets, due_day), direction),
        plan,
    )
    process = _process(tail, required, direction)
    process["assurance"] = _without(process["assurance"], cumulative)
    result = {
        **{name: plan[name] for name in KEYS["target"]},
        "evaluated_on": _dates(evaluated_on, has_value),
        "required": required.value,
        "required_lower": required.lower,
        "required_upper": required.upper,
        "actual": actual,
        "gap": gap,
        "attainment": attainment,
        "status": status,
        "last_known_status": _without(known, blank),
        "freshness": freshness,
        "readings_expected": expected,
        "readings_received": received,
        "periods_evaluated": np.bincount(te[then.known], minlength=size),
        "periods_met": np.bincount(te[then.meets(so_far)], minlength=size),
        **{name: _without(column, unforeseen) for name, column in forecast.items()},
        **{name: _without(column, blank) for name, column in process.items()},
    }
    return pd.DataFrame(result)[COLUMNS]


def _freshness(first: Array, last: Array, grace: Array, last_received: Array) -> Array:
    """How new the last reading of each target is, by its first, last and G's period."""
    overdue = (grace >= first) & (last_received < grace)
    word = _words({"current": last_received == last, "overdue": overdue}, "due")
    return _without(word, last < first)


def _words(conditions: dict[str, Array], otherwise: str | Array) -> Array:
    """The word of the first condition that applies to each row."""
    return np.select(list(conditions.values()), list(conditions), otherwise).astype(object)


def _plan(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The targets with what their objectives and metrics say; none whose either is unknown."""
    target = _with_defaults(
        tables["target"],
        service=None,
        path="step",
        evaluation="latest",
        evaluation_periods=1,
        tolerance=0.0,
    )
    metric = _with_defaults(tables["metric"], minimum=-np.inf, maximum=np.inf, grace_days=10)
    objective = _with_defaults(tables["objective"], due_on=pd.NaT)
    plan = target[[*KEYS["target"], "path", "evaluation", "evaluation_periods", "tolerance"]]
    plan = plan.merge(objective[["objective", "starts_on", "due_on"]], on="objective")
    described = ["unit", "direction", "frequency", "aggregation", "minimum", "maximum"]
    plan = plan.merge(metric[["metric", *described, "grace_days"]], on="metric")
    plan = plan.sort_values(KEYS["target"], na_position="first", ignore_index=True)
    plan["frequency_code"] = pd.Index(FREQUENCIES).get_indexer(plan["frequency"])
    metrics = pd.Index(plan["metric"].unique())
    services = pd.Index(plan["service"].dropna().unique())
    plan["m"] = metrics.get_indexer(plan["metric"])
    plan["s"] = services.get_indexer(plan["service"]) + 1  # 0: all services together
    plan["key"] = plan["m"] * (len(services) + 1) + plan["s"]
    plan.attrs = {"metrics": metrics, "services": services}
    return plan


def _series(
    plan: pd.DataFrame, calendar: Calendar, reading: pd.DataFrame, today: int
) -> pd.DataFrame:
    """One row a period that has a reading, of each series a target uses, by key and period.

    Columns key, n, value, numerator, denominator; a period without a value has NaN.
    """
    metrics, services = plan.attrs["metrics"], plan.attrs["services"]
    facts = plan.drop_duplicates("m").set_index("m").sort_index()
    frequency = facts["frequency_code"].to_numpy()
    is_ratio = (facts["aggregation"] == "ratio").to_numpy()
    scale = np.where(facts["unit"] == "%", 100.0, 1.0)

    m = _codes(reading["metric"], metrics)
    day = _days(reading["period_start"])
    use = (m >= 0) & (day <= today)
    reading, m, day = reading[use], m[use], day[use]
    n = calendar.number(day, frequency[m])
    ended = n < calendar.number(np.full(len(metrics), today + 1), frequency)[m]
    reading, m, n = reading[ended], m[ended], n[ended]

    s = _codes(reading["service"], services) + 1
    general = reading["service"].isna().to_numpy()
    numerator = _floats(reading["numerator"]) if "numerator" in reading else np.full(len(m), np.nan)
    denominator = (
        _floats(reading["denominator"]) if "denominator" in reading else np.full(len(m), np.nan)
    )
    both = is_ratio[m] & ~np.isnan(numerator) & ~np.isnan(denominator)
    quotient = np.where(denominator == 0, np.nan, numerator / denominator * scale[m])
    frame = pd.DataFrame(
        {
            "key": m * (len(services) + 1) + s,
            "n": n,
            "value": np.where(both, quotient, _floats(reading["value"])),
            "numerator": np.where(both, numerator, np.nan),
            "denominator": np.where(both, denominator, np.nan),
        }
    )
    direct = frame[(general | (s > 0)) & np.isin(frame["key"], plan["key"])]

    # The services' readings together, where there is none without a service.
    pooled = np.zeros(len(metrics), dtype=bool)
    pooled[plan.loc[plan["s"] == 0, "m"]] = True
    base = int(n.min()) if len(n) else 0
    width = int(n.max()) - base + 1 if len(n) else 1
    period = m * width + (n - base)
    taken = np.zeros(len(metrics) * width, dtype=bool)
    taken[period[general]] = True
    among = ~general & pooled[m] & ~taken[period]
    together = frame[among].groupby(period[among], sort=True)
    count = together["value"].count()
    total = together["value"].sum(min_count=1)
    aggregation = facts["aggregation"].to_numpy(dtype=object)[count.index.to_numpy() // width]
    value = (total / count).to_numpy(copy=True)
    for word in ("sum", "min", "max"):
        rows = aggregation == word
        if rows.any():
            figures = total if word == "sum" else together["value"].agg(word)
            value[rows] = figures.to_numpy()[rows]
    # A denominator of zero has no value, and enters no sum.
    ratio = frame[among & is_ratio[m] & frame["value"].notna().to_numpy()]
    ratio = ratio.groupby(period[ratio.index.to_numpy()], sort=True)
    sums = ratio[["numerator", "denominator"]].sum()
    whole = (ratio["denominator"].count() == ratio["value"].count()) & (sums["denominator"] != 0)
    sums = sums[whole].reindex(count.index)
    share = (sums["numerator"] / sums["denominator"]).to_numpy()
    share = share * scale[count.index.to_numpy() // width]
    pool = pd.DataFrame(
        {
            "key": count.index.to_numpy() // width * (len(services) + 1),
            "n": count.index.to_numpy() % width + base,
            "value": np.where(np.isnan(share), value, share),
            "numerator": sums["numerator"].to_numpy(),
            "denominator": sums["denominator"].to_numpy(),
        }
    )
    return pd.concat([direct, pool]).sort_values(["key", "n"], ignore_index=True)


def _evaluate(plan: pd.DataFrame, rows: pd.DataFrame, t: Array, n: Array) -> Array:
    """The actual up to each row, by its target's evaluation and its metric's aggregation.

    `rows` are the expected periods with a value, by target `t` and period number `n`.
    """
    value, numerator, denominator = (
        rows[name].to_numpy() for name in ("value", "numerator", "denominator")
    )
    figures = pd.DataFrame(
        {
            "sum": value,
            "min": value,
            "max": value,
            "count": 1.0,
            "both": (~np.isnan(denominator)).astype(float),
            "numerator": np.nan_to_num(numerator),
            "denominator": np.nan_to_num(denominator),
        }
    )
    added = ["sum", "count", "both", "numerator", "denominator"]
    evaluation = plan["evaluation"].to_numpy(dtype=object)[t]

    to_date = evaluation == "to_date"
    if to_date.any():
        whole = figures[to_date].groupby(t[to_date])
        figures.loc[to_date, added] = whole[added].cumsum()
        figures.loc[to_date, "min"] = whole["min"].cummin()
        figures.loc[to_date, "max"] = whole["max"].cummax()

    rolling = evaluation == "rolling"
    if rolling.any():
        window = plan["evaluation_periods"].to_numpy(dtype=np.int64)[t[rolling]]
        single = {name: figures.loc[rolling, name].to_numpy() for name in figures}
        summed = {name: column.copy() for name, column in single.items()}
        tr, nr = t[rolling], n[rolling]
        for back in range(1, len(tr)):
            inside = (tr[back:] == tr[:-back]) & (nr[back:] - nr[:-back] < window[back:])
            if not inside.any():
                break
            here = np.flatnonzero(inside) + back
            for name in added:
                summed[name][here] += single[name][here - back]
            summed["min"][here] = np.minimum(summed["min"][here], single["min"][here - back])
            summed["max"][here] = np.maximum(summed["max"][here], single["max"][here - back])
        for name, column in summed.items():
            figures.loc[rolling, name] = column

    aggregation = plan["aggregation"].to_numpy(dtype=object)[t]
    scale = np.where(plan["unit"] == "%", 100.0, 1.0)[t]
    total = figures["denominator"].to_numpy()
    shares = (figures["both"] == figures["count"]).to_numpy() & (total != 0)
    return np.select(
        [
            aggregation == "sum",
            aggregation == "min",
            aggregation == "max",
            aggregation == "last",
            (aggregation == "ratio") & shares,
        ],
        [
            figures["sum"],
            figures["min"],
            figures["max"],
            value,
            figures["numerator"] / figures["denominator"] * scale,
        ],
        figures["sum"] / figures["count"],
    )


def _attainment(
    points: Points, required: Requirement, actual: Array, gap: Array, meets: Array
) -> Array:
    """How much of the requirement is reached, 0 to 1."""
    met = meets.astype(float)
    first, last = points.first_value(), points.last_value()
    width = required.upper - required.lower
    in_range = np.where(meets, 1.0, np.where(width > 0, 1 + gap / width, 0.0))
    on_path = np.where(first == last, met, (actual - first) / (last - first))
    higher = np.where(required.value > 0, actual / required.value, met)
    positive = (required.value > 0) & (actual > 0)
    lower = np.where(meets, 1.0, np.where(positive, required.value / actual, 0.0))
    share = np.select(
        [required.is_range, points.linear & (points.count >= 2), required.sign > 0],
        [in_range, on_path, higher],
        lower,
    )
    return np.clip(share, 0.0, 1.0)


def _forecast(
    x: Array, y: Array, due: Array, required: Requirement, plan: pd.DataFrame
) -> dict[str, Array]:
    """The straight line through the last values, at the period of `due`, and its interval."""
    count = (~np.isnan(y)).sum(axis=1)
    early = count < FORECAST_LEAST
    n = np.where(early, np.nan, count)
    x_mean, y_mean = np.nansum(x, axis=1) / n, np.nansum(y, axis=1) / n
    dx, dy = x - x_mean[:, None], y - y_mean[:, None]
    spread = np.nansum(dx * dx, axis=1)
    slope = np.nansum(dx * dy, axis=1) / spread
    rest = dy - slope[:, None] * dx
    deviation = np.sqrt(np.nansum(rest * rest, axis=1) / (n - 2))
    student = STUDENT[np.clip(count - FORECAST_LEAST, 0, len(STUDENT) - 1)]
    half = student * deviation * np.sqrt(1 + 1 / n + (due - x_mean) ** 2 / spread)
    middle = y_mean + slope * (due - x_mean)
    least, most = plan["minimum"].to_numpy(), plan["maximum"].to_numpy()
    middle, low, high = (np.clip(a, least, most) for a in (middle, middle - half, middle + half))
    words = required.verdict(low, high, "will_meet", "will_miss", "uncertain")
    return {
        "forecast": np.where(early, "too_early", words),
        "forecast_value": middle,
        "forecast_low": low,
        "forecast_high": high,
    }


def _process(values: Array, required: Requirement, direction: Array) -> dict[str, Array]:
    """XmR: mean, limits, signal, and whether the limits meet what is required."""
    count = (~np.isnan(values)).sum(axis=1)
    early = count < PROCESS_LEAST
    n = np.where(early, np.nan, count)
    mean = np.nansum(values, axis=1) / n
    moving = np.nansum(abs(np.diff(values, axis=1)), axis=1) / (n - 1)
    low, high = mean - LIMIT * moving, mean + LIMIT * moving

    slack = SLACK * np.maximum(1.0, abs(mean))
    above = values - (mean + slack)[:, None]
    below = (mean - slack)[:, None] - values
    warning = (WARNING * moving)[:, None]
    latest = values[:, -1]
    up = [
        latest > high + slack,
        (above[:, -8:] > 0).all(axis=1),
        (above[:, -4:] > warning).sum(axis=1) >= 3,
    ]
    down = [
        latest < low - slack,
        (below[:, -8:] > 0).all(axis=1),
        (below[:, -4:] > warning).sum(axis=1) >= 3,
    ]
    signal = np.select([up[0], down[0], up[1], down[1], up[2], down[2]], [1, -1, 1, -1, 1, -1], 0)
    good = signal * required.sign
    is_range = direction == "range"
    variation = _words(
        {"too_early": early, "stable": signal == 0, "changing": is_range, "improving": good > 0},
        "deteriorating",
    )
    words = required.verdict(low, high, "capable", "incapable", "hit_or_miss")
    return {
        "variation": variation,
        "assurance": np.where(early, "too_early", words),
        "process_mean": mean,
        "process_lower": low,
        "process_upper": high,
    }


def _expand(keys: Array, wanted: Array) -> tuple[Array, Array]:
    """For each of `wanted`, the rows of the sorted `keys` that are equal: its index, the row."""
    begin = np.searchsorted(keys, wanted, "left")
    count = np.searchsorted(keys, wanted, "right") - begin
    t = np.repeat(np.arange(len(wanted)), count)
    before = np.repeat(np.cumsum(count) - count, count)
    return t, np.arange(len(t)) - before + np.repeat(begin, count)


def _tail(t: Array, values: Array, size: int, width: int) -> Array:
    """The last `width` values of each target as a row: the newest right, NaN for none."""
    matrix = np.full((size, width), np.nan)
    from_end = np.cumsum(np.bincount(t, minlength=size))[t] - 1 - np.arange(len(t))
    near = from_end < width
    matrix[t[near], width - 1 - from_end[near]] = values[near]
    return matrix


def _last(t: Array, n: Array, size: int) -> Array:
    """The last period of each target; far in the past where it has none."""
    last = np.full(size, -FAR)
    last[t] = n  # rows are sorted: the last assignment stays
    return last


def _take(values: Array, at: Array, where: Array, other: float | np.int64) -> Array:
    """`values[at]`, `other` where not `where`."""
    if not len(values):
        return np.full(len(at), other)
    return np.where(where, values[np.where(where, at, 0)], other)


def _codes(column: pd.Series, index: pd.Index) -> Array:
    """The position of each code in `index`, -1 for none; by category where there are categories."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        positions = np.append(index.get_indexer(column.cat.categories), -1)
        return positions[column.cat.codes.to_numpy()]
    positions = index.get_indexer(column)
    return np.where(column.isna(), -1, positions)


def _days(column: pd.Series) -> Array:
    """Days since 1970-01-01; `FAR` for none."""
    days = pd.to_datetime(column).to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), FAR, days.astype(np.int64))


def _day(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _dates(days: Array, where: Array) -> Array:
    dates = np.where(where, days, 0).astype("datetime64[D]").astype("datetime64[s]")
    return np.where(where, dates, np.datetime64("NaT", "s"))


def _floats(column: pd.Series) -> Array:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _without(column: Array, where: Array) -> Array:
    """`column` with nothing where `where`."""
    return np.where(where, np.nan if column.dtype.kind == "f" else None, column)


def _with_defaults(frame: pd.DataFrame, **defaults: object) -> pd.DataFrame:
    """`frame` with the contract's defaults in missing columns and empty cells."""
    frame = frame.copy()
    for name, default in defaults.items():
        if name not in frame:
            frame[name] = default
        elif not pd.isna(default):
            frame[name] = frame[name].astype(object).fillna(default)
        if isinstance(default, int | float):
            frame[name] = frame[name].astype(type(default))
    return frame


def _fiscal_month(organization: pd.DataFrame) -> int:
    months = _with_defaults(organization, fiscal_year_start_month=1)["fiscal_year_start_month"]
    return int(months.iloc[0]) if len(months) else 1
