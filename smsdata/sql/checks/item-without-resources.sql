-- severity: warning
-- title: An item of the plan without resources
-- why: A plan without commitment of people, tools or money is a list of wishes.
-- remedy: Write down what is set aside for it.
-- clause: 7.1
-- example: “Publish the service catalogue” names no resources.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” names no resources.' AS message
FROM open_item WHERE resources IS NULL AND phase IN ('establish', 'implement', 'change')
