-- Distributes the ledger by site over the workers of a Citus cluster (docs/scaling.md).
--
-- The service makes its tables itself. Start it once on the coordinator, stop it, add the workers
-- (select citus_add_node('worker-1', 5432)), run this file there, and start the service again:
--
--     psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --single-transaction --file deploy/citus.sql
--
-- Readings that are there already move to the workers; that takes as long as copying them. The service keeps talking to the
-- coordinator alone: the locks that keep two replicas from judging one site at a time are held there.

create extension if not exists citus;

-- Few rows that every worker needs beside its readings: a copy on each.
select create_reference_table('sites');
select create_reference_table('connectors');

-- What grows with the readings: all rows of a site on one worker.
select create_distributed_table('readings', 'site', colocate_with => 'none');
select create_distributed_table('reading_revisions', 'site', colocate_with => 'readings');
select create_distributed_table('reading_confirmations', 'site', colocate_with => 'readings');
select create_distributed_table('meter_changes', 'site', colocate_with => 'readings');
select create_distributed_table('sheet_batches', 'site', colocate_with => 'readings');
select create_distributed_table('submissions', 'site', colocate_with => 'readings');
select create_distributed_table('submission_attempts', 'site', colocate_with => 'readings');
select create_distributed_table('submission_decisions', 'site', colocate_with => 'readings');

-- All else (accounts, sessions, the audit, leases, alerts, the state of the mirrors) is small, asked for over all sites or has
-- none, and stays on the coordinator.
