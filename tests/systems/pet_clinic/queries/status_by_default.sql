SELECT status, count(*) FROM appointments GROUP BY status;
