-- severity: warning
-- title: Evidence of a day on which nothing was due
-- why: It proves no occurrence, so one may stand there unproved.
-- remedy: Correct the day, or leave it empty where the evidence is of the item as a whole.
-- clause: 7.5
-- example: “Minutes of March” is evidence of 14 March 2026, on which “Service review” was not
--     due.
SELECT 'evidence' AS register, e.evidence AS code,
    '“' || e.title || '” is evidence of ' || in_words(e.due_on) || ', on which “' || i.title || '” was not due.'
        AS message
FROM evidence AS e JOIN plan_item AS i ON i.plan_item = e.code
WHERE e.register = 'plan_items' AND e.due_on IS NOT NULL
    AND (i.timing <> 'recurring' OR e.due_on < i.starts_on OR coalesce(e.due_on > i.due_on, false)
        OR scheduled_day(i.starts_on, i.cadence, scheduled_by(i.starts_on, i.cadence, e.due_on) - 1)
            <> e.due_on)
