-- severity: warning
-- title: A practice of clause 8 that the plan does not speak of
-- why: The plan says how each practice is run, and by which procedure.
-- remedy: Add an item with the clause of the practice and its procedure as the method.
-- clause: 8.1
-- example: No item of the plan speaks of problem management (8.6.3).
SELECT 'plan_items' AS register, known.clause AS code,
    'No item of the plan speaks of ' || practice || ' (' || known.clause || ').' AS message
FROM (
    VALUES ('8.2.4', 'service catalogue management'), ('8.2.5', 'asset management'),
        ('8.2.6', 'configuration management'), ('8.3.2', 'business relationship management'),
        ('8.3.3', 'service level management'), ('8.3.4', 'supplier management'),
        ('8.4.1', 'budgeting and accounting'), ('8.4.2', 'demand management'),
        ('8.4.3', 'capacity management'), ('8.5.1', 'change management'),
        ('8.5.2', 'service design and transition'),
        ('8.5.3', 'release and deployment management'), ('8.6.1', 'incident management'),
        ('8.6.2', 'service request management'), ('8.6.3', 'problem management'),
        ('8.7.1', 'service availability management'),
        ('8.7.2', 'service continuity management'),
        ('8.7.3', 'information security management')
) AS known(clause, practice)
CROSS JOIN organization
ANTI JOIN (
    SELECT i.clause
    FROM plan_item AS i JOIN plan_item_status AS s ON s.plan_item = i.plan_item
    WHERE s.status <> 'cancelled'
) AS planned ON planned.clause LIKE '%' || known.clause || '%'
