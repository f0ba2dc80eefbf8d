import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import type { Log } from '../log.ts'
import type { Server } from './route.ts'

/** One line for each request: when its answer has left, or when its client has gone before. */
export function logRequests(server: Server, log: Log): void {
  if (!log.isLevelEnabled('info')) return
  // Fastify tells of no answer that breaks off unless it watches each request for it, which costs more than this.
  const underWay = new Map<Socket, FastifyReply>()
  server.server.on('connection', (socket: Socket) => {
    socket.once('close', () => {
      const reply = underWay.get(socket)
      underWay.delete(socket)
      if (reply) log.info({ ...lineOf(reply), isBrokenOff: true })
    })
  })
  server.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    underWay.set(socket, reply)
    done()
  })
  server.addHook('onResponse', ({ raw: { socket } }, reply, done) => {
    if (underWay.get(socket) === reply) underWay.delete(socket)
    log.info(lineOf(reply))
    done()
  })
}

function lineOf(reply: FastifyReply): Record<string, unknown> {
  const { id, method, routeOptions, caller } = reply.request
  return {
    requestId: id,
    method,
    route: routeOptions.url,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
    account: caller?.username,
  }
}
