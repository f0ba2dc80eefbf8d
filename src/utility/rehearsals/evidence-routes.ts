import type { FastifyReply } from 'fastify'
import type { Caller, Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import type { SubmissionDesk } from '../utility-routes.ts'
import type { EvidenceFile, EvidenceStore } from './evidence.ts'

const tags = ['utility']
const Text = Type.String({ minLength: 1, maxLength: 120 })
const File = Type.String({ description: 'A picture (image/png) or a text (text/plain)' })

interface EvidenceRoutesDependencies {
  evidence: EvidenceStore
  deskFor(caller: Caller): Pick<SubmissionDesk, 'submissions'>
}

/** What submissions and rehearsals have left to look at. */
export function evidenceRoutes(server: Server, { evidence, deskFor }: EvidenceRoutesDependencies): void {
  const ofSubmission = {
    tags,
    summary: 'A piece of evidence of a submission',
    params: Type.Object({ id: Text, name: Text }),
    response: { 200: File },
  }
  server.get(
    '/utility/submissions/:id/evidence/:name',
    { config: { access: 'utility:push' }, schema: ofSubmission },
    async (request, reply) => {
      const { id, name } = request.params
      const submission = await deskFor(request.caller).submissions.find(id)
      return give(reply, submission && (await evidence.readOfSubmission(id, name)))
    },
  )
  const ofRehearsal = {
    tags,
    summary: 'A piece of evidence of the last rehearsal',
    params: Type.Object({ name: Text, file: Text }),
    response: { 200: File },
  }
  server.get(
    '/utility/connectors/:name/test/evidence/:file',
    { config: { access: 'admin' }, schema: ofRehearsal },
    async (request, reply) => {
      const { name, file } = request.params
      return give(reply, await evidence.readOfRehearsal(name, file))
    },
  )
}

function give(reply: FastifyReply, file: EvidenceFile | undefined): FastifyReply {
  if (!file) throw new Problem(404, 'There is no such piece of evidence.', { type: 'unknown-evidence' })
  return reply.header('cache-control', 'no-store').type(file.contentType).send(file.bytes)
}
