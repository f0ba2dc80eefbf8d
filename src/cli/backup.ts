import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Writable } from 'node:stream'
import { Command } from 'commander'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { checkCopy } from '../database/copy-check.ts'
import { embeddedFile, openDatabase } from '../database/database.ts'
import { lockDirectory } from '../database/directory-lock.ts'
import { backupDirectory, createBackups, elsewhere } from '../operations/backups.ts'
import { countReadings } from '../readings/readings-list-store.ts'
import { orFail } from './exit-code.ts'
import { createProgress, type ProgressOutput } from './progress.ts'

interface BackupCommandDependencies {
  clock: Clock
  output: Writable
  complaints: ProgressOutput
  readSettings(): Config
}

/** `meterbridge backup`: copies the embedded ledger while the service works. */
export function backupCommand({ clock, output, complaints, readSettings }: BackupCommandDependencies): Command {
  return new Command('backup')
    .description('copy the embedded ledger, while the service works, and check the copy')
    .exitOverride()
    .action(async (_options: unknown, command: Command) => {
      await orFail(command, async () => {
        const config = readSettings()
        const database = await openDatabase(config)
        try {
          const { copyTo } = database
          if (!copyTo) throw new Error(elsewhere)
          const directory = backupDirectory(config.dataDir)
          const progress = createProgress(complaints, 'copying')
          const { name } = await createBackups({
            directory,
            clock,
            copyTo: (file) => copyTo(file, progress.show).finally(progress.end),
          }).make()
          output.write(`${join(directory, name)}\n`)
        } finally {
          await database.close()
        }
      })
    })
}

/** `meterbridge restore`: puts a copy in the ledger's place, and keeps what was there. */
export function restoreCommand({ clock, output, readSettings }: BackupCommandDependencies): Command {
  return new Command('restore')
    .description("put a back-up in the embedded ledger's place; the service must be stopped")
    .argument('<file>', 'a back-up, by its path or by its name in DATA_DIR/backups')
    .exitOverride()
    .action(async (file: string, _options: unknown, command: Command) => {
      await orFail(command, async () => {
        const config = readSettings()
        if (config.databaseUrl) throw new Error(elsewhere)
        const source = existsSync(file) ? file : join(backupDirectory(config.dataDir), basename(file))
        if (!existsSync(source)) throw new Error(`There is no back-up ${file}.`)
        await checkCopy(source)
        const lock = lockDirectory(config.dataDir)
        try {
          const aside = putInPlace(source, embeddedFile(config.dataDir), clock())
          output.write(`Restored ${basename(source)}: ${await countRestored(config)} readings.\n`)
          if (aside) output.write(`What was there before is kept in ${aside}.\n`)
        } finally {
          lock.release()
        }
      })
    })
}

function putInPlace(source: string, ledger: string, now: number): string | undefined {
  const draft = `${ledger}.restoring`
  copyFileSync(source, draft)
  const aside = `${ledger}.before-restore-${now}`
  const isReplaced = existsSync(ledger)
  // The write-ahead log belongs to the file beside it: it goes aside together with it.
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(ledger + suffix)) renameSync(ledger + suffix, aside + suffix)
  rmSync(`${aside}-shm`, { force: true })
  renameSync(draft, ledger)
  return isReplaced ? aside : undefined
}

async function countRestored(config: Config): Promise<number> {
  const database = await openDatabase(config)
  try {
    return await countReadings(database.sql)
  } finally {
    await database.close()
  }
}
