import { randomUUIDv7 as newId } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evidence, EvidencePiece, EvidenceSink } from '../connectors/connector.ts'

/** A kept piece of evidence, as it is served. */
export interface EvidenceFile {
  contentType: string
  bytes: Buffer
}

/** Pictures and texts that show how submissions and rehearsals went, as files that only the service may read. */
export interface EvidenceStore {
  keepOfSubmission: EvidenceSink
  /** Begins a rehearsal: what the last one of this connector left is removed. */
  beginRehearsal(connector: string): Promise<EvidenceSink>
  /** Undefined where there is none of that name. */
  readOfSubmission(submission: string, name: string): Promise<EvidenceFile | undefined>
  readOfRehearsal(connector: string, name: string): Promise<EvidenceFile | undefined>
}

const contentTypes: Readonly<Record<string, string>> = { png: 'image/png', txt: 'text/plain; charset=utf-8' }
const acceptableFolder = /^[\w-][\w.-]{0,90}$/
const acceptableName = /^[\w-]{1,100}\.(png|txt)$/

/** @param dataDir evidence is kept in its folder `evidence`, which is made at the first piece */
export function createEvidenceStore(dataDir: string): EvidenceStore {
  const root = join(dataDir, 'evidence')
  return {
    keepOfSubmission: (submission, piece) =>
      keep(root, submission, piece, (name) => `/utility/submissions/${submission}/evidence/${name}`),
    beginRehearsal: async (connector) => {
      const folder = folderOfRehearsal(connector)
      await rm(join(root, folder), { recursive: true, force: true })
      return (_submission, piece) =>
        keep(root, folder, piece, (name) => `/utility/connectors/${connector}/test/evidence/${name}`)
    },
    readOfSubmission: (submission, name) => read(root, submission, name),
    readOfRehearsal: (connector, name) => read(root, folderOfRehearsal(connector), name),
  }
}

function folderOfRehearsal(connector: string): string {
  return `rehearsal-${connector}`
}

async function keep(
  root: string,
  folder: string,
  piece: EvidencePiece,
  urlOf: (name: string) => string,
): Promise<Evidence> {
  const name = `${newId()}-${piece.kind}.${'png' in piece ? 'png' : 'txt'}`
  if (!acceptableFolder.test(folder) || !acceptableName.test(name))
    throw new Error('evidence has a name that no file may have')
  await mkdir(join(root, folder), { recursive: true, mode: 0o700 })
  await writeFile(join(root, folder, name), 'png' in piece ? piece.png : piece.text, { mode: 0o600, flush: true })
  return { kind: piece.kind, url: urlOf(name) }
}

// The names come from outside: what is not made like ours is not there.
async function read(root: string, folder: string, name: string): Promise<EvidenceFile | undefined> {
  const contentType = contentTypes[acceptableName.exec(name)?.[1] ?? '']
  if (contentType === undefined || !acceptableFolder.test(folder)) return undefined
  try {
    return { contentType, bytes: await readFile(join(root, folder, name)) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
