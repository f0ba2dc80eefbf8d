import type { Readable } from 'node:stream'
import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import { type Backup, type Backups, elsewhere } from './backups.ts'

const BackupAnswer = Type.Object({ name: Type.String(), madeAt: Type.String(), bytes: Type.Integer() })
const ListAnswer = Type.Object({
  backups: Type.Array(BackupAnswer, { description: 'The newest first; each was opened and checked when it was made' }),
  elsewhere: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'How back-ups are made where the ledger is not embedded, so that there are none here',
  }),
})
export type BackupJson = Static<typeof BackupAnswer>
export type BackupsJson = Static<typeof ListAnswer>

const BackupName = Type.Object({ name: Type.String({ maxLength: 64 }) })
const tags = ['operations']
const config = { access: 'admin' } as const

/** `/backups`: copies of the embedded ledger, to make and to take away; null where the ledger is not embedded. */
export function backupsRoutes(server: Server, backups: Backups | null): void {
  server.get(
    '/backups',
    { config, schema: { tags, summary: 'The back-ups of the embedded ledger', response: { 200: ListAnswer } } },
    async () => ({ backups: (backups?.list() ?? []).map(backupJson), elsewhere: backups ? null : elsewhere }),
  )
  server.post(
    '/backups',
    {
      config,
      schema: {
        tags,
        summary: 'Make a back-up now, while the service works; answered when the copy is opened and checked',
        response: { 201: BackupAnswer },
      },
    },
    async (_request, reply) => {
      if (!backups) throw new Problem(409, elsewhere, { type: 'ledger-elsewhere' })
      const made = await backups.make()
      return reply.code(201).header('location', `/backups/${made.name}`).send(backupJson(made))
    },
  )
  server.get(
    '/backups/:name',
    {
      config: { ...config, isAudited: true },
      schema: {
        tags,
        summary: 'A back-up as a file of SQLite; it holds everything, hashes of passwords and sealed secrets too',
        params: BackupName,
        response: { 200: Type.Unsafe<Readable>({ description: 'As application/vnd.sqlite3' }) },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const found = await backups?.read(name)
      if (!found) throw new Problem(404, 'There is no back-up of that name; GET /backups lists them.')
      return reply
        .type('application/vnd.sqlite3')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('content-length', found.bytes)
        .header('cache-control', 'no-store')
        .send(found.contents)
    },
  )
}

function backupJson({ madeAt, ...backup }: Backup): BackupJson {
  return { ...backup, madeAt: new Date(madeAt).toISOString() }
}
