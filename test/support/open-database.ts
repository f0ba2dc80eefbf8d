import { openDatabase } from '../../src/database/database.ts'
import { Secret } from '../../src/secret.ts'

// Run as a process of its own by the test of migrations.
const [dataDir = '', databaseUrl] = process.argv.slice(2)
const database = await openDatabase({ dataDir, databaseUrl: databaseUrl ? new Secret(databaseUrl) : undefined })
await database.close()
