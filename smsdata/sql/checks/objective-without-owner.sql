-- severity: error
-- title: An objective that nobody owns
-- why: A role or a team is nobody whom the review can ask.
-- remedy: Name a person as its owner.
-- clause: 6.2
-- example: “Incidents are resolved in time” has no owner, only the role Incident manager.
SELECT 'objectives' AS register, objective AS code,
    '“' || title || '” has no owner' || coalesce(', only the role ' || owner_role, '') || '.' AS message
FROM open_objective WHERE owner IS NULL
