import type { Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import { AccountName, KeyName, NewKeyAnswer } from '../auth-schemas.ts'
import type { DeviceKeys } from './device-keys.ts'

const config = { access: 'admin' } as const
const tags = ['accounts']

/** `/accounts/{username}/keys`: keys for devices. */
export function addDeviceKeysRoutes(server: Server, keys: DeviceKeys): void {
  server.post(
    '/accounts/:username/keys',
    {
      config,
      schema: {
        tags,
        summary: 'Make a key for a device',
        description:
          'The key is shown this once. A device signs in with it by client_credentials, with the account’s name as client_id. An account has two at most, so that one can be replaced while the other still counts.',
        params: AccountName,
        response: { 201: NewKeyAnswer },
      },
    },
    async (request, reply) => {
      const { key, secret } = await keys.make(request.params.username)
      const answer = { id: key.id, key: secret.reveal(), createdAt: new Date(key.createdAt).toISOString() }
      return reply.code(201).header('cache-control', 'no-store').send(answer)
    },
  )
  server.delete(
    '/accounts/:username/keys/:id',
    {
      config,
      schema: {
        tags,
        summary: 'End a key of a device, and the access tokens that it has brought',
        params: KeyName,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await keys.remove(request.params.username, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
