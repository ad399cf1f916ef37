SELECT 'target_points' AS register, p."row",
    CASE WHEN m.direction <> 'range' THEN CASE WHEN p.value IS NULL THEN 'value' ELSE 'lower' END
        WHEN p.value IS NOT NULL THEN 'value' WHEN p.lower IS NULL THEN 'lower' ELSE 'upper' END
        AS "column",
    CASE
        WHEN m.direction <> 'range' AND p.value IS NULL
            THEN 'is missing; ' || p.metric || ' is to be ' || m.direction || ', so give a value'
        WHEN m.direction <> 'range'
            THEN 'lower and upper are for a range; ' || p.metric || ' is to be ' || m.direction
                || ', so give a value alone'
        WHEN p.value IS NOT NULL
            THEN 'stands alone; ' || p.metric || ' is a range, so give lower and upper'
        ELSE 'is missing; ' || p.metric || ' is a range, so give lower and upper'
    END AS what
FROM merged_target_points AS p
JOIN metric_span AS m ON m.metric = p.metric AND m.from_at <= p.moment AND p.moment < m.to_at
WHERE NOT p.withdrawn AND p.bad = 0 AND m.direction IS NOT NULL AND CASE
    WHEN m.direction = 'range' THEN p.value IS NOT NULL OR p.lower IS NULL OR p.upper IS NULL
    ELSE p.value IS NULL OR p.lower IS NOT NULL OR p.upper IS NOT NULL END
