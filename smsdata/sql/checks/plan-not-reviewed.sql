-- severity: error
-- title: The plan was not reviewed for a year
-- why: It is reviewed yearly at least, and whenever services, customers, objectives, organisation
--     or top management change.
-- remedy: Review the plan and have it approved anew.
-- clause: 7.5
-- example: The plan was last approved on 1 March 2025, 400 days ago.
SELECT 'plan_approvals' AS register, version AS code,
    'The plan was last approved on ' || in_words(approved_on) || ', ' || (today - approved_on)
        || ' days ago.' AS message
FROM last_approval
WHERE approved_on < today - 365
