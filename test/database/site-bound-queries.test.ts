import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tablesAskedAcrossSites } from '../support/site-bound-queries.ts'

// Every test that starts the service on PostgreSQL is watched (test/support/service.ts).
describe('the watch over statements that cross sites', () => {
  for (const text of [
    'select * from "readings" where "site" = $1 and "withdrawn_at" is null',
    'select count(*) from (select "sequence" from "readings" where "site" = $1) as "waiting"',
    'with place (at) as (values ($1)) select (select meter from readings where site = $2 limit 1) from place',
    'update "readings" set "doubts" = $1 where "site" = $2 and "id" = $3',
    'insert into "readings" ("site", "id") values ($1, $2)',
    `select * from "accounts" where "username" = 'from readings'`,
    'select * from "alerts" order by "opened_at"',
  ])
    test(`lets pass: ${text}`, () => assert.deepEqual(tablesAskedAcrossSites(text), []))

  for (const text of [
    'select * from "readings" where "id" = $1',
    'select * from "readings" where "site" in ($1, $2)',
    'select * from "sites" where "site" = $1 and exists (select 1 from "readings" where "id" = $2)',
    'with place (site) as (values ($1)) select (select meter from readings where readings.site = place.site) from place',
    'select 1 from "readings" where "site" = $1 union all select 1 from "readings"',
    'select * from "connectors" inner join "readings" on "readings"."site" = "connectors"."site"',
    'delete from "readings" where "timestamp" < $1',
  ])
    test(`finds: ${text}`, () => assert.deepEqual(tablesAskedAcrossSites(text), ['readings']))
})
